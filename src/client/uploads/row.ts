import { fill, step } from './wording.ts';

export type State = 'waiting' | 'moving' | 'done' | 'failed' | 'refused';

const buttons: Record<State, string[]> = {
  waiting: ['cancel'],
  moving: ['cancel'],
  done: ['remove'],
  failed: ['retry', 'remove'],
  refused: ['remove'],
};

let count = 0;

/** The line of one file, cut from the server's template: parts are found by `data-part`, words come with it. */
export class Row {
  readonly element: HTMLElement;

  constructor(template: HTMLTemplateElement, name: string) {
    count += 1;
    this.element = template.content.firstElementChild?.cloneNode(true) as HTMLElement;
    this.element.id = `upload-${count}`;
    this.element.dataset.held = '';
    for (const part of this.element.querySelectorAll('[aria-label]'))
      part.setAttribute('aria-label', fill(part.getAttribute('aria-label') ?? '', { name }));
    this.write('name', name);
  }

  /** Shows where the file stands, in words and in the buttons that make sense now. */
  show(state: State, words: string): void {
    this.element.dataset.state = state;
    this.element.toggleAttribute('data-uploading', state === 'waiting' || state === 'moving');
    for (const name of ['cancel', 'retry', 'remove'])
      this.part(name)?.toggleAttribute('hidden', !buttons[state].includes(name));
    this.part('progress')?.toggleAttribute('hidden', state !== 'waiting' && state !== 'moving');
    this.part('tile')?.classList.toggle('ok', state === 'done');
    const wrong = state === 'failed' || state === 'refused';
    this.part('tile')?.classList.toggle('bad', wrong);
    this.part('meta')?.classList.toggle('error', wrong);
    this.write('meta', words);
  }

  move(done: number, total: number): void {
    const bar = this.part('progress');
    const value = String(step(done, total));
    bar?.setAttribute('data-v', value);
    bar?.setAttribute('aria-valuenow', value);
  }

  part(name: string): HTMLElement | null {
    return this.element.querySelector(`[data-part=${name}]`);
  }

  on(button: string, act: () => void): void {
    this.part(button)?.addEventListener('click', act);
  }

  private write(part: string, text: string): void {
    const element = this.part(part);
    if (element) element.textContent = text;
  }
}

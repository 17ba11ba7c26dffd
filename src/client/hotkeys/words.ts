import { isLeaving } from '../turbo/visit.ts';

/** How long a field may take to have the keyboard, in milliseconds. */
const PATIENCE = 2000;

let waiting: KeyboardEvent[] | undefined;

/** Whether what is pressed belongs to a text that cannot be written in yet; it is kept, in order. */
export function keptAsWords(event: KeyboardEvent): boolean {
  if (!waiting || !isOfWords(event)) return false;
  waiting.push(event);
  event.preventDefault();
  return true;
}

/** What was pressed for a field that is about to have the keyboard is written there; without such a field it is forgotten. */
export function writeAsWords(pressed: KeyboardEvent[]): void {
  if (pressed.length === 0) return;
  waiting = pressed;
  const since = performance.now();
  const write = () => {
    writeKept();
    if (waiting !== pressed) return;
    if (!isLeaving() && performance.now() - since > PATIENCE) waiting = undefined;
    else setTimeout(write, 20);
  };
  write();
}

/** Writes what has been waiting as soon as a field has the keyboard. */
export function writeKept(): void {
  if (!waiting || !isWriting(document.activeElement)) return;
  const words = textOf(waiting);
  waiting = undefined;
  // What is deprecated here is the only way to write as somebody types: into a field and an editor alike, to be undone.
  if (words) document.execCommand('insertText', false, words);
}

/** Whether keys that type a character do so there. What has just been hidden keeps the keyboard until the next picture, and is meant by none. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || !target.checkVisibility()) return false;
  if (target.isContentEditable || target.matches('textarea, select')) return true;
  return target.matches('input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=range])');
}

const isOfWords = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  (key.length === 1 || key === 'Backspace') && !ctrlKey && !metaKey && !altKey;

function textOf(pressed: KeyboardEvent[]): string {
  const written = pressed.filter(isOfWords);
  return written.reduce((text, { key }) => (key === 'Backspace' ? text.slice(0, -1) : text + key), '');
}

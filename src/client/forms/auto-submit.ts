import { delegate } from '../delegate.ts';
import { closeMenu } from '../surface/panels.ts';
import { whenChosen } from './choosing.ts';

const PAUSE = 250;
const timers = new WeakMap<HTMLFormElement, number>();

/**
 * `form[data-auto-submit]` (a GET form of filters) sends itself: text after a pause, choices at once. Without a frame
 * of its own the answer replaces the page by a morph, so the caret stays in the search field.
 */
export function submitFilters(): void {
  const form = 'form[data-auto-submit]';
  delegate('input', form, (event, element) => {
    if (isText(event.target)) send(element as HTMLFormElement, PAUSE);
  });
  delegate('change', form, (event, element) => {
    if (!isText(event.target)) whenChosen(event.target, () => send(element as HTMLFormElement, 0));
  });
  // Somebody is done: with Enter, or with the button. The form's own sending has no button.
  delegate('submit', form, (event, element) => {
    if (!event.submitter) return;
    clearTimeout(timers.get(element as HTMLFormElement));
    // Taking one condition away is one of several things somebody does there.
    if (event.submitter.dataset.goesOnAt) return;
    closeMenu(element.closest<HTMLElement>('[popover]'));
  });
  // Turbo reads the action when the answer is there; the answer before it must not have taken it away.
  document.addEventListener('turbo:before-morph-attribute', (event) => {
    const { attributeName } = event.detail;
    if (attributeName === 'data-turbo-action' && (event.target as Element).matches(form)) event.preventDefault();
  });
}

function send(form: HTMLFormElement, pause: number): void {
  clearTimeout(timers.get(form));
  timers.set(
    form,
    window.setTimeout(() => submit(form), pause),
  );
}

function submit(form: HTMLFormElement): void {
  if (!form.isConnected) return;
  form.dataset.turboAction ??= 'replace';
  // What was asked for is there with the answer: from then on the choice of one more is nobody's work, and asks for nothing twice.
  form.addEventListener('turbo:submit-end', ({ detail }) => detail.success && chooseNothing(form), { once: true });
  form.requestSubmit();
}

function chooseNothing(form: HTMLFormElement): void {
  for (const choice of form.querySelectorAll<HTMLSelectElement>('[data-asks-again=added]')) choice.value = '';
}

function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && ['text', 'search'].includes(target.type);
}

import { carryOn, holdVisit, waitInLine } from './queue.ts';
import { isSettled, wasJustEmptied } from './settle.ts';

const pending = new Set<HTMLFormElement>();
// Between a click and Turbo's `submit-start`, which comes a moment later: long enough for a second click.
const starting = new Set<HTMLFormElement>();

export function isPending(form: HTMLFormElement): boolean {
  return pending.has(form);
}

/** A form that somebody has sent and that waits for its files: whatever is sent after it, and wherever one goes, waits behind it. */
export function holdBack(form: HTMLFormElement): void {
  pending.add(form);
}

/** Its files are there, or will not come. */
export function letGo(form: HTMLFormElement): void {
  pending.delete(form);
}

/**
 * A form that is on its way is not sent again. Another form waits its turn, because Turbo would break off the first
 * request: ticking two boxes quickly must tick both. Searches (GET) wait for nobody; the newest one wins.
 */
export function guardSubmits(): void {
  window.addEventListener('submit', hold, { capture: true });
  document.addEventListener('turbo:submit-start', (event) => {
    const { formElement, isSafe } = event.detail.formSubmission;
    if (!isSafe) pending.add(formElement);
  });
  document.addEventListener('turbo:submit-end', (event) => {
    pending.delete(event.detail.formSubmission.formElement);
    if (pending.size === 0) carryOn();
  });
  document.addEventListener(
    'turbo:before-visit',
    (event) => pending.size > 0 && holdVisit(event, () => pending.size > 0),
  );
}

function hold(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !goesThroughTurbo(form)) return;
  if (pending.size === 0 && !isUnderWay(form)) {
    starting.add(form);
    setTimeout(() => starting.delete(form));
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!isUnderWay(form)) waitInLine(form, event.submitter);
}

// Until its answer is shown, too: a second click must not send the text again that is still standing there.
function isUnderWay(form: HTMLFormElement): boolean {
  return pending.has(form) || starting.has(form) || isSettled(form) || wasJustEmptied(form);
}

function goesThroughTurbo(form: HTMLFormElement): boolean {
  return form.method === 'post' && form.closest('[data-turbo]')?.getAttribute('data-turbo') !== 'false';
}

import { visit } from '@hotwired/turbo';
import { fieldsIn } from '../keep/dirty.ts';

const queue: { form: HTMLFormElement; submitter: HTMLElement | null }[] = [];
let destination: string | undefined;
let heldAt = 0;
/** Whether what the visit waits for is still on its way, and whether its answer is about to be shown. */
let isDue = () => false;
let rendering = false;

/** How long somebody waits for what they sent before a second click means to leave all the same, in milliseconds. */
const PATIENCE = 5_000;

/** Whether somebody is on their way to another page, as soon as what they sent is there. */
export const isHeld = (): boolean => destination !== undefined && (rendering || isDue());

/** Sends the form when the answers due before it have been shown. */
export function waitInLine(form: HTMLFormElement, submitter: HTMLElement | null): void {
  queue.push({ form, submitter });
}

/**
 * Stops a visit that begins while a form is being sent: leaving at once would break off the request and leave open
 * whether the text arrived. Who goes there once more insists, but not at once: fast hands press a line twice, or go on with a key
 * for what it opens.
 */
export function holdVisit(event: CustomEvent<{ url: string }>, due: () => boolean): void {
  const { url } = event.detail;
  const again = destination === url;
  if (again && performance.now() - heldAt > PATIENCE) return;
  event.preventDefault();
  isDue = due;
  if (again) return;
  destination = url;
  heldAt = performance.now();
}

/** What was to be sent before is not: a visit that waited for it waits no longer. */
export function stayHere(): void {
  destination = undefined;
}

/** To be called when nothing is being sent any more. */
export function carryOn(): void {
  if (!destination && queue.length === 0) return;
  rendering = true;
  afterRender(goOn);
}

// Turbo shows the answer in any case, and would break off whatever was begun before that.
function afterRender(run: () => void): void {
  const ends = new AbortController();
  const { signal } = ends;
  const once = () => {
    if (signal.aborted) return;
    ends.abort();
    run();
  };
  // Turbo forgets whatever visit it has when its listeners are done: one that is begun by them goes on, and nobody would know of it.
  document.addEventListener('turbo:load', () => queueMicrotask(once), { signal });
  // A page of errors is rendered without a visit, and a lost connection renders nothing.
  document.addEventListener('turbo:render', () => setTimeout(once, 100), { signal });
  setTimeout(once, 1000);
}

// All that was sent, in its order, and then where somebody went meanwhile.
function goOn(): void {
  rendering = false;
  const next = queue.shift();
  if (!next) {
    leave();
    return;
  }
  const form = standing(next.form);
  const submitter = form && buttonIn(form, next.submitter);
  if (!form || submitter === undefined) {
    goOn();
    return;
  }
  form.requestSubmit(submitter);
  // One that asks first, or lacks something, keeps its writer here.
  setTimeout(() => rendering || isDue() || stayHere(), 500);
}

// The page of the answer may have been built anew. A form with fields stands there as it was before, and not as it was sent.
function standing(sent: HTMLFormElement): HTMLFormElement | undefined {
  if (sent.isConnected) return sent;
  if (fieldsIn(sent).length > 0) return undefined;
  return [...document.forms].find(
    ({ id, method, action }) => id === sent.id && method === sent.method && action === sent.action,
  );
}

function buttonIn(form: HTMLFormElement, pressed: HTMLElement | null): HTMLElement | null | undefined {
  if (!(pressed instanceof HTMLButtonElement) || pressed.isConnected) return pressed;
  const buttons = [...form.elements].filter((one) => one instanceof HTMLButtonElement);
  return buttons.find(({ name, value }) => name === pressed.name && value === pressed.value);
}

function leave(): void {
  const url = destination;
  destination = undefined;
  if (url) visit(url);
}

import { visit } from '@hotwired/turbo';

const queue: { form: HTMLFormElement; submitter: HTMLElement | null }[] = [];
let destination: string | undefined;

/** Sends the form when the answers due before it have been shown. */
export function waitInLine(form: HTMLFormElement, submitter: HTMLElement | null): void {
  queue.push({ form, submitter });
}

/**
 * Stops a visit that begins while a form is being sent: leaving at once would break off the request and leave open
 * whether the text arrived. A second click on the same link insists.
 */
export function holdVisit(event: CustomEvent<{ url: string }>): void {
  const { url } = event.detail;
  if (destination === url) return;
  event.preventDefault();
  destination = url;
}

/** What was to be sent before is not: a visit that waited for it waits no longer. */
export function stayHere(): void {
  destination = undefined;
}

/** To be called when nothing is being sent any more. */
export function carryOn(): void {
  if (destination || queue.length > 0) afterRender(goOn);
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
  document.addEventListener('turbo:load', once, { signal });
  // A page of errors is rendered without a visit, and a lost connection renders nothing.
  document.addEventListener('turbo:render', () => setTimeout(once, 100), { signal });
  setTimeout(once, 1000);
}

function goOn(): void {
  const url = destination;
  destination = undefined;
  if (url && queue.length === 0) visit(url);
  else sendNext();
}

function sendNext(): void {
  const next = queue.shift();
  if (!next) return;
  if (next.form.isConnected) next.form.requestSubmit(next.submitter?.isConnected ? next.submitter : null);
  else sendNext();
}

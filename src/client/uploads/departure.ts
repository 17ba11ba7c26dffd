import { holdBack, letGo } from '../forms/pending.ts';
import { carryOn, stayHere } from '../forms/queue.ts';
import type { Batch } from './batch.ts';
import type { Words } from './upload.ts';

/**
 * Holds a form back while files are on their way, and the browser from leaving. Who has pressed Send goes where they want when it is sent; who has not
 * is asked first. It is sent with the words it had when Send was pressed: what is typed after that is the next message's.
 */
export class Departure {
  private held: { submitter: HTMLElement | null; asThen: FormData | undefined } | undefined;
  private readonly form: HTMLFormElement | null;
  private readonly batch: Batch;
  private readonly words: Words;
  private readonly ends = new AbortController();

  constructor(form: HTMLFormElement | null, batch: Batch, words: Words) {
    this.form = form;
    this.batch = batch;
    this.words = words;
    const { signal } = this.ends;
    form?.addEventListener('submit', (event) => this.hold(event), { signal, capture: true });
    document.addEventListener('turbo:before-visit', (event) => this.keep(event), { signal });
    window.addEventListener('beforeunload', (event) => batch.isBusy && event.preventDefault(), { signal });
  }

  /** Sends the form that waited. With a file that failed meanwhile, its writer decides: without it, or once more. */
  go(): void {
    if (!this.held || this.batch.isBusy) return;
    const { submitter, asThen } = this.held;
    const failed = this.batch.hasFailed;
    this.release(failed);
    if (failed) giveWay();
    else if (this.form) send(this.form, submitter?.isConnected ? submitter : null, asThen);
  }

  /** To be called when the form has left the page: it is not sent any more. */
  end(): void {
    this.ends.abort();
    if (!this.held) return;
    this.release(true);
    giveWay();
  }

  private release(unsent: boolean): void {
    this.held?.submitter?.removeAttribute('aria-busy');
    this.held = undefined;
    if (this.form) letGo(this.form);
    if (unsent) this.form?.dispatchEvent(new CustomEvent('portico:unsent'));
  }

  private keep(event: CustomEvent<{ url: string }>): void {
    if (event.defaultPrevented || !this.batch.isBusy || new URL(event.detail.url).pathname === location.pathname)
      return;
    if (!window.confirm(this.words.leave)) event.preventDefault();
  }

  private hold(event: SubmitEvent): void {
    if (!this.batch.isBusy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.form) holdBack(this.form);
    this.form?.dispatchEvent(new CustomEvent('portico:held'));
    const asThen = this.form && !this.form.hasAttribute('data-goes-on') ? new FormData(this.form) : undefined;
    this.held = { submitter: event.submitter, asThen };
    event.submitter?.setAttribute('aria-busy', 'true');
  }
}

/** Files come as they are now: they are what was waited for. */
const FILES = 'upload';

function send(form: HTMLFormElement, submitter: HTMLElement | null, asThen: FormData | undefined): void {
  const sayAsThen = ({ formData }: FormDataEvent) => {
    for (const name of new Set(formData.keys())) if (name !== FILES) formData.delete(name);
    for (const [name, value] of asThen ?? []) if (name !== FILES) formData.append(name, value);
  };
  if (asThen) form.addEventListener('formdata', sayAsThen);
  form.requestSubmit(submitter);
  form.removeEventListener('formdata', sayAsThen);
}

// What was sent behind it goes on without it.
function giveWay(): void {
  stayHere();
  carryOn();
}

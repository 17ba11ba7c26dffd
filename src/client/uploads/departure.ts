import { holdBack, letGo } from '../forms/pending.ts';
import { carryOn, stayHere } from '../forms/queue.ts';
import type { Batch } from './batch.ts';
import type { Words } from './upload.ts';

/**
 * Holds a form back while files are on their way, and the browser from leaving. Who has pressed Send goes where they want when it is sent; who has not
 * is asked first.
 */
export class Departure {
  private held: { submitter: HTMLElement | null } | undefined;
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
    const { submitter } = this.held;
    this.release();
    if (this.batch.hasFailed) giveWay();
    else this.form?.requestSubmit(submitter?.isConnected ? submitter : null);
  }

  /** To be called when the form has left the page: it is not sent any more. */
  end(): void {
    this.ends.abort();
    if (!this.held) return;
    this.release();
    giveWay();
  }

  private release(): void {
    this.held?.submitter?.removeAttribute('aria-busy');
    this.held = undefined;
    if (this.form) letGo(this.form);
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
    this.held = { submitter: event.submitter };
    event.submitter?.setAttribute('aria-busy', 'true');
  }
}

// What was sent behind it goes on without it.
function giveWay(): void {
  stayHere();
  carryOn();
}

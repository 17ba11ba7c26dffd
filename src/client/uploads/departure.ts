import type { Batch } from './batch.ts';

/** Holds a form back while files are on their way, and the browser from leaving. */
export class Departure {
  private held: { submitter: HTMLElement | null } | undefined;
  private readonly form: HTMLFormElement | null;
  private readonly batch: Batch;
  private readonly ends = new AbortController();

  constructor(form: HTMLFormElement | null, batch: Batch) {
    this.form = form;
    this.batch = batch;
    const { signal } = this.ends;
    form?.addEventListener('submit', (event) => this.hold(event), { signal, capture: true });
    window.addEventListener('beforeunload', (event) => batch.isBusy && event.preventDefault(), { signal });
  }

  /** Sends the form that waited. With a file that failed meanwhile, its writer decides: without it, or once more. */
  go(): void {
    if (!this.held || this.batch.isBusy) return;
    const { submitter } = this.held;
    this.held = undefined;
    submitter?.removeAttribute('aria-busy');
    if (!this.batch.hasFailed) this.form?.requestSubmit(submitter?.isConnected ? submitter : null);
  }

  end(): void {
    this.ends.abort();
  }

  private hold(event: SubmitEvent): void {
    if (!this.batch.isBusy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.held = { submitter: event.submitter };
    event.submitter?.setAttribute('aria-busy', 'true');
  }
}

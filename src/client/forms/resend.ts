import { clearToast, showToast } from '../surface/toasts.ts';
import { isPending } from './pending.ts';

interface Unsent {
  form: HTMLFormElement;
  submitter: HTMLElement | null;
  content: string;
}

const unsent = new Map<HTMLFormElement, Unsent>();

export function willResend(form: HTMLFormElement): boolean {
  return unsent.has(form);
}

/**
 * A form the network swallowed is sent again once the server can be reached, as its toast promises. Only forms with a
 * one-time key (`_once`), which the server takes at most once even if the first try did arrive, and only as they were; a text that goes on
 * being written (`data-goes-on`) as it is by then. What is answered by a file or a page gives its key back, and is not sent by Turbo at all.
 */
export function resendWhenBack(): void {
  document.addEventListener('turbo:submit-end', (event) => {
    const { formSubmission, error } = event.detail;
    const { formElement: form, submitter } = formSubmission;
    unsent.delete(form);
    if (!error) clearToast('offline-toast');
    if (!error || formSubmission.isSafe) return;
    showToast('offline-toast');
    if (form.querySelector('input[name=_once]'))
      unsent.set(form, { form, submitter: submitter ?? null, content: contentOf(form) });
  });
  document.addEventListener('portico:connected', resendAll);
  window.addEventListener('online', resendAll);
  window.addEventListener('offline', () => showToast('offline-toast'));
}

function resendAll(): void {
  clearToast('offline-toast');
  for (const { form, submitter, content } of [...unsent.values()]) {
    unsent.delete(form);
    if (!form.isConnected || isPending(form) || (contentOf(form) !== content && !form.hasAttribute('data-goes-on')))
      continue;
    form.requestSubmit(submitter?.isConnected ? submitter : null);
  }
}

function contentOf(form: HTMLFormElement): string {
  return JSON.stringify([...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : '']));
}

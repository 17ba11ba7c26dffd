import { session, visit } from '@hotwired/turbo';
import { isSignIn } from '../forms/outcome.ts';
import { showToast } from '../surface/toasts.ts';

/** Nothing that goes wrong on the way may throw away the page someone is writing on. */
export function watchFailures(): void {
  document.addEventListener('turbo:before-fetch-response', (event) => {
    const { fetchResponse } = event.detail;
    const form = event.target instanceof HTMLFormElement;
    if (form && fetchResponse.header('x-portico-problem') === 'stale' && signInForDraft(event.target))
      event.preventDefault();
    if (form && fetchResponse.serverError && showToast('failed-toast')) event.preventDefault();
    if (fetchResponse.redirected && isSignIn(fetchResponse.location) && askToSignIn()) event.preventDefault();
  });

  // Turbo answers a lost connection by loading the address for real, which shows the browser's own error page.
  document.addEventListener('turbo:fetch-request-error', (event) => {
    if (event.target instanceof HTMLFormElement || !showToast('offline-toast')) return;
    event.preventDefault();
    currentVisit()?.fail();
  });

  // A frame met by a page without it, the sign-in page for one: show that page instead of "Content missing".
  document.addEventListener('turbo:frame-missing', (event) => {
    event.preventDefault();
    event.detail.visit(event.detail.response, {});
  });
}

// The session is gone with its cookie, so the server could keep nothing. The draft in this browser can: it is written
// once more, because signing out elsewhere forgets drafts, and found again on the page after signing in.
function signInForDraft(form: HTMLFormElement): boolean {
  if (form.dataset.draft === undefined) return false;
  form.querySelector('textarea')?.dispatchEvent(new Event('input', { bubbles: true }));
  visit(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  return true;
}

/** Opens `dialog#session-expired` over a page with unsaved work. False when there is none, or this is the sign-in. */
export function askToSignIn(): boolean {
  const dialog = document.querySelector<HTMLDialogElement>('dialog#session-expired');
  if (!dialog || isSignIn(location)) return false;
  if (!dialog.open) dialog.showModal();
  return true;
}

function currentVisit(): { fail(): void } | undefined {
  return (session as unknown as { navigator: { currentVisit?: { fail(): void } } }).navigator.currentVisit;
}

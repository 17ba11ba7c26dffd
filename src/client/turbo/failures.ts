import type { FetchResponse } from '@hotwired/turbo';
import { sayAtField } from '../forms/at-field.ts';
import { isRefusal, isSignedOut } from '../forms/outcome.ts';
import { pageHasWork } from '../keep/work.ts';
import { askToSignIn } from '../session/again.ts';
import { markKept } from '../session/proof.ts';
import { showToast } from '../surface/toasts.ts';
import { currentVisit } from './visit.ts';

/** Nothing that goes wrong on the way may throw away the page someone is writing on. */
export function watchFailures(): void {
  document.addEventListener('turbo:before-fetch-response', (event) => {
    const { fetchResponse } = event.detail;
    const form = event.target instanceof HTMLFormElement ? event.target : undefined;
    if (form && fetchResponse.serverError && sayFailed(form)) event.preventDefault();
    if (form?.method === 'post' && fetchResponse.clientError && isRefusal(fetchResponse)) {
      event.preventDefault();
      void sayWhy(fetchResponse, form);
    }
    if (!isSignedOut(fetchResponse)) return;
    // Whoever only goes on reading is led to the sign-in page, and from there to what they wanted.
    if (form?.method !== 'post' && !pageHasWork()) return;
    if (form && isKept(fetchResponse.location)) markKept(form);
    if (askToSignIn()) event.preventDefault();
  });

  // Turbo says of a request that failed what it was, and then throws the same error where nobody can catch it: it was no surprise.
  const told = new WeakSet<Error>();
  document.addEventListener('turbo:fetch-request-error', ({ detail }) => told.add(detail.error), true);
  window.addEventListener('unhandledrejection', (event) => {
    if (told.has(event.reason)) event.preventDefault();
  });

  // Turbo answers a lost connection by loading the address for real, which shows the browser's own error page.
  document.addEventListener('turbo:fetch-request-error', (event) => {
    if (event.target instanceof HTMLFormElement || !showToast('offline-toast')) return;
    event.preventDefault();
    currentVisit()?.fail();
  });

  // A frame met by a page without it, the sign-in page for one: show that page instead of "Content missing". Not the page of an
  // error, in the place of one that somebody may be writing on.
  document.addEventListener('turbo:frame-missing', (event) => {
    event.preventDefault();
    const { response, visit } = event.detail;
    if (response.status < 500 || !showToast('failed-toast')) visit(response, {});
  });
}

// Beside what was written, where it stays: a message that goes would leave the words there without a reason.
function sayFailed(form: HTMLFormElement): boolean {
  const written = writtenIn(form);
  const words = document.querySelector<HTMLTemplateElement>('template#failed-toast')?.content.textContent?.trim();
  return (written && words && sayAtField(form, written, words)) || showToast('failed-toast');
}

const writtenIn = (form: HTMLFormElement) => form.querySelector('textarea[name][id]')?.getAttribute('name');

// The error page has the words; in its place the page stays, with what is written on it. What is said of a field stands beside it,
// and what is said of the whole form beside its text.
async function sayWhy(response: FetchResponse, form: HTMLFormElement): Promise<void> {
  const page = new DOMParser().parseFromString((await response.responseHTML) ?? '', 'text/html');
  const [title, text] = [page.querySelector('h1'), page.querySelector('main p')].map((one) => one?.textContent?.trim());
  const field = response.header('x-portico-field');
  if (field && text && sayAtField(form, field, text)) return;
  const words = [title, text].filter(Boolean).join('. ');
  const written = writtenIn(form);
  if (written && words && sayAtField(form, written, words)) return;
  showToast('failed-toast', words);
}

const isKept = ({ searchParams }: URL): boolean => /[?&]kept=1/.test(searchParams.get('next') ?? '');

import { delegate } from '../delegate.ts';
import { isSignIn } from '../forms/outcome.ts';
import { showToast } from '../surface/toasts.ts';
import { renewProof } from './proof.ts';

interface Answer {
  response: Response;
  page: Document;
}

const selector = 'dialog#session-expired';
/** What stands in the dialog, which few ever see. Undefined without a connection. */
const box = () => import('./box.ts').catch(() => undefined);
let asking = false;

/**
 * The session has ended under a page: its reader signs in again in a dialog over it and goes on with what stands there.
 * False when the page has no such dialog; whoever asks then leads to the sign-in page.
 */
export function askToSignIn(): boolean {
  const dialog = dialogHere();
  if (!dialog) return false;
  if (!dialog.open && !asking) void begin(dialog);
  return true;
}

/** Whose page this is; the words on it are given to nobody else. */
export function readerOf(page: Document): string {
  return page.querySelector<HTMLElement>(selector)?.dataset.writer ?? '';
}

export function watchSession(): void {
  delegate('submit', `${selector} form[method=post]`, (event, form) => {
    event.preventDefault();
    const dialog = dialogHere();
    if (dialog && !asking) void send(dialog, form as HTMLFormElement, event.submitter);
  });
  delegate('click', `${selector} [data-part=way-in] a[href^="/sign-in"]`, (event) => {
    event.preventDefault();
    const dialog = dialogHere();
    if (dialog && !asking) void begin(dialog);
  });
  document.addEventListener('portico:signed-out', askToSignIn);
  // A link from the mail, or another tab: somebody may be back before they are here again.
  document.addEventListener('visibilitychange', lookAgain);
  window.addEventListener('focus', lookAgain);
}

async function begin(dialog: HTMLDialogElement): Promise<void> {
  const [answer, within] = await Promise.all([exchange(`/sign-in?next=${encodeURIComponent('/')}`), box()]);
  if (!answer || !hasArrived(answer)) await show(dialog, answer);
  else if (isReader(answer)) goOn(dialog, answer.page);
  else if (within) within.showOther(dialog);
  else showToast('offline-toast');
}

async function lookAgain(): Promise<void> {
  const dialog = dialogHere();
  if (!dialog?.open || document.hidden || asking) return;
  const answer = await exchange(`/sign-in?next=${encodeURIComponent('/')}`);
  if (answer && hasArrived(answer) && isReader(answer)) goOn(dialog, answer.page);
}

async function send(dialog: HTMLDialogElement, form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const action = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
  const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  // A link from the mail opens a tab of its own, which should be this page; the answer here is read and not shown.
  body.set('next', action.endsWith('/link') ? location.pathname + location.search : '/');
  submitter?.setAttribute('aria-busy', 'true');
  const answer = await exchange(action, body);
  submitter?.removeAttribute('aria-busy');
  // Meanwhile the browser has got another session: its sign-in page has the proof that fits.
  if (answer?.response.headers.get('x-portico-problem') === 'stale') await begin(dialog);
  else if (!answer || !hasArrived(answer)) await show(dialog, answer);
  else if (isReader(answer)) goOn(dialog, answer.page);
  else location.assign('/');
}

async function show(dialog: HTMLDialogElement, answer: Answer | undefined): Promise<void> {
  const sent = answer !== undefined && new URL(answer.response.url).pathname === '/sign-in/sent';
  const within = await box();
  if (within && (answer || dialog.open)) within.showWayIn(dialog, answer?.page, sent);
  else showToast('offline-toast');
}

// The proof first: whoever is quick sends before the page has been made anew.
function goOn(dialog: HTMLDialogElement, page: Document): void {
  renewProof(page);
  if (dialog.open) dialog.close();
  showToast('signed-in-toast');
  document.dispatchEvent(new CustomEvent('portico:signed-in'));
}

async function exchange(address: string, body?: URLSearchParams): Promise<Answer | undefined> {
  asking = true;
  // In the language of this page: whoever is signed out is nobody, and would be answered in the browser's.
  const headers = { Accept: 'text/html', 'Accept-Language': document.documentElement.lang };
  try {
    const response = await fetch(address, { headers, cache: 'no-store', ...(body && { method: 'POST', body }) });
    return { response, page: new DOMParser().parseFromString(await response.text(), 'text/html') };
  } catch {
    return undefined;
  } finally {
    asking = false;
  }
}

const hasArrived = ({ response }: Answer): boolean => response.redirected && !isSignIn(new URL(response.url));

const isReader = ({ page }: Answer): boolean => readerOf(page) === readerOf(document);

function dialogHere(): HTMLDialogElement | null {
  return isSignIn(location) ? null : document.querySelector<HTMLDialogElement>(selector);
}

import { showKept } from './kept.ts';

type Part = 'text' | 'way-in' | 'trouble' | 'sent' | 'other' | 'kept' | 'foot';

/** What stands in the dialog before the sign-in page was asked: the link to it. */
let first: Node[] | undefined;

/** Shows the way in that `page` has; without one what the page says instead: too many tries, out of order. */
export function showWayIn(dialog: HTMLDialogElement, page: Document | undefined, sent: boolean): void {
  const fresh = page?.getElementById('way-in');
  if (fresh) fill(dialog, fresh);
  say(dialog, fresh ? '' : (page?.querySelector('main p')?.textContent ?? offline()));
  part(dialog, 'sent').hidden = !sent || !fresh;
  part(dialog, 'other').hidden = true;
  for (const name of ['text', 'way-in', 'foot'] as const) part(dialog, name).hidden = false;
  open(dialog, 'way-in');
  showEnded(dialog);
  startAtField(dialog);
}

/** Access was taken away: there is nothing to sign in to, only whom to ask. */
function showEnded(dialog: HTMLDialogElement): void {
  const ended = dialog.querySelector('#access-ended');
  const title = ended?.querySelector('b');
  if (!ended || !title) return;
  dialog.querySelector('h2')!.textContent = title.textContent.replace(/\.$/, '');
  title.remove();
  dialog.setAttribute('aria-describedby', ended.id);
  part(dialog, 'text').hidden = true;
  for (const form of part(dialog, 'way-in').querySelectorAll('form')) form.hidden = true;
}

/** This browser is somebody else's by now: their page is not shown over this one, nor are these words given to them. */
export function showOther(dialog: HTMLDialogElement): void {
  for (const name of ['text', 'way-in', 'trouble', 'sent', 'foot'] as const) part(dialog, name).hidden = true;
  part(dialog, 'other').hidden = false;
  open(dialog, 'other');
}

function open(dialog: HTMLDialogElement, about: 'way-in' | 'other'): void {
  const title = dialog.querySelector('h2');
  if (title) title.textContent = part(dialog, about).dataset.title ?? '';
  dialog.setAttribute('aria-describedby', `${dialog.id}-${about === 'other' ? 'other' : 'text'}`);
  if (dialog.open) return;
  showKept(dialog);
  dialog.dataset.held = '';
  dialog.addEventListener('close', () => empty(dialog), { once: true });
  dialog.showModal();
}

// A password that was typed and not sent does not wait in the page.
function empty(dialog: HTMLDialogElement): void {
  delete dialog.dataset.held;
  if (first) part(dialog, 'way-in').replaceChildren(...first);
}

function fill(dialog: HTMLDialogElement, fresh: HTMLElement): void {
  const place = part(dialog, 'way-in');
  first ??= [...place.childNodes];
  place.replaceChildren(document.importNode(fresh, true));
  void import('../ways-in.ts').then(({ showPasskeys }) => showPasskeys(place));
  const email = place.querySelector<HTMLInputElement>('input[type=email]');
  if (email && !email.value) email.value = dialog.dataset.email ?? '';
}

function say(dialog: HTMLDialogElement, trouble: string): void {
  const place = part(dialog, 'trouble');
  place.hidden = trouble === '';
  // What was wrong with the try before is said no more.
  if (trouble) dialog.querySelector('#way-in > [role=alert]')?.remove();
  const text = place.querySelector('p');
  if (text) text.textContent = trouble.trim();
}

const offline = (): string =>
  document.querySelector<HTMLTemplateElement>('template#offline-toast')?.content.textContent ?? '';

function startAtField(dialog: HTMLDialogElement): void {
  const places = [
    '[aria-invalid=true]',
    'form:not([hidden]) input[type=password]',
    '[data-part=sent]:not([hidden])',
    'h2',
  ];
  const field = places.map((one) => dialog.querySelector<HTMLElement>(one)).find((one) => one !== null);
  field?.focus();
}

function part(dialog: HTMLDialogElement, name: Part): HTMLElement {
  return dialog.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
}

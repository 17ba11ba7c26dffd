import { isPending } from '../forms/pending.ts';
import { willResend } from '../forms/resend.ts';
import { isSettled } from '../forms/settle.ts';
import { isDirty, isField } from './dirty.ts';
import { goOnFrom, rememberSent, wasTypedSince } from './since.ts';
import { hasWork } from './work.ts';

/** Keeps every morph, whoever starts it, from taking away what someone is doing on the page. */
export function keepWork(): void {
  rememberSent();
  document.addEventListener('turbo:before-morph-element', (event) => {
    const { currentElement: now, newElement: next } = event.detail as { currentElement: Element; newElement?: Element };
    if (!staysAsItIs(now, next)) return;
    event.preventDefault();
    if (!next) return;
    renewTokens(now, next);
    passPlaceholders(now, next);
    passProposals(now, next);
    const typed = isField(now) && isField(next) && wasTypedSince(now);
    if (!typed && !now.hasAttribute('data-held')) return;
    passErrors(now, next);
    if (now.hasAttribute('data-held')) now.dispatchEvent(new CustomEvent('portico:anew', { detail: next }));
    else if (typed) goOnFrom(now, next);
  });
  document.addEventListener('turbo:before-morph-attribute', (event) => {
    const openable = event.target instanceof HTMLDetailsElement || event.target instanceof HTMLDialogElement;
    if (openable && event.detail.attributeName === 'open') event.preventDefault();
  });
}

function staysAsItIs(now: Element, next: Element | undefined): boolean {
  if (now.hasAttribute('data-held')) return true;
  if (!next && (isShownOrInUse(now) || speaksOfWork(now))) return true;
  if (now.hasAttribute('data-keep')) return hasWork(now);
  if (!isField(now)) return false;
  return now.form && isSettled(now.form) ? wasTypedSince(now) : isDirty(now) || hasCaret(now);
}

// The new page has no place for it any more: an open dialog waits to be closed, half-written text to be copied out.
function isShownOrInUse(part: Element): boolean {
  if (part.matches('dialog[open], :popover-open') || part.querySelector('dialog[open], :popover-open')) return true;
  return [...part.querySelectorAll('[data-keep]')].some(hasWork);
}

// `data-keep-with=ID`: what was said about a form stays as long as somebody is at work in it.
function speaksOfWork(part: Element): boolean {
  const form = document.getElementById(part.getAttribute('data-keep-with') ?? '');
  return form !== null && hasWork(form);
}

function hasCaret(field: Element): boolean {
  return field === document.activeElement && !field.matches('[type=checkbox], [type=radio], [type=file]');
}

// The form stays, its one-time key and CSRF token become those of the new page. Not while an answer is due: a repeat
// of that request must carry the key of the first try, or it would be taken for a second message.
function renewTokens(now: Element, next: Element): void {
  const form = now.closest('form') ?? now.querySelector('form');
  if (form && (isPending(form) || willResend(form))) return;
  for (const name of ['_once', '_token']) {
    const selector = `input[type=hidden][name="${name}"]`;
    const fresh = next.querySelector<HTMLInputElement>(selector);
    const stale = now.querySelector<HTMLInputElement>(selector);
    if (fresh && stale) stale.setAttribute('value', fresh.value);
  }
}

// Who reads what is being written may change meanwhile: "Reply to Priya".
function passPlaceholders(now: Element, next: Element): void {
  const written = 'textarea[id]';
  const fields = now.matches(written) ? [now] : now.querySelectorAll(written);
  for (const field of fields) {
    const fresh = next.id === field.id ? next : next.querySelector(`#${CSS.escape(field.id)}`);
    const words = fresh?.getAttribute('placeholder');
    if (words && words !== field.getAttribute('placeholder')) field.setAttribute('placeholder', words);
  }
}

// What is proposed beside what is being written (`data-proposed`) is what is true now, unless somebody has chosen.
function passProposals(now: Element, next: Element): void {
  for (const select of now.querySelectorAll<HTMLSelectElement>('select[data-proposed]')) {
    const fresh = next.querySelector<HTMLSelectElement>(`select[name="${select.name}"]`);
    if (!fresh || isDirty(select) || select === document.activeElement) continue;
    for (const option of select.options) option.defaultSelected = option.value === fresh.value;
    select.value = fresh.value;
  }
}

// Behind an editor is a textarea that keeps its text; whether that text is refused is for the server to say.
function passErrors(now: Element, next: Element): void {
  for (const name of ['aria-invalid', 'aria-describedby']) {
    const value = next.getAttribute(name);
    if (value === null) now.removeAttribute(name);
    else now.setAttribute(name, value);
  }
}

import { onPage } from '../delegate.ts';

const VISIBLE = 6000;
/** With something to press in it. */
const USABLE = 12_000;
let count = 0;

/** Flash messages of the server leave by themselves; pointing at one or moving into it stops the clock. */
export function watchToasts(): void {
  onPage(takeOver);
  // Its button was pressed: there is nothing left to take back.
  document.addEventListener('portico:sent', ({ target }) => {
    if (target instanceof HTMLFormElement) target.closest('#toasts > .toast')?.remove();
  });
}

function takeOver(): void {
  for (const toast of document.querySelectorAll<HTMLElement>('#toasts > .toast:not([data-held])')) {
    makeRoom(toast);
    hold(toast);
    expire(toast);
    announce(toast);
  }
}

/**
 * Shows `template#ID` as a toast, in other words when `text` has them; the one about the connection stays until
 * `clearToast`. False when the page has no such template.
 */
export function showToast(template: string, text = ''): boolean {
  const source = document.querySelector<HTMLTemplateElement>(`template#${template}`);
  const region = document.getElementById('toasts');
  const toast = source?.content.firstElementChild?.cloneNode(true);
  if (!region || !(toast instanceof HTMLElement)) return false;
  clearToast(template);
  const words = toast.querySelector('span');
  if (words && text) words.textContent = text;
  hold(toast);
  toast.dataset.toast = template;
  region.append(toast);
  makeRoom(toast);
  if (template !== 'offline-toast') expire(toast);
  return true;
}

export function clearToast(template: string): void {
  document.querySelector(`#toasts > [data-toast="${template}"]`)?.remove();
}

// One at a time: what is new is what was just done. That the connection is gone stays said until it is back.
function makeRoom(toast: HTMLElement): void {
  for (const other of document.querySelectorAll('#toasts > .toast:not([data-toast="offline-toast"])'))
    if (other !== toast) other.remove();
}

// A refresh right after the message would take it away: the page that comes next no longer has it. The id of its own
// keeps a later message from being morphed into this one.
function hold(toast: HTMLElement): void {
  count += 1;
  toast.id = `toast-${count}`;
  toast.dataset.held = '';
  toast.dataset.turboTemporary = '';
}

// A live region speaks of what changes in it, not of what it came with.
function announce(toast: HTMLElement): void {
  const content = [...toast.childNodes];
  toast.replaceChildren();
  setTimeout(() => toast.append(...content), 50);
}

function expire(toast: HTMLElement): void {
  let clock = 0;
  const visible = toast.querySelector('button') ? USABLE : VISIBLE;
  const start = () => {
    clearTimeout(clock);
    clock = window.setTimeout(() => toast.remove(), visible);
  };
  const stop = () => clearTimeout(clock);
  toast.addEventListener('pointerenter', stop);
  toast.addEventListener('pointerleave', start);
  toast.addEventListener('focusin', stop);
  toast.addEventListener('focusout', start);
  start();
}

import { delegate, onPage } from '../delegate.ts';

const shown = new WeakSet<Element>();

/** `[data-opens=ID]` shows a dialog, `[data-closes]` closes the one it is in, `dialog[data-auto-open]` opens itself. */
export function watchDialogs(): void {
  delegate('click', '[data-opens]', (event, element) => {
    const dialog = document.getElementById(element.dataset.opens ?? '');
    // Opened in another tab, or without the dialog on this page, a link still leads to the same form on its own page.
    if (!(dialog instanceof HTMLDialogElement) || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
  });
  delegate('click', '[data-closes]', (event, element) => {
    const dialog = element.closest('dialog');
    if (!dialog) return;
    event.preventDefault();
    dialog.close();
  });
  delegate('click', 'dialog[closedby=any]', (event, dialog) => {
    const native = 'closedBy' in HTMLDialogElement.prototype;
    if (!native && event.target === dialog) (dialog as HTMLDialogElement).close();
  });
  onPage(() => {
    tidy();
    for (const dialog of document.querySelectorAll<HTMLDialogElement>('dialog[data-auto-open]')) open(dialog);
  });
}

// Once per dialog: a refresh must not open again what was closed.
function open(dialog: HTMLDialogElement): void {
  if (shown.has(dialog)) return;
  shown.add(dialog);
  if (!dialog.matches(':modal')) {
    dialog.removeAttribute('open');
    dialog.showModal();
  }
}

// A page from Turbo's memory shows its open dialog as a box in the page, without backdrop and without an end.
function tidy(): void {
  for (const dialog of document.querySelectorAll('dialog[open]:not(:modal, [data-auto-open])'))
    dialog.removeAttribute('open');
}

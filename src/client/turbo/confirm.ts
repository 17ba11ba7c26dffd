/**
 * Asks in the page's own `dialog#confirm` before a form with `data-turbo-confirm` is sent, else in the browser's.
 * The dialog holds `[data-part=message]`, a `form[method=dialog]` and a button `[value=confirm]`, which takes the
 * words of `data-confirm-action` so that it names what happens.
 */
export function confirmInDialog(
  message: string,
  form: HTMLFormElement,
  submitter: HTMLElement | null,
): Promise<boolean> {
  const dialog = document.querySelector<HTMLDialogElement>('dialog#confirm');
  if (!dialog) return Promise.resolve(window.confirm(message));
  const button = dialog.querySelector('[value=confirm]');
  const text = dialog.querySelector('[data-part=message]');
  if (text) text.textContent = message;
  const action = submitter?.dataset.confirmAction ?? form.dataset.confirmAction;
  if (button && action) button.textContent = action;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'confirm'), { once: true });
  });
}

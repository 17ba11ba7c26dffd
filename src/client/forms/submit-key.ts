/** ⌘Enter and Ctrl+Enter send the form one is writing in. */
export function sendByKey(): void {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey) || event.isComposing || event.defaultPrevented)
      return;
    if (event.target instanceof HTMLTextAreaElement && submitFormOf(event.target)) event.preventDefault();
  });
}

export function submitFormOf(field: HTMLTextAreaElement): boolean {
  const { form } = field;
  if (!form) return false;
  const submits = 'button:not([type=button], [type=reset])';
  const meant = ['[data-by-key]', '.primary', ''].map((which) => form.querySelector<HTMLElement>(submits + which));
  form.requestSubmit(meant.find((button) => button !== null));
  return true;
}

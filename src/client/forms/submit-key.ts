/** ⌘Enter and Ctrl+Enter send the form one is writing in, from whichever of its fields. */
export function sendByKey(): void {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey) || event.isComposing || event.defaultPrevented)
      return;
    if (isOfWriting(event.target) && submitFormOf(event.target)) event.preventDefault();
  });
}

const isOfWriting = (field: EventTarget | null): field is HTMLTextAreaElement | HTMLInputElement | HTMLSelectElement =>
  field instanceof HTMLTextAreaElement ||
  ((field instanceof HTMLInputElement || field instanceof HTMLSelectElement) &&
    Boolean(field.form?.querySelector('textarea')));

export function submitFormOf({ form }: { form: HTMLFormElement | null }): boolean {
  if (!form) return false;
  const submits = 'button:not([type=button], [type=reset])';
  const meant = ['[data-by-key]', '.primary', ''].map((which) => form.querySelector<HTMLElement>(submits + which));
  form.requestSubmit(meant.find((button) => button !== null));
  return true;
}

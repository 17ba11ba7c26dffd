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
  form.requestSubmit(form.querySelector<HTMLElement>(`${submits}.primary`) ?? form.querySelector<HTMLElement>(submits));
  return true;
}

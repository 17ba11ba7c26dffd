/**
 * An article is written on after it was saved, and colleagues save it meanwhile. What the page has for the field from then on is the
 * editor's, unless somebody typed while the save was on its way: that stays, and the next save brings it together with what came between.
 */
export function takeSavedText(textarea: HTMLTextAreaElement): void {
  const revision = () => textarea.form?.querySelector<HTMLInputElement>('input[name=revision]');
  let sent: { text: string; revision: string } | undefined;
  textarea.form?.addEventListener('turbo:submit-start', () => {
    sent = { text: textarea.value, revision: revision()?.value ?? '0' };
  });
  textarea.addEventListener('portico:anew', (event) => {
    const { value } = (event as CustomEvent<HTMLTextAreaElement>).detail;
    const before = sent;
    sent = undefined;
    textarea.defaultValue = value;
    const field = revision();
    if (!before || textarea.value === before.text) {
      textarea.value = value;
      textarea.dispatchEvent(new CustomEvent('portico:filled'));
    } else if (field && Number(field.value) > Number(before.revision) + 1) field.value = before.revision;
  });
}

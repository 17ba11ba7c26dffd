import { plainToHtml } from './plain.ts';

/** Whether the textarea holds HTML or plain text is said by `body_format` beside it, which the server reads too. */
export function formatField(textarea: HTMLTextAreaElement): HTMLInputElement {
  const known = textarea.form?.querySelector<HTMLInputElement>('input[type=hidden][name=body_format]');
  const field = known ?? document.createElement('input');
  if (!known) {
    field.type = 'hidden';
    field.name = 'body_format';
    field.value = 'text';
    textarea.after(field);
  }
  field.dataset.held = '';
  // A browser that comes back puts into the field what stood there, and not that it was HTML. What is to come back, drafts give.
  textarea.autocomplete = 'off';
  return field;
}

export function contentOf(textarea: HTMLTextAreaElement, format: HTMLInputElement): string {
  return format.value === 'html' ? textarea.value : plainToHtml(textarea.value);
}

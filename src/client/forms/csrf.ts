/** The token of the form an element is in or holds, else the page's. */
export function csrfToken(element: Element): string {
  const form = element.closest('form') ?? element;
  const field = form.querySelector<HTMLInputElement>('input[name=_token]');
  return field?.value ?? document.querySelector<HTMLMetaElement>('meta[name=csrf-token]')?.content ?? '';
}

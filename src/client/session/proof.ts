/** Gives every form here the proof that `page`, made for the browser's new session, carries. */
export function renewProof(page: Document): void {
  const fresh = page.querySelector<HTMLMetaElement>('meta[name=csrf-token]')?.content;
  if (!fresh) return;
  document.querySelector<HTMLMetaElement>('meta[name=csrf-token]')?.setAttribute('content', fresh);
  for (const field of document.querySelectorAll('input[type=hidden][name=_token]')) field.setAttribute('value', fresh);
  for (const uploads of document.querySelectorAll('[data-uploads-token-value]'))
    uploads.setAttribute('data-uploads-token-value', fresh);
}

/** The server keeps what a form said when its session had ended; with this it forgets it once the form is sent. */
export function markKept(form: HTMLFormElement): void {
  if (form.querySelector('input[name=_kept]')) return;
  const mark = document.createElement('input');
  Object.assign(mark, { type: 'hidden', name: '_kept', value: '1' });
  form.append(mark);
}

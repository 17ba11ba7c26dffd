import type { KeptFile } from '../drafts/store.ts';

/** The field that makes a stored file part of a form. Its data is for the row, the server reads only the id. */
export function uploadInput({ id, name, size }: KeptFile): HTMLInputElement {
  const input = document.createElement('input');
  input.type = 'hidden';
  input.name = 'upload';
  input.value = id;
  input.dataset.name = name;
  input.dataset.size = String(size);
  input.dataset.uploadsTarget = 'kept';
  input.dataset.held = '';
  return input;
}

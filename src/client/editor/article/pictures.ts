import type { Editor } from '@tiptap/core';
import { transfer } from '../../uploads/transfer.ts';

const MOST = 20;

/** Sends pictures one after the other and puts each where the caret is. */
export function sendPictures(editor: Editor, textarea: HTMLTextAreaElement, files: readonly File[]): void {
  const address = textarea.form?.dataset.pictures;
  const token = textarea.form?.querySelector<HTMLInputElement>('input[name=_token]')?.value;
  if (!address || token === undefined) return;
  const [file, ...rest] = files.filter(({ type }) => type.startsWith('image/')).slice(0, MOST);
  if (!file) return;
  transfer(address, token, file, {
    moved: () => undefined,
    stored({ id }) {
      const alt = file.name.replace(/\.\w+$/, '').replaceAll(/[-_]+/g, ' ');
      putBlock(editor, { type: 'image', attrs: { src: `/help/pictures/${id}`, alt } });
      sendPictures(editor, textarea, rest);
    },
    failed: (detail) => tell(textarea, detail ?? words(editor, 'failed')),
  });
}

/** Puts something of its own where the caret is, and the caret into a line behind it: what is typed next does not replace it. */
export function putBlock(editor: Editor, block: { type: string; attrs: Record<string, string> }): void {
  editor
    .chain()
    .focus()
    .insertContent([block, { type: 'paragraph' }])
    .run();
}

/** What the chosen picture shows, for whoever cannot see it: a field that is there as long as one is chosen. */
export function describePictures(editor: Editor, part: HTMLElement): void {
  const input = part.querySelector('input');
  if (!input) return;
  input.addEventListener('input', () => {
    editor.commands.updateAttributes('image', { alt: input.value });
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    editor.commands.focus();
  });
  editor.on('transaction', () => {
    part.hidden = !editor.isActive('image');
    if (!part.hidden && document.activeElement !== input) input.value = String(editor.getAttributes('image').alt ?? '');
  });
}

/** Below the text, until something else is said. */
export function tell(textarea: HTMLTextAreaElement, said: string): void {
  const place = textarea.form?.querySelector<HTMLElement>('#pasted');
  if (!place) return;
  place.hidden = said === '';
  place.textContent = said;
}

/** What the server's toolbar brings along in the reader's language. */
export const words = (editor: Editor, name: 'lost' | 'failed'): string => {
  const bar = editor.view.dom.closest('.rich')?.querySelector<HTMLElement>('.toolbar');
  return (name === 'lost' ? bar?.dataset.wordsLost : bar?.dataset.wordsFailed) ?? '';
};

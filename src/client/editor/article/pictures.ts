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
      editor
        .chain()
        .focus()
        .setImage({ src: `/help/pictures/${id}`, alt })
        .run();
      sendPictures(editor, textarea, rest);
    },
    failed: (detail) => tell(textarea, detail ?? words(editor, 'failed')),
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

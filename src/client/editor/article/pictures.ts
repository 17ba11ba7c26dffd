import type { Editor } from '@tiptap/core';
import { type Stored, transfer } from '../../uploads/transfer.ts';
import { placeIn } from './place.ts';
import { smaller } from './smaller.ts';

/**
 * Sends pictures one after the other, and puts each where the caret was, or where they were dropped; what is typed meanwhile stays as it is.
 * What is no picture, or could not be sent, is said, and the next ones go on.
 */
export async function sendPictures(
  editor: Editor,
  textarea: HTMLTextAreaElement,
  files: readonly File[],
  at: number = editor.state.selection.to,
): Promise<void> {
  const address = textarea.form?.dataset.pictures;
  const token = textarea.form?.querySelector<HTMLInputElement>('input[name=_token]')?.value;
  if (!address || token === undefined) return;
  const place = placeIn(editor, at);
  const wrong: string[] = [];
  for (const file of files) {
    if (!file.type.startsWith('image/')) {
      wrong.push(`${file.name}: ${words(editor, 'none')}`);
      continue;
    }
    tell(textarea, words(editor, 'sending'));
    const sent = await send(address, token, await smaller(file));
    if (editor.isDestroyed) return;
    // A file's name says nothing of what is to be seen: what does is asked for.
    if ('id' in sent) place.put({ type: 'image', attrs: { src: `/help/pictures/${sent.id}`, alt: '' } });
    else wrong.push(`${file.name}: ${sent.failed ?? words(editor, 'failed')}`);
  }
  place.leave();
  tell(textarea, [...wrong, ...(wrong.length < files.length ? [words(editor, 'describe')] : [])].join(' '));
}

const send = (address: string, token: string, file: File) =>
  new Promise<Stored | { failed: string | undefined }>((resolve) => {
    transfer({ address, token }, file, {
      moved: () => undefined,
      stored: resolve,
      failed: (detail) => resolve({ failed: detail }),
    });
  });

/** What the chosen picture shows, for whoever cannot see it: a field that is there as long as one is chosen. */
export function describePictures(editor: Editor, part: HTMLElement): void {
  const input = part.querySelector('input');
  if (!input) return;
  input.addEventListener('input', () => {
    editor.commands.updateAttributes(chosen(editor) ?? 'image', { alt: input.value });
  });
  input.addEventListener('keydown', (event) => {
    // Of a word that is composed they are part.
    if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    event.stopPropagation();
    editor.commands.focus();
  });
  editor.on('transaction', () => {
    const kind = chosen(editor);
    part.hidden = !kind;
    if (kind && document.activeElement !== input) input.value = String(editor.getAttributes(kind).alt ?? '');
  });
}

const chosen = (editor: Editor) => ['image', 'pictureInLine'].find((kind) => editor.isActive(kind));

/** Below the text, until something else is said. */
export function tell(textarea: HTMLTextAreaElement, said: string): void {
  const place = textarea.form?.querySelector<HTMLElement>('#pasted');
  if (!place) return;
  place.hidden = said === '';
  place.textContent = said;
}

const said = {
  describe: 'wordsDescribe',
  failed: 'wordsFailed',
  none: 'wordsNone',
  sending: 'wordsSending',
} as const;

/** What the server's toolbar brings along in the reader's language. */
export const words = (editor: Editor, name: keyof typeof said): string =>
  editor.view.dom.closest('.rich')?.querySelector<HTMLElement>('.toolbar')?.dataset[said[name]] ?? '';

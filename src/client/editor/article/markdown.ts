import type { Editor } from '@tiptap/core';
import { closeHistory } from '@tiptap/pm/history';
import { DOMParser as Reader } from '@tiptap/pm/model';
import { looksLikeMarkdown } from './looks-like-markdown.ts';
import { tidyForArticle } from './pasted.ts';
import { tell } from './pictures.ts';

/**
 * Words that were pasted as Markdown become what they say, in a step of its own: undo brings the plain text back. What makes it of them
 * comes when it is asked for; until it is there the words stand as they were pasted. False where they are no Markdown.
 */
export function takeMarkdown(editor: Editor, textarea: HTMLTextAreaElement, words: string): boolean {
  if (editor.isActive('codeBlock') || !looksLikeMarkdown(words)) return false;
  const { from, to } = editor.state.selection;
  const behind = editor.state.doc.content.size - to;
  // When the editor has pasted it as it pastes any words.
  setTimeout(async () => {
    const range = { from, to: editor.state.doc.content.size - behind };
    const follow = ({ transaction: { mapping } }: { transaction: { mapping: Mapping } }) => {
      range.from = mapping.map(range.from, -1);
      range.to = mapping.map(range.to, 1);
    };
    editor.on('transaction', follow);
    const made = await import('./from-markdown.ts').catch(() => undefined);
    editor.off('transaction', follow);
    if (made && !editor.isDestroyed && range.from < range.to) put(editor, textarea, made.fromMarkdown(words), range);
  });
  return true;
}

interface Mapping {
  map(place: number, side: number): number;
}

function put(editor: Editor, textarea: HTMLTextAreaElement, html: string, { from, to }: { from: number; to: number }) {
  const tidied = tidyForArticle(html, textarea, '');
  const page = new DOMParser().parseFromString(tidied, 'text/html');
  const slice = Reader.fromSchema(editor.schema).parseSlice(page.body);
  editor.view.dispatch(closeHistory(editor.state.tr).replaceRange(from, to, slice).scrollIntoView());
  const place = textarea.form?.querySelector<HTMLElement>('#pasted');
  const said = textarea.parentElement?.querySelector<HTMLElement>('.rich > .toolbar')?.dataset.madeOfMarkdown ?? '';
  if (place?.hidden) tell(textarea, said);
}

import type { Editor } from '@tiptap/core';
import { closeHistory } from '@tiptap/pm/history';
import { DOMParser as Reader } from '@tiptap/pm/model';
import type { Transaction } from '@tiptap/pm/state';
import { looksLikeMarkdown } from './looks-like-markdown.ts';
import { tidyForArticle } from './pasted.ts';
import { tell } from './pictures.ts';

/**
 * Words that were pasted as Markdown become what they say, in a step of its own: undo brings the plain text back. What makes it of them
 * comes when it is asked for; until it is there the words stand as they were pasted, and stay so where somebody writes in them meanwhile.
 * Called before the editor pastes them. False where they are no Markdown.
 */
export function takeMarkdown(editor: Editor, textarea: HTMLTextAreaElement, words: string): boolean {
  if (editor.isActive('codeBlock') || !looksLikeMarkdown(words)) return false;
  const { from, to } = editor.state.selection;
  const range = { from, to };
  const said = () => editor.state.doc.textBetween(range.from, range.to, '\n', ' ');
  let pasted: string | undefined;
  const follow = ({
    transaction: { docChanged, mapping },
  }: {
    transaction: Pick<Transaction, 'docChanged' | 'mapping'>;
  }) => {
    if (!docChanged) return;
    // The first change is the pasting; what is typed at either end of it afterwards is no part of it.
    const inside = pasted === undefined ? 1 : -1;
    range.from = mapping.map(range.from, -inside);
    range.to = mapping.map(range.to, inside);
    pasted ??= said();
  };
  editor.on('transaction', follow);
  void import('./from-markdown.ts')
    .catch(() => undefined)
    .then((made) => {
      editor.off('transaction', follow);
      if (made && pasted && !editor.isDestroyed && range.from < range.to && said() === pasted)
        put(editor, textarea, made.fromMarkdown(words), range);
    });
  return true;
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

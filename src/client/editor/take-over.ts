import { createDocument, type Editor, getHTMLFromFragment } from '@tiptap/core';
import { readable, withoutFirstLines } from './source.ts';

type Doc = Editor['state']['doc'];

/** The space after the last word: somebody is in the middle of a sentence. */
export const PARSING = { preserveWhitespace: true } as const;

/**
 * Puts another text into the editor: what is the same stays, and the caret where it is. `undoable` for what somebody here asked for; what
 * a colleague wrote does not go away with one's own last words.
 */
export function takeOver(editor: Editor, html: string, undoable: boolean): void {
  const { doc, tr } = editor.state;
  const next = createDocument(readable(html), editor.schema, PARSING);
  if (written(editor, next) === written(editor, doc)) return;
  const from = doc.content.findDiffStart(next.content);
  const ends = doc.content.findDiffEnd(next.content);
  if (from === null || !ends) return;
  // "aa" that became "aaa" begins to differ behind where it ends to.
  const over = Math.max(0, from - Math.min(ends.a, ends.b));
  tr.replace(from, ends.a + over, next.slice(from, ends.b + over));
  editor.view.dispatch(tr.setMeta('preventUpdate', true).setMeta('addToHistory', undoable));
}

/** What was written since the text was `before`, as HTML: what was added to it, or all of it where some of that was changed. */
export function writtenSince(editor: Editor, before: Doc): string {
  const { doc } = editor.state;
  const from = before.content.findDiffStart(doc.content);
  const ends = before.content.findDiffEnd(doc.content);
  if (from === null || !ends) return '';
  const added = ends.a <= from ? doc.slice(from, ends.b + from - ends.a).content : doc.content;
  return withoutFirstLines(getHTMLFromFragment(added, editor.schema)).replace(/^((<[^>]+>)*)\s+/, '$1');
}

/**
 * The text as its field has it. Below a list, a table or lines of code the editor puts an empty line at the first click, to go on in: nobody
 * wrote it.
 */
export const writtenIn = (editor: Editor): string => (editor.isEmpty ? '' : written(editor, editor.state.doc));

const written = (editor: Editor, { content }: Doc) =>
  withoutFirstLines(getHTMLFromFragment(content, editor.schema)).replace(/(<p><\/p>)+$/, '');

import type { Editor } from '@tiptap/core';
import { goOnFrom, wasTypedSince } from '../../keep/since.ts';
import { takeOver, writtenIn } from '../take-over.ts';

/**
 * An article is written on after it was saved, and colleagues save it meanwhile. What the page has for the field from then on is the
 * editor's, unless somebody typed while the save was on its way: that stays, and the next save brings it together with what came between.
 */
export function takeSavedText(editor: Editor, textarea: HTMLTextAreaElement): void {
  textarea.addEventListener('portico:anew', (event) => {
    const next = (event as CustomEvent<HTMLTextAreaElement>).detail;
    if (wasTypedSince(textarea)) return goOnFrom(textarea, next);
    takeOver(editor, next.value, false);
    // In the editor's own form, so that a letter typed and taken back is no change.
    textarea.defaultValue = writtenIn(editor);
    textarea.value = textarea.defaultValue;
  });
}

import type { Editor } from '@tiptap/core';

/** A place in the text that stays where it is while somebody writes before or behind it. */
export interface Place {
  /** Puts a block there, and stands behind it from then on. */
  put(block: Block): void;
  leave(): void;
}

export interface Block {
  type: string;
  attrs: Record<string, string>;
}

export function placeIn(editor: Editor, begin: number): Place {
  let at = begin;
  let behind = false;
  const follow = ({ transaction }: { transaction: Editor['state']['tr'] }) => {
    at = transaction.mapping.map(at, behind ? 1 : -1);
  };
  editor.on('transaction', follow);
  return {
    put(block) {
      const { selection } = editor.state;
      const atCaret = selection.empty && selection.from === at && !writesElsewhere(editor);
      behind = true;
      if (atCaret) putBlock(editor, block);
      else {
        // Where it goes is where the next one follows, so that of several the first stands first.
        at = betweenBlocks(editor, at);
        editor.commands.insertContentAt(at, block, { updateSelection: false });
      }
      if (atCaret) at = editor.state.selection.from;
      behind = false;
    },
    leave: () => void editor.off('transaction', follow),
  };
}

/** Puts something of its own where the caret is, and the caret into a line behind it: what is typed next does not replace it. */
export function putBlock(editor: Editor, block: Block): void {
  editor
    .chain()
    .focus()
    .insertContent([block, { type: 'paragraph' }])
    .run();
}

// At the beginning or the end of a line is before or behind it: no empty line is left over.
function betweenBlocks({ state }: Editor, at: number): number {
  const place = state.doc.resolve(at);
  const { parent, parentOffset, depth } = place;
  if (!parent.isTextblock || parent.content.size === 0 || depth === 0) return at;
  if (parentOffset === 0) return place.before();
  return parentOffset === parent.content.size ? place.after() : at;
}

function writesElsewhere(editor: Editor): boolean {
  const field = document.activeElement?.closest('input, textarea, select') ?? null;
  return field !== null && !editor.view.dom.parentElement?.contains(field);
}

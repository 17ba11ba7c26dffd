import { Mark, PasteRule } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';

/** Signs in words of code that are pasted are the code's own. */
const outsideCode = ({ find, handler }: PasteRule) =>
  new PasteRule({
    find,
    handler: (pasted) => {
      const { doc, schema } = pasted.state;
      const { from, to } = pasted.range;
      return doc.rangeHasMark(from, to, schema.marks.code!) ? null : handler(pasted);
    },
  });

/** What every text has. Words of code may be bold, struck or a link as any other: by itself the kit drops whatever else they are. */
export const Kit = StarterKit.extend({
  addExtensions() {
    return (this.parent?.() ?? []).map((one) => {
      if (!(one instanceof Mark)) return one;
      // Within the others: a bold sentence with code in it stays one.
      if (one.name === 'code') return one.extend({ excludes: '', priority: 1 });
      return one.extend({
        addPasteRules() {
          return (this.parent?.() ?? []).map(outsideCode);
        },
      });
    });
  },
});

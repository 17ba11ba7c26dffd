import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';

const ADDRESS = /^(https?:\/\/|www\.)/i;
const MAIL = /^(mailto:)?[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/i;

/**
 * Links in a text. By itself only what somebody writes as an address becomes one: README.md and ASP.NET are names, and the domains of strangers.
 * The server puts no target and no rel of its own.
 */
export const LINKS = {
  openOnClick: false,
  autolink: true,
  defaultProtocol: 'https',
  shouldAutoLink: (written: string) => ADDRESS.test(written) || MAIL.test(written),
  HTMLAttributes: { target: null, rel: null },
};

/** An address, and the signs of a sentence behind it. */
const BEFORE_SIGNS = /(?:^|\s)[("[]?((?:https?:\/\/|www\.)[^\s.]+\.[^\s]*[^\s.,;:!?)\]"'…])[.,;:!?)\]"'…]+$/i;

/** An address that signs of a sentence follow is one, too: the editor's own way leaves it alone. From where to where it goes. */
export function addressBefore(words: string): { from: number; to: number; href: string } | undefined {
  const found = BEFORE_SIGNS.exec(words);
  const address = found?.[1];
  if (!found || !address) return undefined;
  const from = found.index + found[0].indexOf(address);
  return { from, to: from + address.length, href: /^www\./i.test(address) ? `https://${address}` : address };
}

/** Makes it a link when a space or a new line is written behind it. */
export const AddressesInSentences = Extension.create({
  name: 'addressesInSentences',
  addProseMirrorPlugins() {
    return [
      new Plugin({
        appendTransaction(transactions, _, { doc, schema, selection: { $from, empty }, tr }) {
          const typed = transactions.some(({ docChanged }) => docChanged);
          const meant = transactions.some((one) => one.getMeta('preventAutolink') || one.getMeta('history$'));
          if (!typed || meant || !empty || !$from.parent.isTextblock) return undefined;
          const before = textOf($from.parent).slice(0, $from.parentOffset);
          const above = before === '' && $from.depth > 0 ? doc.resolve($from.before()).nodeBefore : null;
          const [words, start] = above?.isTextblock
            ? [textOf(above), $from.before() - above.nodeSize + 1]
            : [/\s$/.test(before) ? before.slice(0, -1) : '', $from.start()];
          const found = addressBefore(words);
          if (!found) return undefined;
          const [from, to] = [start + found.from, start + found.to];
          const { link, code } = schema.marks;
          const marked = [link, code].some((mark) => mark && doc.rangeHasMark(from, to, mark));
          if (marked || !doc.resolve(from).parent.type.allowsMarkType(link!)) return undefined;
          return tr.addMark(from, to, link!.create({ href: found.href }));
        },
      }),
    ];
  },
});

/** Each place of it is one sign, as places are counted. */
const textOf = (block: Node): string => block.textBetween(0, block.content.size, undefined, '\n');

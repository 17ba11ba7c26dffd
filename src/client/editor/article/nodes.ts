import { mergeAttributes, Node } from '@tiptap/core';
import Image from '@tiptap/extension-image';

/** A note, a tip or a warning beside the text: `<aside data-callout>`, as the server's vocabulary has it. */
export const Callout = Node.create({
  name: 'callout',
  group: 'block',
  content: 'block+',
  defining: true,
  addAttributes: () => ({
    kind: {
      default: 'info',
      parseHTML: (element: HTMLElement) => element.dataset.callout ?? 'info',
      renderHTML: ({ kind }: { kind: string }) => ({ 'data-callout': kind }),
    },
  }),
  parseHTML: () => [{ tag: 'aside' }],
  renderHTML: ({ HTMLAttributes }) => ['aside', HTMLAttributes, 0],
});

/** A video from somewhere else: the server knows which places are on its list. */
export const Embed = Node.create({
  name: 'embed',
  group: 'block',
  atom: true,
  draggable: true,
  addAttributes: () => ({
    address: {
      default: '',
      parseHTML: (element: HTMLElement) => element.dataset.embed ?? '',
      renderHTML: ({ address }: { address: string }) => ({ 'data-embed': address }),
    },
  }),
  parseHTML: () => [{ tag: 'figure[data-embed]' }],
  renderHTML: ({ HTMLAttributes }) => ['figure', mergeAttributes(HTMLAttributes)],
});

/** Pictures of this article alone; what comes from elsewhere is not taken, and the author is told. */
export const Picture = Image.extend({
  parseHTML: () => [{ tag: 'img[src^="/help/pictures/"]' }],
}).configure({ inline: false });

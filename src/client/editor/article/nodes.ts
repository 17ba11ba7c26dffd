import { Extension, Mark, mergeAttributes, Node } from '@tiptap/core';
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
  // A caption stays with it; there is nothing to write in it here.
  content: 'figcaption?',
  atom: true,
  draggable: true,
  addAttributes: () => ({
    address: {
      default: '',
      parseHTML: (element: HTMLElement) => element.dataset.embed ?? '',
      renderHTML: ({ address }: { address: string }) => ({ 'data-embed': address }),
    },
  }),
  parseHTML: () => [{ tag: 'figure[data-embed]', priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ['figure', mergeAttributes(HTMLAttributes), 0],
});

/** A picture, or a table, with what is said of it. */
export const Figure = Node.create({
  name: 'figure',
  group: 'block',
  content: '(block | figcaption)+',
  parseHTML: () => [{ tag: 'figure' }],
  renderHTML: () => ['figure', 0],
});

export const Caption = Node.create({
  name: 'figcaption',
  content: 'inline*',
  parseHTML: () => [{ tag: 'figcaption' }],
  renderHTML: () => ['figcaption', 0],
});

const raised = (name: string, tag: 'sub' | 'sup') =>
  Mark.create({ name, parseHTML: () => [{ tag }], renderHTML: () => [tag, 0] });

/** What the toolbar has no button for, and a text that came from elsewhere has: it stays as it is. */
export const Below = raised('subscript', 'sub');
export const Above = raised('superscript', 'sup');

const said = (name: string) => ({
  default: null,
  parseHTML: (element: HTMLElement) => element.getAttribute(name),
  renderHTML: (attributes: Record<string, unknown>) => (attributes[name] ? { [name]: attributes[name] } : {}),
});

export const Kept = Extension.create({
  name: 'kept',
  addGlobalAttributes: () => [
    { types: ['codeBlock'], attributes: { 'data-language': said('data-language') } },
    { types: ['tableHeader'], attributes: { scope: said('scope') } },
  ],
});

const OWN = 'img[src^="/help/pictures/"]';
const LINES = 'p, h2, h3, h4, a, strong, em, s, u, sub, sup, figcaption';

/** Pictures of our own articles, which a save makes this one's; what comes from elsewhere is not taken, and the author is told. */
export const Picture = Image.extend({
  parseHTML: () => [{ tag: OWN }],
}).configure({ inline: false });

/** The same within a line or a link, as texts that were brought in have it. */
export const PictureInLine = Picture.extend({
  name: 'pictureInLine',
  parseHTML: () => [
    { tag: OWN, priority: 60, getAttrs: (image: HTMLElement) => (image.parentElement?.matches(LINES) ? null : false) },
  ],
}).configure({ inline: true });

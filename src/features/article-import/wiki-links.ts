import type { MarkdownIt } from 'markdown-it';

/** How a link that names a page, and not where it lies, begins: Obsidian's. */
export const WIKI = 'wiki:';

/** What the places of headings are called on GitHub: their words with hyphens. */
export const headingName = (words: string): string =>
  words
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc}\s-]/gu, '')
    .replaceAll(/\s/g, '-');

/** `[[Page]]`, `[[Page#Heading|words]]`, `![[picture.png|300]]`; not `[[1]](address)`. */
const LINK = /!?\[\[([^[\]|#\n]{0,200})(?:#([^[\]|\n]{1,200}))?(?:\|([^[\]\n]{1,300}))?\]\](?!\()/y;
const PICTURE = /\.(?:png|jpe?g|gif|webp|avif|svg|bmp)$/i;

/** Links as Obsidian writes them. Where they lead the files beside say; a page that is to be shown within another is linked. */
export function wikiLinks(markdown: MarkdownIt): void {
  markdown.inline.ruler.before('link', 'wiki links', (state, silent) => {
    LINK.lastIndex = state.pos;
    const [all, page = '', heading, words] = LINK.exec(state.src) ?? [];
    if (all === undefined || page.trim() !== page || (page === '' && heading === undefined)) return false;
    if (!silent) {
      const place = heading === undefined ? '' : `#${headingName(heading.split('#').at(-1) ?? '')}`;
      const href = page === '' ? place : WIKI + encodeURIComponent(page) + place;
      if (all.startsWith('!') && PICTURE.test(page)) {
        const picture = state.push('image', 'img', 0);
        picture.attrs = [
          ['src', href],
          ['alt', ''],
        ];
        // A number says how wide it is.
        const alt = new state.Token('text', '', 0);
        alt.content = words === undefined || /^\d+(?:x\d+)?$/.test(words) ? '' : words;
        picture.children = [alt];
      } else {
        state.push('link_open', 'a', 1).attrs = [['href', href]];
        state.push('text', '', 0).content = words ?? [page, heading].filter(Boolean).join(' › ');
        state.push('link_close', 'a', -1);
      }
    }
    state.pos += all.length;
    return true;
  });
}

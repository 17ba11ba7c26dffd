import { Parser } from 'htmlparser2';

/** The outermost elements of clean HTML as they are written, one after another; text between them is a block of its own. */
export function blocksOf(html: string): string[] {
  const blocks: string[] = [];
  let depth = 0;
  let from = 0;
  const cut = (to: number) => {
    const block = html.slice(from, to);
    if (block.trim() !== '') blocks.push(block);
    from = to;
  };
  const parser = new Parser({
    onopentag() {
      if (depth === 0) cut(parser.startIndex);
      depth += 1;
    },
    onclosetag() {
      depth -= 1;
      if (depth === 0) cut(parser.endIndex + 1);
    },
  });
  parser.end(html);
  cut(html.length);
  return blocks;
}

/** Tags and words of a piece of HTML, in order. Spaces stand with the word before them. */
export const tokensOf = (html: string): string[] => html.match(/<[^>]*>|[^<\s]+\s*|\s+/g) ?? [];

export const isTag = (token: string): boolean => token.startsWith('<');

/** The words of clean HTML, without tags. */
export const wordsIn = (html: string): number =>
  tokensOf(html).filter((token) => !isTag(token) && token.trim() !== '').length;

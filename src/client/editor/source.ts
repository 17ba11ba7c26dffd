const BLOCK = 'p|h[1-6]|pre|blockquote|[uo]l|li|hr|aside|figure|figcaption|table|thead|tbody|tfoot|t[rdh]|br|div';
const AROUND = new RegExp(`(<\\/?(?:${BLOCK})\\b[^<>]*>)\\n`, 'gi');
const BEFORE = new RegExp(`\\n(?=<\\/?(?:${BLOCK})\\b)`, 'gi');
const FIRST = '(?:h[1-6]|pre|blockquote|[uo]l|hr|aside|figure|table|img)\\b';
const BARE = new RegExp(`(<li[^<>]*>)(?=(?:\\s*<(?:div|section)\\b[^<>]*>)*\\s*<${FIRST})`, 'gi');
const EMPTY = new RegExp(`(<li[^<>]*>)<p><\\/p>(?=<${FIRST})`, 'gi');

/** A line that ends in the source of HTML is a space to its readers, and nothing beside a block; an editor takes each for a line of its own. */
const inOneLine = (html: string): string =>
  html
    .split(/(<pre\b[\s\S]*?<\/pre>)/i)
    .map((part, at) =>
      at % 2 === 1
        ? part
        : part
            .replace(/[ \t\r\n\f]+/g, (space) => (/[\r\n]/.test(space) ? '\n' : space))
            .replace(AROUND, '$1')
            .replace(BEFORE, '')
            .replaceAll('\n', ' '),
    )
    .join('');

/**
 * An item of a list begins with a line of words in an editor, which would take a list apart where an item has a picture, lines of code or a
 * heading first: such an item has an empty line before it there, to write in, which goes with `withoutFirstLines` while nobody did.
 */
export const withFirstLines = (html: string): string => html.replace(BARE, '$1<p></p>');
export const withoutFirstLines = (html: string): string => html.replace(EMPTY, '$1');

/** A text as an editor reads it without changing what it says. */
export const readable = (html: string): string => withFirstLines(inOneLine(html));

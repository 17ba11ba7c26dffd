import sanitizeHtml from 'sanitize-html';
import { escapeText } from './escape.ts';
import { linkAttributes } from './link.ts';
import { DROPPED, SAME_AS, storable, withoutSpans, withoutTags } from './written.ts';

const BLOCKS = ['p', 'pre', 'blockquote', 'ul', 'ol', 'li', 'h3'];
const INLINE = ['br', 'strong', 'em', 's', 'u', 'code', 'a'];

const HEADINGS: Record<string, string> = { h1: 'h3', h2: 'h3', h4: 'h3', h5: 'h3', h6: 'h3' };

// The parser's work grows with the square of its open elements: 200,000 of them take 20 seconds, these 60 ms.
const MOST_TAGS = 10_000;
// Deeper than anyone writes; browsers and later readers of the stored text are spared the rest.
const DEEPEST = 24;
const MOST_PASSES = 5;

/**
 * Makes rich text from anybody safe to show inside a page, in one small vocabulary: paragraphs, lists, quotes, code,
 * small headings, emphasis and links. Everything else is dropped and its text kept (scripts and styles go whole).
 * The result stays inside the element that holds it, as long as that is not within a `<p>`, a heading or an `<a>`.
 */
export function cleanHtml(untrusted: string): string {
  const html = storable(untrusted);
  if (html.split('<').length > MOST_TAGS) return `<p>${escapeText(withoutTags(html))}</p>`;
  return settled(html);
}

// Renaming elements can leave a paragraph in a paragraph, which every parser takes apart. Reading our own output again
// until it stays the same does that here, once, so that what is stored is what is shown.
function settled(html: string): string {
  let before = html;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    // A character may also have been written as a reference.
    const after = withoutBlankEnds(storable(withoutSpans(sanitizeHtml(before, rules()))));
    if (after === before) return after;
    before = after;
  }
  return before;
}

function rules(): sanitizeHtml.IOptions {
  const open = new Map<string, number>();
  const depth = (name: string) => open.get(name) ?? 0;
  let inside = 0;
  return {
    allowedTags: [...BLOCKS, ...INLINE, DROPPED.tagName],
    allowedAttributes: { a: ['href', 'rel'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    nestingLimit: DEEPEST,
    onOpenTag: (name) => {
      open.set(name, depth(name) + 1);
      inside += 1;
    },
    onCloseTag: (name) => {
      open.set(name, depth(name) - 1);
      inside -= 1;
    },
    transformTags: {
      '*': (name, attributes) => {
        // Too deep to be kept: renamed it would be one that is dropped.
        if (inside > DEEPEST) return { tagName: name, attribs: {} };
        const link = name === 'a' && depth('a') === 1 ? linkAttributes(attributes.href) : undefined;
        if (name === 'a') return link ? { tagName: 'a', attribs: link } : DROPPED;
        // An item without a list would close the list item of the page it is shown in.
        const orphan = name === 'li' && depth('ul') + depth('ol') === 0;
        return { tagName: orphan ? 'p' : (HEADINGS[name] ?? SAME_AS[name] ?? name), attribs: {} };
      },
    },
  };
}

// Editors leave an empty paragraph behind when someone ends with Enter.
function withoutBlankEnds(html: string): string {
  const blanks = ['<p></p>', '<p><br /></p>', '<br />'];
  let rest = html.trim();
  for (let blank = startOf(rest); blank; blank = startOf(rest)) rest = rest.slice(blank.length).trimStart();
  for (let blank = endOf(rest); blank; blank = endOf(rest)) rest = rest.slice(0, -blank.length).trimEnd();
  return rest;

  function startOf(text: string) {
    return blanks.find((blank) => text.startsWith(blank));
  }
  function endOf(text: string) {
    return blanks.find((blank) => text.endsWith(blank));
  }
}

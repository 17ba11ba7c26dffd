import { Parser } from 'htmlparser2';
import sanitizeHtml from 'sanitize-html';
import { escapeText } from '#platform/richtext/escape.ts';
import { linkAttributes } from '#platform/richtext/link.ts';
import { DROPPED, SAME_AS, storable, withoutSpans, withoutTags } from '#platform/richtext/written.ts';
import { embedOf } from './embeds.ts';
import { leadsTo } from './leads.ts';
import { isMisplaced, placed } from './placed.ts';
import { listsOfWord } from './word-lists.ts';

/** What was taken out of a text that came from somewhere else, so that its author can be told: how often, of each kind. */
export type Lost = 'script' | 'style' | 'image' | 'embed' | 'form' | 'link' | 'drawing' | 'rest';

export interface Body {
  /** Clean: one small vocabulary, safe inside a `<div class="prose">`. */
  html: string;
  lost: Partial<Record<Lost, number>>;
}

const BLOCKS = ['p', 'h2', 'h3', 'h4', 'pre', 'blockquote', 'ul', 'ol', 'li', 'hr', 'aside', 'figure', 'figcaption'];
const TABLE = ['table', 'thead', 'tbody', 'tr', 'th', 'td'];
const INLINE = ['br', 'strong', 'em', 's', 'u', 'code', 'sub', 'sup', 'a', 'img'];
const KNOWN = new Set([...BLOCKS, ...TABLE, ...INLINE]);

// The title of the page is its only h1.
const OTHERS: Record<string, string> = {
  section: 'p',
  article: 'p',
  details: 'p',
  summary: 'p',
  dt: 'p',
  dd: 'p',
  address: 'p',
  fieldset: 'p',
  legend: 'p',
  caption: 'p',
  nav: 'p',
  hgroup: 'p',
  h1: 'h2',
  h5: 'h4',
  h6: 'h4',
  tfoot: 'tbody',
};

const KINDS: Record<string, Lost> = {
  script: 'script',
  noscript: 'script',
  style: 'style',
  link: 'style',
  iframe: 'embed',
  object: 'embed',
  embed: 'embed',
  video: 'embed',
  audio: 'embed',
  form: 'form',
  input: 'form',
  textarea: 'form',
  select: 'form',
  option: 'form',
  button: 'form',
  svg: 'drawing',
  math: 'drawing',
  canvas: 'drawing',
};
// Gone with nothing said: wrappers whose text stays where it was.
const WRAPPERS = new Set([
  'span',
  'font',
  'center',
  'html',
  'head',
  'body',
  'main',
  'header',
  'footer',
  'colgroup',
  'col',
  'o:p',
]);

const CALLOUTS = new Set(['info', 'tip', 'warning']);
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
/** An article is long; the parser's work still grows with the square of what is open at once. */
const MOST_TAGS = 200_000;
const DEEPEST = 24;

/**
 * Makes an article's text from anybody safe to publish: headings, lists, tables, code, pictures of this workspace, callouts and embeds
 * from the list. `isPicture` says which ids are its own pictures. What else there was is dropped, its words are kept, and it is counted.
 */
export function cleanBody(untrusted: string, isPicture: (id: string) => boolean): Body {
  const lost: Partial<Record<Lost, number>> = {};
  const lose = (kind: Lost) => {
    lost[kind] = (lost[kind] ?? 0) + 1;
  };
  const html = captionsBefore(storable(untrusted));
  if (html.split('<').length > MOST_TAGS) {
    lose('rest');
    return { html: wordsOf(html), lost };
  }
  // A character may also have been written as a reference.
  const first = storable(
    withoutSpans(sanitizeHtml(wordsInstead(listsOfWord(html), isPicture), rules(isPicture, lose))),
  );
  // What renaming left inside one another has its place; our own output read again is what a browser will show.
  const second = sanitizeHtml(
    isMisplaced(first) ? placed(first) : first,
    rules(isPicture, () => undefined),
  );
  return { html: worded(headed(withoutSpans(second))).trim(), lost };
}

const CAPTION = /(<table\b[^<>]*>)\s*<caption\b[^<>]*>((?:(?!<\/?(?:table|caption)\b)[\s\S])*)<\/caption\s*>/gi;

/** What a table is called stands above it. */
const captionsBefore = (html: string): string =>
  /<caption/i.test(html) ? html.replace(CAPTION, (_, table: string, words: string) => `<p>${words}</p>${table}`) : html;

/** A reference stays the sign it stands for. */
const written = (words: string): string => escapeText(words).replace(/&amp;(?=#?\w+;)/g, '&');

const ENDS = /<\/(?:p|div|h[1-6]|li|tr|pre|blockquote)\s*>/i;

/** The words of what is too much to be read, in paragraphs where it had lines: one of megabytes nobody could open, and too many neither. */
function wordsOf(html: string): string {
  const lines = html.split(ENDS).flatMap((line) => written(withoutTags(line)).trim() || []);
  const together = Math.ceil((lines.length * 8) / MOST_TAGS);
  const paragraphs = lines.flatMap((_, at) => (at % together === 0 ? [lines.slice(at, at + together).join(' ')] : []));
  return paragraphs.map((words) => `<p>${words}</p>`).join('');
}

const HEADS =
  /<table><tbody>(<tr>(?:<th(?![^>]* (?:scope="row"|rowspan="(?!1")))(?:(?!<\/?(?:table|t[dhr])\b)[\s\S])*<\/th>)+<\/tr>)(<\/tbody>)?/g;

/** A first row of nothing but headings is the head of its table: an editor knows of rows alone, and would lose it at each save. */
const headed = (html: string): string =>
  html.replace(HEADS, (_, row: string, end = '') => `<table><thead>${row}</thead>${end ? '' : '<tbody>'}`);

const BLANK = String.raw`(?:[\s\u200b-\u200d\u2060]|<br />|</?(?:strong|em|s|u|code|sub|sup)>)*`;
const BLANK_LINK = new RegExp(`<a [^>]*>(${BLANK})</a>`, 'g');
const BLANK_HEADING = new RegExp(`<h([234])>${BLANK}</h\\1>`, 'g');

/** A link or a heading without words is one to nobody who sees, and a stop that says nothing to whoever listens. */
const worded = (html: string): string => html.replace(BLANK_LINK, '$1').replace(BLANK_HEADING, '');

/** Where a picture will be missing, the words that said what it shows; where a player or a frame that was to be seen will be, the way to it. */
function wordsInstead(html: string, isPicture: (id: string) => boolean): string {
  if (!/<img\b|data-embed|<iframe\b|<video\b/i.test(html)) return html;
  let words = '';
  let from = 0;
  let inside = false;
  const parser = new Parser({
    onopentag(name, { src = '', alt = '', width, height, 'data-embed': embedded }) {
      inside ||= name === 'p';
      const frame = (name === 'iframe' || name === 'video') && !NOT_SEEN.has(width) && !NOT_SEEN.has(height);
      const player = embedded ?? (frame ? src.trim().replace(/^\/\//, 'https://') : '');
      const link = /^https:/i.test(player) && !embedOf(player) ? linkAttributes(player) : null;
      if (link) {
        const address = escapeText(link.href);
        const way = `<a href="${address.replaceAll('"', '&quot;')}">${address}</a>`;
        words += `${html.slice(from, parser.startIndex)}${inside ? ` ${way} ` : `<p>${way}</p>`}`;
        from = parser.startIndex;
      }
      if (name !== 'img' || alt === '' || isPicture(src.replace('picture:', ''))) return;
      words += `${html.slice(from, parser.startIndex)}<em>${escapeText(alt.slice(0, 300))}</em>`;
      from = parser.startIndex;
    },
    onclosetag(name) {
      if (name === 'p') inside = false;
    },
  });
  parser.end(html);
  return words + html.slice(from);
}

/** A frame that counts who reads, and shows nothing. */
const NOT_SEEN = new Set<string | undefined>(['0', '1', '0px', '1px']);

function rules(isPicture: (id: string) => boolean, lose: (kind: Lost) => void): sanitizeHtml.IOptions {
  let inside = 0;
  return {
    allowedTags: [...KNOWN, DROPPED.tagName],
    allowedAttributes: {
      a: ['href', 'rel'],
      img: ['src', 'alt', 'width', 'height'],
      th: ['colspan', 'rowspan', 'scope'],
      td: ['colspan', 'rowspan'],
      aside: ['data-callout'],
      figure: ['data-embed'],
      pre: ['data-language'],
      ol: ['start'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel', 'article', 'picture'],
    allowProtocolRelative: false,
    nestingLimit: DEEPEST,
    onOpenTag: () => {
      inside += 1;
    },
    onCloseTag: () => {
      inside -= 1;
    },
    transformTags: {
      '*': (name, attributes) => {
        // Too deep to be kept: renamed it would be one that is dropped.
        if (inside > DEEPEST) return { tagName: name, attribs: {} };
        const tagName = OTHERS[name] ?? SAME_AS[name] ?? name;
        if (tagName === 'a') return anchor(attributes, lose);
        if (tagName === 'img') return picture(attributes, isPicture, lose);
        if (name === 'iframe' || name === 'video') return embed(attributes.src, lose);
        if (name === 'figure' && attributes['data-embed'] !== undefined) return embed(attributes['data-embed'], lose);
        if (!KNOWN.has(tagName)) {
          const kind = KINDS[name];
          if (kind) lose(kind);
          else if (!WRAPPERS.has(name)) lose('rest');
          return { tagName, attribs: {} };
        }
        return { tagName, attribs: kept(tagName, attributes) };
      },
    },
  };
}

/** An article, and maybe a place in it. */
const isArticle = (href: string): boolean =>
  href.startsWith('article:') && UUID.test(href.slice(8, 44)) && /^(?:#[\w-]{1,100})?$/.test(href.slice(44));

function anchor({ href }: sanitizeHtml.Attributes, lose: (kind: Lost) => void): sanitizeHtml.Tag {
  if (href === undefined) return DROPPED;
  // What begins with a line below is a place that Word has named (_Toc, _ftn), and none of ours.
  if (href.startsWith('#_')) return DROPPED;
  if (/^#[\w-]{1,100}$/.test(href) || isArticle(href)) return { tagName: 'a', attribs: { href } };
  const link = leadsTo(href);
  if (link) return { tagName: 'a', attribs: { href: link, ...(link.startsWith('/') ? {} : { rel: 'noopener' }) } };
  lose('link');
  return DROPPED;
}

function picture(
  { src = '', alt = '', width, height }: sanitizeHtml.Attributes,
  isPicture: (id: string) => boolean,
  lose: (kind: Lost) => void,
): sanitizeHtml.Tag {
  const id = src.startsWith('picture:') ? src.slice(8) : '';
  if (!UUID.test(id) || !isPicture(id)) {
    lose('image');
    return DROPPED;
  }
  return { tagName: 'img', attribs: { src, alt: alt.slice(0, 300), ...sizes({ width, height }) } };
}

function embed(address: string | undefined, lose: (kind: Lost) => void): sanitizeHtml.Tag {
  const known = embedOf(address ?? '');
  if (known) return { tagName: 'figure', attribs: { 'data-embed': known } };
  lose('embed');
  return DROPPED;
}

function kept(name: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  if (name === 'th' || name === 'td') {
    const size = sizes({ colspan: attributes.colspan, rowspan: attributes.rowspan });
    const { scope } = attributes;
    return name === 'th' && (scope === 'row' || scope === 'col') ? { ...size, scope } : size;
  }
  if (name === 'aside') {
    const kind = attributes['data-callout'] ?? '';
    return { 'data-callout': CALLOUTS.has(kind) ? kind : 'info' };
  }
  if (name === 'pre') {
    const language = attributes['data-language'] ?? '';
    return /^[a-z0-9+#-]{1,20}$/.test(language) ? { 'data-language': language } : {};
  }
  if (name === 'ol') return sizes({ start: attributes.start });
  return {};
}

function sizes(given: Record<string, string | undefined>): sanitizeHtml.Attributes {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value && /^[1-9]\d{0,3}$/.test(value) ? [[name, value]] : [])),
  );
}

import MarkdownIt, { type Token } from 'markdown-it';
import footnote from 'markdown-it-footnote';
import { KINDS } from './callouts.ts';
import { headingName, wikiLinks } from './wiki-links.ts';

// What the words of Markdown cannot say stands in it as HTML; the help center's own cleaning follows in any case.
const markdown = new MarkdownIt({ html: true, linkify: true, typographer: false, maxNesting: 40 });
// Whatever a link names comes through here: what it may name says the cleaning, which also counts what it takes away.
markdown.validateLink = () => true;
// An address that is written out is a link; README.md and whatever else looks like the name of a server is not.
markdown.linkify!.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false }).add('//', null).add('ftp:', null);

// Notes stand below the text, in order; there is nothing to jump to.
markdown.use(footnote);
markdown.inline.ruler.disable('footnote_inline');
Object.assign(markdown.renderer.rules, {
  footnote_ref: (tokens: Token[], at: number) => `<sup>[${Number(tokens[at]!.meta!.id) + 1}]</sup>`,
  footnote_block_open: () => '<hr>\n<ol>\n',
  footnote_block_close: () => '</ol>\n',
  footnote_open: () => '<li>',
  footnote_close: () => '</li>\n',
  footnote_anchor: () => '',
});

markdown.use(wikiLinks);

/** Boxes that are ticked in a list are signs here. */
markdown.core.ruler.after('block', 'boxes', ({ tokens }) => {
  for (const [at, token] of tokens.entries()) {
    const words = token.type === 'list_item_open' ? tokens[at + 2] : undefined;
    const box = /^\[([ xX])\](?=\s)/.exec(words?.content ?? '');
    if (box && words?.type === 'inline') words.content = (box[1] === ' ' ? '☐' : '☑') + words.content.slice(3);
  }
});

/** `[!NOTE]`, as GitHub has it; with a title, and folded, as Obsidian has it. */
const CALLOUT = /^\[!([a-z]+)\][-+]?[ \t]*([^\n]*)\n?/i;

/** A quotation that begins with [!NOTE] is a callout, as on other platforms. */
markdown.core.ruler.after('block', 'callouts', ({ tokens }) => {
  const open: { callout: boolean }[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.type === 'blockquote_open') {
      const words = tokens[at + 1]?.type === 'paragraph_open' ? tokens[at + 2] : undefined;
      const [all = '', name = '', title = ''] = CALLOUT.exec(words?.content ?? '') ?? [];
      const kind = KINDS.get(name.toLowerCase());
      open.push({ callout: kind !== undefined });
      if (!kind || !words) continue;
      const rest = words.content.slice(all.length);
      // One line is what it says, and no title of nothing.
      const isAlone = rest === '' && tokens[at + 4]?.type === 'blockquote_close';
      words.content = title === '' || isAlone ? title + rest : [`**${title}**`, ...(rest ? [rest] : [])].join('  \n');
      token.tag = 'aside';
      token.attrSet('data-callout', kind);
      if (words.content === '') for (const gone of [at + 1, at + 2, at + 3]) hide(tokens[gone]);
    } else if (token.type === 'blockquote_close' && open.pop()?.callout) token.tag = 'aside';
  }
});

function hide(token: Token | undefined): void {
  if (token) token.hidden = true;
}

/** Headings have the names that links to them use on GitHub: their words with hyphens, or what stands in braces behind them. */
markdown.core.ruler.after('block', 'names in braces', ({ tokens }) => {
  for (const [at, token] of tokens.entries()) {
    const words = token.type === 'heading_open' ? tokens[at + 1] : undefined;
    const named = /[ \t]+\{#([\w-]{1,100})\}$/.exec(words?.content ?? '');
    if (!named || !words) continue;
    token.attrSet('id', named[1]!);
    words.content = words.content.slice(0, named.index);
  }
});
markdown.core.ruler.after('inline', 'names of headings', ({ tokens }) => {
  const taken = new Map<string, number>();
  for (const [at, token] of tokens.entries()) {
    if (token.type !== 'heading_open' || token.attrGet('id')) continue;
    const words = (tokens[at + 1]?.children ?? []).map(({ type, content }) => (type === 'html_inline' ? '' : content));
    const name = headingName(words.join(''));
    const n = taken.get(name) ?? 0;
    taken.set(name, n + 1);
    token.attrSet('id', n === 0 ? name : `${name}-${n}`);
  }
});

markdown.renderer.rules.fence = (tokens, at) => {
  const { info, content } = tokens[at]!;
  const language = /^[a-z0-9+#-]{1,20}/.exec(info.trim().toLowerCase())?.[0];
  const opening = language ? `<pre data-language="${language}">` : '<pre>';
  return `${opening}<code>${markdown.utils.escapeHtml(content)}</code></pre>\n`;
};

/** Markdown as HTML, with the callouts and the code languages of articles. Anybody's still: it goes through cleanBody. */
export const fromMarkdown = (text: string): string => markdown.render(text.replaceAll('\0', ''));

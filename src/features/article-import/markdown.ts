import MarkdownIt, { type Token } from 'markdown-it';

// What the words of Markdown cannot say stands in it as HTML; the help center's own cleaning follows in any case.
const markdown = new MarkdownIt({ html: true, linkify: false, typographer: false, maxNesting: 40 });
// Whatever a link names comes through here: what it may name says the cleaning, which also counts what it takes away.
markdown.validateLink = () => true;

const CALLOUT = /^\[!(NOTE|INFO|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*\n?/;
const KIND: Record<string, string> = { NOTE: 'info', INFO: 'info', IMPORTANT: 'info', TIP: 'tip' };

/** A quotation that begins with [!NOTE] is a callout, as on other platforms. */
markdown.core.ruler.after('block', 'callouts', ({ tokens }) => {
  const open: { callout: boolean }[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.type === 'blockquote_open') {
      const words = tokens[at + 1]?.type === 'paragraph_open' ? tokens[at + 2] : undefined;
      const kind = CALLOUT.exec(words?.content ?? '');
      open.push({ callout: kind !== null });
      if (!kind || !words) continue;
      words.content = words.content.slice(kind[0].length);
      token.tag = 'aside';
      token.attrSet('data-callout', KIND[kind[1]!] ?? 'warning');
      if (words.content === '') for (const gone of [at + 1, at + 2, at + 3]) hide(tokens[gone]);
    } else if (token.type === 'blockquote_close' && open.pop()?.callout) token.tag = 'aside';
  }
});

function hide(token: Token | undefined): void {
  if (token) token.hidden = true;
}

markdown.renderer.rules.fence = (tokens, at) => {
  const { info, content } = tokens[at]!;
  const language = /^[a-z0-9+#-]{1,20}/.exec(info.trim().toLowerCase())?.[0];
  const opening = language ? `<pre data-language="${language}">` : '<pre>';
  return `${opening}<code>${markdown.utils.escapeHtml(content)}</code></pre>\n`;
};

/** Markdown as HTML, with the callouts and the code languages of articles. Anybody's still: it goes through cleanBody. */
export const fromMarkdown = (text: string): string => markdown.render(text.replaceAll('\0', ''));

import TurndownService from 'turndown';
import { blocksOf, cleanBody } from '#features/knowledge/index.ts';
import { fromMarkdown } from './markdown.ts';

const turndown = new TurndownService({
  headingStyle: 'atx',
  codeBlockStyle: 'fenced',
  bulletListMarker: '-',
  emDelimiter: '*',
  hr: '---',
});
turndown.addRule('struck', { filter: ['s'], replacement: (content) => `~~${content}~~` });
turndown.addRule('code block', {
  filter: 'pre',
  replacement(_, node) {
    const text = (node.textContent ?? '').replace(/\n$/, '');
    const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
    const fence = '`'.repeat(longest + 1);
    const language = (node as unknown as { getAttribute(name: string): string | null }).getAttribute('data-language');
    return `\n\n${fence}${language ?? ''}\n${text}\n${fence}\n\n`;
  },
});
const CALLOUT: Record<string, string> = { info: 'NOTE', tip: 'TIP', warning: 'WARNING' };
turndown.addRule('callout', {
  filter: (node) => node.nodeName === 'ASIDE',
  replacement(content, node) {
    const kind = (node as unknown as { getAttribute(name: string): string | null }).getAttribute('data-callout');
    const lines = content.trim().split('\n');
    return `\n\n> [!${CALLOUT[kind ?? ''] ?? 'NOTE'}]\n${lines.map((line) => `> ${line}`).join('\n')}\n\n`;
  },
});

/**
 * A clean body as Markdown that reads back as the same body: each block as Markdown says it, and as HTML where Markdown cannot. Links to
 * articles and pictures are `article:…` and `picture:…` still.
 */
export const toMarkdown = (html: string): string => `${blocksOf(html).map(blockOf).join('\n\n')}\n`;

function blockOf(block: string): string {
  const written = turndown.turndown(block).trim();
  return written !== '' && saysTheSame(written, block) ? written : asHtml(block);
}

const saysTheSame = (markdown: string, block: string): boolean =>
  even(cleanBody(fromMarkdown(markdown), () => true).html) === even(block);

/** In one line, as an empty one would end it. */
function asHtml(block: string): string {
  const line = block.trim().replaceAll('\n', '&#10;');
  return line.startsWith('<') ? line : `<p>${line}</p>`;
}

const BLOCKS =
  '(</?(?:p|ul|ol|li|blockquote|aside|h[2-4]|table|thead|tbody|tr|th|td|pre|figure|figcaption|hr|br)\\b[^<>]*>)';
const AFTER = new RegExp(`${BLOCKS}\\s+`, 'g');
// From the first space of a run only: from each of them it would be looked through again.
const BEFORE = new RegExp(`(?<!\\s)\\s+${BLOCKS}`, 'g');

/** The same text, however it is laid out: space around blocks shows nowhere, nor does a paragraph that is all there is of an item. */
export const even = (html: string): string =>
  html
    .split(/(<pre\b[\s\S]*?<\/pre>)/)
    .map((part) =>
      part.startsWith('<pre')
        ? part.replace(/\n<\/code>/, '</code>')
        : part.replaceAll(AFTER, '$1').replaceAll(BEFORE, '$1'),
    )
    .join('')
    .replaceAll(/<li><p>((?:(?!<\/?(?:p|li|ul|ol)\b).)*)<\/p>/gs, '<li>$1')
    .trim();

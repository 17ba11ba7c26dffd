import { cleanHtml } from './clean.ts';
import { escapeText } from './escape.ts';
import { linkAttributes } from './link.ts';

/** Plain text as rich text: paragraphs at blank lines, line breaks kept, written-out web addresses made links. */
export function fromPlainText(text: string): string {
  const paragraphs = text
    .replace(/\r\n?/g, '\n')
    .trim()
    .split(/\n[ \t]*\n\s*/);
  const html = paragraphs.map((paragraph) => `<p>${paragraph.split('\n').map(line).join('<br />')}</p>`).join('');
  return cleanHtml(html);
}

function line(text: string): string {
  const pieces = text.trimEnd().split(/(https?:\/\/[^\s<>"]+)/i);
  return pieces.map((piece, index) => (index % 2 === 1 ? link(piece) : escapeText(piece))).join('');
}

function link(written: string): string {
  const address = withoutSentenceEnd(written);
  const attributes = linkAttributes(address);
  if (!attributes) return escapeText(written);
  const rest = escapeText(written.slice(address.length));
  return `<a href="${escapeText(attributes.href)}">${escapeText(address)}</a>${rest}`;
}

// "(see https://example.com/a)." means neither the bracket nor the full stop.
function withoutSentenceEnd(address: string): string {
  let end = address.length;
  while (end > 0) {
    const last = address[end - 1] ?? '';
    const unopened = last === ')' && !address.slice(0, end).includes('(');
    if (!unopened && !".,;:!?'*]}".includes(last)) break;
    end -= 1;
  }
  return address.slice(0, end);
}

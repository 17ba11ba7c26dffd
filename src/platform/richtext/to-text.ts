import { unescapeText } from './escape.ts';

const TOKEN = /<(\/?)([a-z0-9]+)((?: [^>]*)?)>|([^<]+)/g;
const BLOCKS = new Set(['p', 'pre', 'blockquote', 'ul', 'ol', 'li', 'h3']);

interface Frame {
  name: string;
  /** How many items a list has had so far. */
  items: number;
  /** What stands before the first line inside, and, once that is written, its width in spaces. */
  lead: string;
}

/**
 * Clean rich text as plain text: blank lines between blocks, "- " and "1. " before items, "> " before quotes, and a
 * link's address behind its words. Takes only what `cleanHtml` returned.
 */
export function toPlainText(html: string): string {
  const frames: Frame[] = [];
  let output = '';
  let lastInList = false;
  let buffer = '';
  let link: { href: string; from: number } | undefined;

  for (const [, closing, name = '', attributes = '', text] of html.matchAll(TOKEN)) {
    if (text !== undefined) {
      const plain = unescapeText(text);
      buffer += frames.at(-1)?.name === 'pre' ? plain : plain.replace(/[ \t\r\n]+/g, ' ');
    } else if (name === 'br') buffer += '\n';
    else if (name === 'a' && closing) buffer += link ? addressOf(link.href, buffer.slice(link.from)) : '';
    else if (name === 'a')
      link = { href: unescapeText(/href="([^"]*)"/.exec(attributes)?.[1] ?? ''), from: buffer.length };
    else if (BLOCKS.has(name)) {
      flush();
      if (closing) frames.pop();
      else frames.push(frame(name, frames.at(-1)));
    }
  }
  flush();
  return output;

  function flush() {
    const lines = buffer.split('\n').map((line) => line.trimEnd());
    buffer = '';
    while (lines[0]?.trim() === '') lines.shift();
    while (lines.at(-1) === '') lines.pop();
    if (lines.length === 0) return;
    const inList = frames.some(({ name }) => name === 'li');
    if (output) output += inList && lastInList ? '\n' : '\n\n';
    output += lines.map((line) => (leadIn(frames) + unindented(line)).trimEnd()).join('\n');
    lastInList = inList;
  }

  function unindented(line: string) {
    return frames.at(-1)?.name === 'pre' ? line : line.trimStart();
  }
}

/** Whether there is nothing to read in clean rich text: empty paragraphs, spaces, invisible characters. */
export function isBlank(html: string): boolean {
  // U+2800 and U+3164 count as letters and signs, but show nothing.
  return !/[^\s\p{C}\p{Z}\u2800\u3164\u115f\u1160\uffa0]/u.test(html.replace(/<[^<>]*>/g, ''));
}

function frame(name: string, parent: Frame | undefined): Frame {
  if (name === 'blockquote') return { name, items: 0, lead: '> ' };
  if (name !== 'li' || !parent) return { name, items: 0, lead: '' };
  parent.items += 1;
  return { name, items: 0, lead: parent.name === 'ol' ? `${parent.items}. ` : '- ' };
}

// An item's mark is written once; what follows in the item stands under its first word.
function leadIn(frames: Frame[]): string {
  const lead = frames.map((frame) => frame.lead).join('');
  for (const frame of frames) if (frame.name === 'li') frame.lead = ' '.repeat(frame.lead.length);
  return lead;
}

function addressOf(href: string, words: string): string {
  const same = [href, href.replace(/^(mailto:|https?:\/\/)/, ''), href.replace(/\/$/, '')];
  return same.includes(words.trim()) ? '' : ` (${href})`;
}

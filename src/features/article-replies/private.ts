import { unwrapped } from '#features/knowledge/index.ts';
import { escapeText, unescapeText } from '#platform/richtext/escape.ts';

// From the beginning of a word only: from each of its letters a long one would be looked through again.
const ADDRESS = /(?<![^\s<>()@,;])[^\s<>()@,;]+@[^\s<>()@,;]+\.[a-z]{2,}/gi;
const PHONE = /(?<![\w])\+?\d[\d ()/-]{6,}\d(?![\w])/g;
const TICKET = /\bT-\d{1,12}\b/g;
const LONG = /\b\w*\d{5,}\w*\b/g;
export const GONE = '…';

/** A text without whom it was written to: their names, and what looks like an address, a telephone or an account of theirs. */
export function withoutCustomer(text: string, names: readonly string[]): string {
  const words = names
    .flatMap((name) => [name, ...name.split(/\s+/)])
    .map((name) => name.trim())
    .filter((name) => name.length > 2)
    .sort((a, b) => b.length - a.length);
  let left = text.replace(ADDRESS, GONE).replace(PHONE, GONE).replace(TICKET, GONE).replace(LONG, GONE);
  for (const word of new Set(words))
    left = left.replace(
      new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'giu'),
      GONE,
    );
  return left.replace(/…(?:\s*…)+/g, GONE);
}

/** The same of clean rich text: its lists, its lines of code and what is bold stay. Of a link that leads to whom it was written to, the words. */
export function htmlWithoutCustomer(html: string, names: readonly string[]): string {
  let isLinkGone = false;
  return html.replace(/<[^>]*>|[^<]+/g, (piece) => {
    if (!piece.startsWith('<')) return escapeText(withoutCustomer(unescapeText(piece), names));
    if (piece === '</a>') return isLinkGone ? '' : piece;
    if (!piece.startsWith('<a ')) return piece;
    const href = unwrapped(unescapeText(/ href="([^"]*)"/.exec(piece)?.[1] ?? ''));
    isLinkGone = [href, decoded(href), decoded(decoded(href))].some((said) => withoutCustomer(said, names) !== said);
    return isLinkGone
      ? ''
      : piece.replace(/ href="[^"]*"/, () => ` href="${escapeText(href).replaceAll('"', '&quot;')}"`);
  });
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

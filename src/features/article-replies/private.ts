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

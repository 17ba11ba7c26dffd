import type { Found, Hit } from './find.ts';
import { type Asked, folded, MARK } from './words.ts';

/**
 * What was probably meant, when only nearly it was found: each word as it stands in what the reader is shown anyway. So it tells of nothing
 * that they may not read.
 */
export function meantBy({ words }: Asked, { how, groups }: Found): string | null {
  if (how !== 'like') return null;
  const shown = groups.flatMap(({ hits }) => hits.flatMap(({ marked, snippet }) => [marked, snippet ?? '']));
  const there = [...new Set(shown.flatMap(markedIn))];
  const meant = words.map((word) => nearest(folded(word), there) ?? word);
  return meant.every((word, at) => folded(word) === folded(words[at]!)) ? null : meant.join(' ');
}

const markedIn = (text: string): string[] =>
  text
    .split(MARK.from)
    .slice(1)
    .map((part) => part.split(MARK.to)[0]!.toLowerCase());

/** Of what only nearly has the words, what is nearest to them stands first: "invioce" is "invoice" before it is "invite". */
export function nearestFirst(words: readonly string[], hits: readonly Hit[]): Hit[] {
  const off = new Map(hits.map((hit) => [hit, hit.how === 'like' ? farOff(words, hit) : 0]));
  return hits.toSorted((one, other) => off.get(one)! - off.get(other)!);
}

/** How many letters of what was asked stand otherwise in it; of a word that it is not shown to have, all. */
function farOff(words: readonly string[], { marked, snippet }: Hit): number {
  const there = [marked, snippet ?? ''].flatMap(markedIn).map(folded);
  return words
    .map(folded)
    .reduce((sum, word) => sum + Math.min(word.length, ...there.map((one) => apart(word, one))), 0);
}

const apart = (word: string, one: string): number => (one.startsWith(word) ? 0 : distance(word, one));

/** The word itself, or one that begins with it, is no error. */
function nearest(word: string, there: readonly string[]): string | undefined {
  if (there.some((one) => folded(one).startsWith(word))) return undefined;
  return there
    .map((one) => ({ one, off: distance(word, folded(one)) }))
    .filter(({ off }) => off <= 2)
    .sort((a, b) => a.off - b.off)[0]?.one;
}

/** How many letters are wrong, missing or too many; two that changed places are one (optimal string alignment). */
export function distance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (i > 1 && j > 1 && swapped) row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1);
    }
    rows.push(row);
  }
  return rows[one.length]![other.length]!;
}

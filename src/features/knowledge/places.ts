import { isTag, tokensOf } from './blocks.ts';
import { HEADING, headingsOf, type Places, titleIn } from './render.ts';

interface Version {
  html: string;
  places: Places | null;
}

/** So many names a heading keeps, so many renamed headings are held against one another, and so much of what stands below them. */
const NAMES = 10;
const PAIRS = 10_000;
const LETTERS = 5_000;

/**
 * What the places of the last version are called in the next one, so that links to them lead there: a heading of other words is the same when
 * most of what stands below it stayed. Null when there is nothing to keep.
 */
export function placesAfter(last: Version, html: string, locale: string): Places | null {
  const before = headingsIn(last.html, locale);
  const now = headingsIn(html, locale);
  const names = new Map(before.map(({ id }, n) => [id, last.places?.[n] ?? []]));
  const ids = new Set(now.map(({ id }) => id));
  const gone = before.filter(({ id }) => !ids.has(id));
  const fresh = now.filter(({ id }) => !names.has(id));
  if (gone.length * fresh.length <= PAIRS) {
    const left = gone.map(({ id, below }) => ({ id, words: wordsOf(below()) }));
    for (const { id, below } of fresh) {
      const words = wordsOf(below());
      const likeness = left.map((one) => alike(one.words, words));
      const best = likeness.indexOf(Math.max(0.5, ...likeness));
      for (const one of best < 0 ? [] : left.splice(best, 1)) names.set(id, [one.id, ...names.get(one.id)!]);
    }
  }
  const places = now.map(({ id }) => (names.get(id) ?? []).filter((name) => !ids.has(name)).slice(0, NAMES));
  return places.some((some) => some.length > 0) ? places : null;
}

/** Every heading that has a place, with what stands below it, down to the next one of its level. */
function headingsIn(html: string, locale: string): { id: string; below: () => string }[] {
  const headingOf = headingsOf(locale);
  const found = [...html.matchAll(HEADING)];
  return found.flatMap(({ 0: all, 1: level = '', 2: inside = '', index }, n) => {
    const { id } = headingOf(Number(level), titleIn(inside));
    const end = () => found.find((next, at) => at > n && next[1]! <= level)?.index;
    return id === undefined ? [] : [{ id, below: () => html.slice(index + all.length, end()).slice(0, LETTERS) }];
  });
}

/** How often each word stands there; pictures and players are words as well. */
function wordsOf(html: string): Map<string, number> {
  const words = new Map<string, number>();
  for (const token of tokensOf(html)) {
    const word = isTag(token) && !/^<(?:img|figure) /.test(token) ? '' : token.trim();
    if (word !== '') words.set(word, (words.get(word) ?? 0) + 1);
  }
  return words;
}

/** Which part of two texts is the same, of the longer one. */
function alike(one: Map<string, number>, other: Map<string, number>): number {
  const size = (words: Map<string, number>) => [...words.values()].reduce((sum, n) => sum + n, 0);
  const same = [...one].reduce((sum, [word, n]) => sum + Math.min(n, other.get(word) ?? 0), 0);
  return same / Math.max(size(one), size(other), 1);
}

import { type Archive, MOST_WORDS } from './archive.ts';
import { type Problem, Refused } from './found.ts';
import { byName } from './paths.ts';
import { wordsOf } from './words-of.ts';

export type Thing = Record<string, unknown>;

/** Every JSON value in an archive: what an API answered, page by page, as somebody saved it. */
export async function jsonIn(
  archive: Archive,
): Promise<{ values: unknown[]; problems: (Problem & { about: string })[] }> {
  const values: unknown[] = [];
  const problems: (Problem & { about: string })[] = [];
  let bytes = 0;
  for (const path of [...archive.files.keys()].filter((one) => /\.json$/i.test(one)).sort(byName)) {
    bytes += archive.files.get(path)!.bytes;
    if (bytes > MOST_WORDS) throw new Refused('large');
    try {
      values.push(JSON.parse(wordsOf(await archive.read(path))?.text ?? ''));
    } catch (error) {
      if (error instanceof Refused) throw error;
      problems.push({ kind: 'broken', about: path });
    }
  }
  return { values, problems };
}

export const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const things = (value: unknown): Thing[] => (Array.isArray(value) ? value.filter(isThing) : []);
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(idOf).filter(Boolean) : []);
export const count = (value: unknown): number => (typeof value === 'number' && value > 0 ? Math.floor(value) : 0);
/** Ids are numbers in the one and strings in the other. */
export const idOf = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'string' ? String(value).slice(0, 60) : '';

/** Everything under a name, whichever answer it came in: at the top, or one below ("articles" beside "translations"). */
export const under = (values: readonly unknown[], name: string): Thing[] =>
  values.filter(isThing).flatMap((value) => {
    const single = value[name.replace(/ies$/, 'y').replace(/s$/, '')];
    return [...things(value[name]), ...(isThing(single) ? [single] : [])];
  });

/** The first of each id: pages of an API overlap when something is added meanwhile. */
export function byId(all: Thing[]): Map<string, Thing> {
  const map = new Map<string, Thing>();
  for (const one of all) if (idOf(one.id) !== '' && !map.has(idOf(one.id))) map.set(idOf(one.id), one);
  return map;
}

/**
 * Lists of which the answers say that there is more of them than was saved: by their `count`, or because none of them is the last page
 * (`next_page`, or `meta.has_more` where an API goes by cursors).
 */
export function unfinished(values: readonly unknown[], names: readonly string[]): (Problem & { about: string })[] {
  return names.flatMap((name) => {
    const answers = values.filter(isThing).filter((value) => Array.isArray(value[name]));
    const there = byId(under(answers, name)).size;
    const said = Math.max(0, ...answers.map(({ count }) => (typeof count === 'number' ? count : 0)));
    const goesOn = answers.length > 0 && answers.every(hasMore);
    if (said <= there && !goesOn) return [];
    return [{ kind: 'pages', about: said > there ? `${name}: ${there} / ${said}` : `${name}: ${there}` }];
  });
}

const hasMore = ({ next_page: next, meta }: Thing): boolean =>
  text(next) !== '' || (isThing(meta) && meta.has_more === true);

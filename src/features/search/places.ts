import type { Ctx } from '#platform/http/context.ts';
import { placesFor, type SearchPlace } from './kinds.ts';
import { type Asked, folded, wordsIn } from './words.ts';

/** What one may go to or do, as far as what is typed means it: every word begins one of theirs. Whose name it is stands before what is found. */
export function placesLike(ctx: Ctx, { words, only }: Asked): { named: SearchPlace[]; like: SearchPlace[] } {
  const wanted = words.map(folded);
  if (wanted.length === 0) return { named: [], like: only === 'places' ? placesFor(ctx) : [] };
  const like = placesFor(ctx).filter(({ label, note = '', also = '' }) => {
    const theirs = wordsIn(folded(`${label} ${note} ${also}`));
    return wanted.every((word) => theirs.some((one) => one.startsWith(word)));
  });
  const named = like.filter(({ label, also = '' }) => [label, ...also.split(',')].some((name) => isName(wanted, name)));
  return { named, like: like.filter((place) => !named.includes(place)) };
}

/** Whole words of it, and half of them at least. */
function isName(wanted: readonly string[], name: string): boolean {
  const theirs = wordsIn(folded(name));
  return wanted.every((word) => theirs.includes(word)) && wanted.length * 2 >= theirs.length;
}

/** What can be done right away, before anything is typed. */
export const actsFor = (ctx: Ctx): SearchPlace[] => placesFor(ctx).filter(({ act }) => act);

/** The same with what was typed: "New ticket about …". */
export const actsAbout = (
  ctx: Ctx,
  { typed, only }: Asked,
): { title: string; href: string; icon: SearchPlace['icon'] }[] =>
  typed && !only
    ? placesFor(ctx).flatMap(({ about, icon }) => {
        const to = about?.(typed);
        return to ? [{ title: to.label, href: to.href, icon }] : [];
      })
    : [];

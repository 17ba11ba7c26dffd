import type { Ctx } from '#platform/http/context.ts';
import { placesFor, type SearchPlace } from './kinds.ts';
import { type Asked, folded } from './words.ts';

/** What one may go to or do, as far as what is typed means it: every word begins one of theirs. */
export function placesLike(ctx: Ctx, { words, only }: Asked): SearchPlace[] {
  const wanted = words.map(folded);
  if (wanted.length === 0) return only === 'places' ? placesFor(ctx) : [];
  return placesFor(ctx).filter(({ label, note = '' }) => {
    const theirs = folded(`${label} ${note}`).split(/[^\p{L}\p{N}]+/u);
    return wanted.every((word) => theirs.some((one) => one.startsWith(word)));
  });
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

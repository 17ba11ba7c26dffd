import { type Followed, follow } from '#features/following/index.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import type { Cast } from '../../cast.ts';
import type { clockOf } from '../../clock.ts';
import type { Scene } from '../../play.ts';
import type { Stage } from '../../stage.ts';

/** Who follows which article or category, and since when. */
const chosen: readonly (readonly [who: string, at: string, what: 'article' | 'category', key: string])[] = [
  ['dana', '19d 09:05', 'category', 'website'],
  ['dana', '12d 14:40', 'article', 'approve'],
  ['luis', '26d 22:45', 'article', 'down'],
  ['grace', '33d 10:20', 'article', 'signin'],
  ['ines', '16d 15:15', 'category', 'billing'],
];

export function follows(
  stage: Stage,
  cast: Cast,
  clock: ReturnType<typeof clockOf>,
  { written, categories }: { written: ReadonlyMap<string, string>; categories: ReadonlyMap<string, string> },
): Scene[] {
  return chosen.map(([who, moment, what, key]) => {
    const at = clock(moment);
    const followed = (): Followed =>
      what === 'article' ? { article: written.get(key)! } : { category: categories.get(key)! };
    return { at, run: () => follow(stage.as(cast.person(who), at) as CtxOf<Contact>, followed()) };
  });
}

import { sql } from 'kysely';
import { type Followed, follow } from '#features/following/index.ts';
import type { Cast } from '../../cast.ts';
import type { clockOf } from '../../clock.ts';
import type { Scene } from '../../play.ts';
import type { Stage } from '../../stage.ts';

/** Who wants to hear of what: an article or a shelf, by its key. */
const wishes: readonly (readonly [who: string, at: string, what: { article: string } | { category: string }])[] = [
  ['luis', '40d 11:20', { article: 'forms' }],
  ['dana', '35d 14:05', { category: 'email' }],
  ['grace', '33d 10:20', { article: 'invoice' }],
  ['petra', '19d 08:35', { category: 'billing' }],
  ['dana', '15d 10:02', { article: 'down' }],
];

export function follows(
  stage: Stage,
  cast: Cast,
  clock: ReturnType<typeof clockOf>,
  { categories, written }: Record<'categories' | 'written', ReadonlyMap<string, string>>,
): Scene[] {
  return wishes.map(([who, moment, what]) => {
    const at = clock(moment);
    const named = (): Followed =>
      'article' in what ? { article: written.get(what.article)! } : { category: categories.get(what.category)! };
    return { at, run: () => followAs(stage.as(cast.person(who), at), named()) };
  });
}

/** Only a login itself follows (0442), so the story is theirs for this one sentence and the system's again. */
async function followAs(ctx: ReturnType<Stage['as']>, what: Followed): Promise<void> {
  const be = (identityId: string) => sql`select set_config('app.identity', ${identityId}, true)`.execute(ctx.db);
  await be(ctx.actor.identityId);
  await follow(ctx, what);
  await be('');
}

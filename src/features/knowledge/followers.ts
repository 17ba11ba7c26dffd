import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import type { Audience } from './article.ts';
import { readersTopic } from './events.ts';

/** Called in the transaction of a change, with the articles whose readers see something else from now on (or from a moment on). */
export type Follower = (ctx: Ctx, articleIds: readonly string[]) => Promise<void>;

let followers: readonly Follower[] = [];

/** Called once, by app/features.ts: who keeps something that is made of articles, such as an index. */
export function installArticleFollowers(installed: readonly Follower[]): void {
  followers = installed;
}

/** For every verb that changes a text, its address, where it stands or who reads it. */
export async function readersSee(ctx: Ctx, ...articleIds: readonly string[]): Promise<void> {
  for (const follow of followers) await follow(ctx, articleIds);
  await tellReaders(ctx, articleIds);
}

/** Open pages of those who read these articles now, and of nobody else, are made again. Before a verb that takes readers away, and after each. */
export async function tellReaders(ctx: Ctx, articleIds: readonly string[]): Promise<void> {
  if (articleIds.length === 0) return;
  const rows = await ctx.db
    .selectFrom('articles')
    .select('readers')
    .distinct()
    .where('workspace_id', '=', ctx.workspace.id)
    // One value however many there are.
    .where(sql<boolean>`id = any (${[...articleIds]}::uuid[])`)
    .execute();
  for (const { readers } of rows) ctx.marks.add(readersTopic(readers as Audience));
}

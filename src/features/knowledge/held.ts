import { recordMany } from '#platform/events/record-many.ts';
import type { Ctx } from '#platform/http/context.ts';
import { articleChanged } from './events.ts';
import { tellReaders } from './followers.ts';
import { membersByName } from './upkeep.ts';

/** How many articles somebody of the team looks after. */
export async function articlesOf(ctx: Ctx, memberId: string): Promise<number> {
  const { n } = await ctx.db
    .selectFrom('articles')
    .select((s) => s.fn.countAll<number>().as('n'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('owner_id', '=', memberId)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/**
 * Gives the articles of somebody who is leaving to another, if they write articles. Without one they stay as they are: an article of
 * somebody who is gone counts as nobody's.
 */
export async function passArticles(ctx: Ctx, from: string, to: string | null): Promise<number> {
  const heir = (await membersByName(ctx)).find(({ id }) => id === to);
  if (!heir) return 0;
  const articles = await ctx.db
    .selectFrom('articles')
    .select(['id', 'number'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('owner_id', '=', from)
    .orderBy('id')
    .forUpdate()
    .execute();
  const ids = articles.map(({ id }) => id);
  if (ids.length === 0) return 0;
  const { name } = await ctx.db
    .selectFrom('members')
    .select('name')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', from)
    .executeTakeFirstOrThrow();
  await tellReaders(ctx, ids);
  await ctx.db
    .updateTable('articles')
    .set({ owner_id: heir.id, updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', ids)
    .execute();
  const changes = { owner: { from: name, to: heir.name } };
  await recordMany(
    ctx,
    articleChanged,
    articles.map(({ id, number }) => ({ subjectId: id, accountId: null, data: { number, changes } })),
  );
  return ids.length;
}

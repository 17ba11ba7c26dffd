import { newId } from '#platform/db/ids.ts';
import { elevate } from '#platform/db/scope.ts';
import type { Contact, Ctx, CtxOf, Member } from '#platform/http/context.ts';

export type Own = CtxOf<Contact | Member>;

/** What somebody follows: an article, or all that a category holds, with what stands in those below it. */
export type Followed = { article: string } | { category: string };

const columnsOf = (what: Followed) =>
  'article' in what
    ? { article_id: what.article, category_id: null }
    : { article_id: null, category_id: what.category };

/** The caller has read it as themselves just now. Twice is once. */
export async function follow(ctx: Own, what: Followed): Promise<void> {
  await ctx.db
    .insertInto('article_follows')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(ctx.now.getTime()),
      identity_id: ctx.actor.identityId,
      ...columnsOf(what),
      created_at: ctx.now,
    })
    .onConflict((same) => same.doNothing())
    .execute();
}

const own = (ctx: Own, what: Followed) => {
  const { article_id: article, category_id: category } = columnsOf(what);
  return [article ? 'article_id' : 'category_id', article ?? category, ctx.actor.identityId] as const;
};

export async function unfollow(ctx: Own, what: Followed): Promise<void> {
  const [column, id, identityId] = own(ctx, what);
  await ctx.db
    .deleteFrom('article_follows')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .where(column, '=', id)
    .execute();
}

export async function isFollowing(ctx: Own, what: Followed): Promise<boolean> {
  const [column, id, identityId] = own(ctx, what);
  const row = await ctx.db
    .selectFrom('article_follows')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .where(column, '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** All of it, the latest first. */
export const followedBy = (ctx: Own) =>
  ctx.db
    .selectFrom('article_follows')
    .select(['id', 'article_id as articleId', 'category_id as categoryId'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', ctx.actor.identityId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();

/** Whether there was one of theirs to end. */
export async function endOne(ctx: Own, id: string): Promise<boolean> {
  const ended = await ctx.db
    .deleteFrom('article_follows')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', ctx.actor.identityId)
    .where('id', '=', id)
    .returning('id')
    .execute();
  return ended.length > 0;
}

/** For whoever holds the link in a letter, signed in or not. Elevates. */
export async function countOf(ctx: Ctx, identityId: string): Promise<number> {
  await elevate(ctx.db, ctx.workspace.id);
  const { n } = await ctx.db
    .selectFrom('article_follows')
    .select((row) => row.fn.countAll<string>().as('n'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** The same: everything at once. */
export async function endAll(ctx: Ctx, identityId: string): Promise<void> {
  await elevate(ctx.db, ctx.workspace.id);
  await ctx.db
    .deleteFrom('article_follows')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .execute();
}

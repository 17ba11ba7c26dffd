import type { CtxOf, Member } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { type Writers, writersOf, writersSince } from '#platform/live/writers.ts';
import { mayWrite } from './access.ts';
import type { Article } from './article.ts';

/** An author says that they are writing. Their colleagues' pages change when somebody starts, not with every beat. */
export async function beWriting(ctx: CtxOf<Member>, article: Article, locale: string): Promise<void> {
  demand(mayWrite(ctx.actor));
  const place = {
    workspace_id: ctx.workspace.id,
    article_id: article.id,
    locale,
    member_id: ctx.actor.personId,
  };
  const before = await ctx.db
    .selectFrom('article_presence')
    .select('seen_at')
    .where((row) => row.and(place))
    .executeTakeFirst();
  await ctx.db
    .insertInto('article_presence')
    .values({ ...place, seen_at: ctx.now })
    .onConflict((same) =>
      same.columns(['workspace_id', 'article_id', 'locale', 'member_id']).doUpdateSet({ seen_at: ctx.now }),
    )
    .execute();
  if (!before || before.seen_at <= writersSince(ctx.now)) ctx.marks.add(`article:${article.id}`);
}

/** They have saved it. */
export async function stopWriting(ctx: CtxOf<Member>, article: Article, locale: string): Promise<void> {
  await ctx.db
    .deleteFrom('article_presence')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('article_id', '=', article.id)
    .where('locale', '=', locale)
    .where('member_id', '=', ctx.actor.personId)
    .execute();
}

/** The names of colleagues who are writing on the same text just now. */
export async function whoIsWriting(ctx: CtxOf<Member>, articleId: string, locale: string): Promise<Writers> {
  const rows = await ctx.db
    .selectFrom('article_presence as p')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'p.workspace_id').onRef('m.id', '=', 'p.member_id'),
    )
    .select(['m.name', 'p.seen_at'])
    .where('p.workspace_id', '=', ctx.workspace.id)
    .where('p.article_id', '=', articleId)
    .where('p.locale', '=', locale)
    .where('p.member_id', '!=', ctx.actor.personId)
    .where('p.seen_at', '>', writersSince(ctx.now))
    .orderBy('m.name')
    .execute();
  return writersOf(rows, ctx.now);
}

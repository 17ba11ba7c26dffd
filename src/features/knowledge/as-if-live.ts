import type { Ctx } from '#platform/http/context.ts';
import { textIn } from './access.ts';
import { type Article, isOverdue } from './article.ts';
import type { Current } from './draft.ts';
import { categoryFor, type LiveArticle } from './live.ts';

/** A draft as an article that is live: now, and with what is said of it. */
export async function asIfLive(
  ctx: Ctx,
  article: Article,
  locale: string,
  { title, summary, html, open, savedAt }: Current,
): Promise<LiveArticle> {
  const [text, category, owner] = await Promise.all([
    textIn(ctx, article.id, locale),
    categoryFor(ctx, article.categoryId, locale),
    nameOf(ctx, article.ownerId),
  ]);
  const { id, number, readers, verifiedAt, verifiedUntil } = article;
  return {
    ...{ id, number, readers, verifiedAt, verifiedUntil, locale, title, summary, html, category, owner },
    slug: text?.slug ?? '',
    places: null,
    versionId: '',
    version: 0,
    languages: [],
    publishedAt: text?.publishedAt ?? ctx.now,
    changedAt: (open ? null : savedAt) ?? ctx.now,
    overdue: isOverdue(article, ctx.now),
  };
}

async function nameOf(ctx: Ctx, memberId: string | null): Promise<string | null> {
  if (memberId === null) return null;
  const row = await ctx.db
    .selectFrom('members')
    .select('name')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', memberId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  return row?.name ?? null;
}

import { alone } from '#platform/db/turns.ts';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand, notFound } from '#platform/http/http-error.ts';
import { lockArticle, mayPublish, textIn } from './access.ts';
import type { Article } from './article.ts';
import { articleChanged } from './events.ts';
import { readersSee } from './followers.ts';
import { slugOf } from './slug.ts';

/** Of two who publish the same title at once the second one sees what the first one took. Whoever takes it holds the rows of all their articles already. */
export const lockAddresses = (ctx: Ctx) => alone(ctx.db, ctx.workspace.id, 'article addresses');

/** The address for a title that no other article has in this language now: its own, or that with the article's number behind. */
export async function freeSlug(ctx: Ctx, article: Article, locale: string, wanted: string): Promise<string> {
  await lockAddresses(ctx);
  const plain = slugOf(wanted, locale) || String(article.number);
  for (const slug of [plain, `${plain}-${article.number}`])
    if (!(await takenBy(ctx, article, locale, slug))) return slug;
  return `${plain}-${article.id.slice(-12)}`;
}

const takenBy = (ctx: Ctx, article: Article, locale: string, slug: string) =>
  ctx.db
    .selectFrom('article_texts')
    .select('article_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('locale', '=', locale)
    .where('slug', '=', slug)
    .where('article_id', '!=', article.id)
    .executeTakeFirst();

/** An address that leads on belongs to whoever has it now. */
export async function takeSlug(ctx: Ctx, locale: string, slug: string): Promise<void> {
  await ctx.db
    .deleteFrom('article_slugs')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('locale', '=', locale)
    .where('slug', '=', slug)
    .execute();
}

/** Gives it another address; the one it had leads on. Says which it became. */
export async function rename(ctx: Ctx, number: string, locale: string, wanted: string): Promise<string> {
  const article = await lockArticle(ctx, number);
  demand(mayPublish(ctx.actor));
  const text = await textIn(ctx, article.id, locale);
  if (!text) throw notFound();
  const slug = await freeSlug(ctx, article, locale, wanted);
  if (slug === text.slug) return slug;
  const { id: workspace_id } = ctx.workspace;
  await takeSlug(ctx, locale, slug);
  await ctx.db
    .updateTable('article_texts')
    .set({ slug, updated_at: ctx.now })
    .where('workspace_id', '=', workspace_id)
    .where('article_id', '=', article.id)
    .where('locale', '=', locale)
    .execute();
  await ctx.db
    .insertInto('article_slugs')
    .values({ workspace_id, locale, slug: text.slug, article_id: article.id, created_at: ctx.now })
    .onConflict((same) => same.columns(['workspace_id', 'locale', 'slug']).doUpdateSet({ article_id: article.id }))
    .execute();
  await record(ctx, articleChanged, {
    subjectId: article.id,
    accountId: null,
    data: { number: article.number, changes: changed({ address: text.slug }, { address: slug }) },
  });
  await readersSee(ctx, article.id);
  return slug;
}

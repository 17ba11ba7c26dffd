import { sql } from 'kysely';
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

interface Taken {
  locale: string;
  slug: string;
  article: string;
  /** It is an old one, and leads on to where the article is now. */
  leads: boolean;
}

/** Which of these addresses articles have, or had before and can be found by still. */
export async function addressesTaken(ctx: Ctx, slugs: readonly string[]): Promise<Taken[]> {
  const { rows } = await sql<Taken>`
    select locale, slug, article_id as article, false as leads from article_texts
    where workspace_id = ${ctx.workspace.id} and slug = any (${slugs}::text[])
    union all
    select s.locale, s.slug, s.article_id, true from article_slugs s
    where s.workspace_id = ${ctx.workspace.id} and s.slug = any (${slugs}::text[])
      and exists (select from article_texts t where t.workspace_id = s.workspace_id and t.article_id = s.article_id
        and t.archived_at is null)`.execute(ctx.db);
  return rows;
}

/**
 * The address for a title that no other article has in this language now: its own, or that with the article's number behind. One that leads
 * on to another article is in mails, answers and bookmarks: only whoever types it takes it away.
 */
export async function freeSlug(
  ctx: Ctx,
  article: Article,
  locale: string,
  { wanted, by }: { wanted: string; by: 'title' | 'hand' },
): Promise<string> {
  await lockAddresses(ctx);
  const plain = slugOf(wanted, locale) || String(article.number);
  const asked = [plain, `${plain}-${article.number}`];
  const taken = (await addressesTaken(ctx, asked)).filter(
    (one) => one.locale === locale && one.article !== article.id && (by === 'title' || !one.leads),
  );
  return asked.find((slug) => !taken.some((one) => one.slug === slug)) ?? `${plain}-${article.id.slice(-12)}`;
}

/** An address that leads on belongs to whoever has it now. */
export async function takeSlug(ctx: Ctx, locale: string, slug: string): Promise<void> {
  await ctx.db
    .deleteFrom('article_slugs')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('locale', '=', locale)
    .where('slug', '=', slug)
    .execute();
}

/** Gives it another address; the one it had leads on. Says which it became, and which article that led to until now. */
export async function rename(
  ctx: Ctx,
  number: string,
  locale: string,
  wanted: string,
): Promise<{ slug: string; ledTo?: string | undefined }> {
  const article = await lockArticle(ctx, number);
  demand(mayPublish(ctx.actor));
  const text = await textIn(ctx, article.id, locale);
  if (!text) throw notFound();
  const slug = await freeSlug(ctx, article, locale, { wanted, by: 'hand' });
  if (slug === text.slug) return { slug };
  const led = (await addressesTaken(ctx, [slug])).find((one) => one.locale === locale && one.article !== article.id);
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
  return { slug, ledTo: led?.article };
}

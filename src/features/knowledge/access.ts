import { type Selectable, sql } from 'kysely';
import { mayManageGates } from '#features/gates/index.ts';
import { isId } from '#platform/db/ids.ts';
import type { Articles, ArticleTexts } from '#platform/db/schema.gen.ts';
import type { Actor, Ctx } from '#platform/http/context.ts';
import { HttpError, notFound } from '#platform/http/http-error.ts';
import type { TopicWall } from '#platform/live/walls.ts';
import { may } from '#platform/rights.ts';
import type { Article, ArticleText, Audience } from './article.ts';
import type { Category } from './category.ts';

/** Who writes: drafts, new articles, what somebody looks after. */
export const mayWrite = (actor: Actor): boolean =>
  actor.kind === 'system' || (actor.kind === 'member' && may(actor, 'articles.write'));

/** Who decides what readers see: publishing, taking offline, categories, addresses, and for whom. */
export const mayPublish = (actor: Actor): boolean =>
  actor.kind === 'system' || (actor.kind === 'member' && may(actor, 'articles.publish'));

/** For some customers only: that is said by whoever says it of everything else. */
export const maySetAudience = (actor: Actor, audience: Audience): boolean =>
  mayPublish(actor) && (audience !== 'segment' || mayManageGates(actor));

/** From one category to another: what some customers only may read comes out of there by whoever says what they see. Null is the top. */
export const mayMove = (actor: Actor, from: Category | null, to: Category | null): boolean =>
  mayManageGates(actor) || (from?.gates ?? []).every((gate) => to?.gates.includes(gate));

/** What `articleOf` reads. */
export const columns = [
  'id',
  'number',
  'category_id',
  'audience',
  'readers',
  'gates',
  'owner_id',
  'review_days',
  'verified_at',
  'verified_until',
  'created_at',
] as const;

export function articleOf(row: Pick<Selectable<Articles>, (typeof columns)[number]>): Article {
  return {
    id: row.id,
    number: row.number,
    categoryId: row.category_id,
    audience: row.audience as Audience,
    readers: row.readers as Audience,
    gates: row.gates,
    ownerId: row.owner_id,
    reviewDays: row.review_days,
    verifiedAt: row.verified_at,
    verifiedUntil: row.verified_until,
    createdAt: row.created_at,
  };
}

const byNumber = (ctx: Ctx, number: string) =>
  ctx.db
    .selectFrom('articles')
    .select(columns)
    .where('workspace_id', '=', ctx.workspace.id)
    .where('number', '=', /^\d{1,9}$/.test(number) ? Number(number) : -1);

/** By the number in its address. For the team: readers come by a slug. */
export async function findArticle(ctx: Ctx, number: string): Promise<Article> {
  const row = await byNumber(ctx, number).executeTakeFirst();
  if (!row) throw notFound();
  return articleOf(row);
}

/** The same for a text that is sent: of an article that was deleted while somebody wrote it says so, to whoever could have written it. */
export async function findToWrite(ctx: Ctx, number: string): Promise<Article> {
  const row = await byNumber(ctx, number).executeTakeFirst();
  if (row) return articleOf(row);
  const deleted = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('kind', '=', 'article.draft_dropped')
    .where(sql<boolean>`data->>'number' = ${number} and data->>'whole' = 'true'`)
    .limit(1)
    .executeTakeFirst();
  throw deleted && mayWrite(ctx.actor) ? new HttpError(409, 'deleted meanwhile', { refusal: 'deleted' }) : notFound();
}

/** The same, and nobody else changes it until the transaction ends. Every verb on an article starts here. */
export async function lockArticle(ctx: Ctx, number: string): Promise<Article> {
  const row = await byNumber(ctx, number).forUpdate().executeTakeFirst();
  if (!row) throw notFound();
  return articleOf(row);
}

/** By its id, for a job, and nobody else changes it either; undefined for one that is not there and for one of somebody else alike. */
export async function lockArticleById(ctx: Ctx, id: string): Promise<Article | undefined> {
  const row = await ctx.db
    .selectFrom('articles')
    .select(columns)
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && articleOf(row);
}

/** Of these articles, those that whoever asks may read at this moment: for live topics. */
export const articleWall: TopicWall = async (db, workspaceId, ids) => {
  const wanted = ids.filter(isId);
  if (wanted.length === 0) return [];
  const rows = await db
    .selectFrom('articles')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', wanted)
    .execute();
  return rows.map(({ id }) => id);
};

export function textOf(row: Selectable<ArticleTexts>): ArticleText {
  return {
    locale: row.locale,
    slug: row.slug,
    versionId: row.version_id,
    liveFrom: row.live_from,
    liveUntil: row.live_until,
    publishedAt: row.published_at,
    archivedAt: row.archived_at,
    nextVersionId: row.next_version_id,
    nextAt: row.next_at,
    settled: row.settled,
  };
}

/** Every language of an article that was ever published. */
export async function textsOf(ctx: Ctx, articleId: string): Promise<ArticleText[]> {
  const rows = await ctx.db
    .selectFrom('article_texts')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('article_id', '=', articleId)
    .orderBy('locale')
    .execute();
  return rows.map(textOf);
}

export const textIn = async (ctx: Ctx, articleId: string, locale: string): Promise<ArticleText | undefined> =>
  (await textsOf(ctx, articleId)).find((text) => text.locale === locale);

import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import { type Article, type Audience, isOverdue } from './article.ts';
import { categoriesOf, titleFor } from './category.ts';
import { languagesOf } from './languages.ts';
import { type LiveText, listed, live, liveArticlesById, withVersions } from './live-texts.ts';
import type { Places } from './render.ts';

/** A category by its name, in the language that it has it in for its reader. */
interface Shelf {
  id: string;
  slug: string;
  title: string;
  locale: string;
}

export interface LiveArticle extends Omit<LiveText, 'categoryId'> {
  /** Clean, as it was published: `rendered` makes it a page's. */
  html: string;
  /** What its headings were called before. */
  places: Places | null;
  versionId: string;
  version: number;
  /** Who reads it. Only what is `public` may be kept by a cache that others share. */
  readers: Audience;
  category: Shelf & { parent: Shelf | null };
  /** Every language it is live in, for links between them. */
  languages: { locale: string; slug: string }[];
  publishedAt: Date;
  changedAt: Date;
  verifiedAt: Date | null;
  verifiedUntil: Date | null;
  overdue: boolean;
  /** Null for a visitor, who sees nobody of the team. */
  owner: string | null;
}

/**
 * The article at an address, as whoever asks may read it; `moved` where it is now, when the address is one it had before; undefined when
 * there is none for them.
 */
export async function liveArticle(
  ctx: Ctx,
  locale: string,
  slug: string,
  /** The language that its reader wants: what stands around the article is named in it. */
  wanted = locale,
): Promise<{ article: LiveArticle } | { moved: { locale: string; slug: string } } | undefined> {
  const row = await withVersions(ctx)
    .leftJoin('members as m', (join) =>
      join
        .onRef('m.workspace_id', '=', 'a.workspace_id')
        .onRef('m.id', '=', 'a.owner_id')
        .on('m.disabled_at', 'is', null),
    )
    .select([
      't.article_id as id',
      't.locale',
      't.slug',
      't.readers',
      't.live_from',
      'a.number',
      'a.category_id',
      'm.name as owner',
    ])
    .select(['v.id as versionId', 'v.n', 'v.title', 'v.summary', 'v.body_html as html', 't.shown_at as changedAt'])
    .select(['v.places', 'a.verified_at as verifiedAt', 'a.verified_until as verifiedUntil'])
    .where('t.locale', '=', locale)
    .where('t.slug', '=', slug)
    .executeTakeFirst();
  if (!row) return movedFrom(ctx, locale, slug, wanted);
  const [there, category, order] = await Promise.all([
    live(ctx).select(['t.locale', 't.slug']).where('t.article_id', '=', row.id).orderBy('t.locale').execute(),
    categoryFor(ctx, row.category_id, wanted),
    languagesOf(ctx),
  ]);
  // In the order that they have everywhere; one that is no longer written in stands last.
  const place = (one: string) => (order.includes(one) ? order.indexOf(one) : order.length);
  const languages = there.toSorted((a, b) => place(a.locale) - place(b.locale));
  const { live_from: publishedAt, category_id: _, n: version, readers, ...rest } = row;
  return {
    article: {
      ...rest,
      places: rest.places as Places | null,
      version,
      readers: readers as Article['readers'],
      category,
      languages,
      publishedAt,
      overdue: isOverdue(row, ctx.now),
    },
  };
}

export async function categoryFor(ctx: Ctx, id: string, locale: string): Promise<LiveArticle['category']> {
  const all = await categoriesOf(ctx);
  const named = (wanted: string | null) => {
    const found = all.find((one) => one.id === wanted);
    if (!found) return null;
    const { title, locale: tongue } = titleFor(found, locale, ctx.workspace.locale);
    return { id: found.id, slug: found.slug, title, locale: tongue };
  };
  const own = named(id) ?? { id, slug: '', title: '', locale };
  return { ...own, parent: named(all.find((one) => one.id === id)?.parentId ?? null) };
}

/** Where an article is that had this address, was taken offline in its language, or has it in another: in the language it can be read in. */
async function movedFrom(ctx: Ctx, locale: string, slug: string, wanted: string) {
  const known = await ctx.db
    .selectFrom('article_slugs')
    .select('article_id as id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('locale', '=', locale)
    .where('slug', '=', slug)
    .executeTakeFirst();
  const namesake = live(ctx)
    .select('t.article_id as id')
    .where('t.slug', '=', slug)
    .where('t.locale', 'in', await languagesOf(ctx));
  const { id } = known ?? (await namesake.executeTakeFirst()) ?? {};
  if (!id) return undefined;
  const texts = await live(ctx)
    .select(['t.locale', 't.slug'])
    .where('t.article_id', '=', id)
    .orderBy('t.locale')
    .execute();
  const dear = [locale, wanted, ctx.workspace.locale];
  const moved = dear.map((one) => texts.find((text) => text.locale === one)).find(Boolean) ?? texts[0];
  return moved && { moved };
}

/** What is live in a category, an article a row however many languages it has. */
const within = (ctx: Ctx, categoryId: string) =>
  live(ctx)
    .innerJoin('articles as a', (join) =>
      join.onRef('a.workspace_id', '=', 't.workspace_id').onRef('a.id', '=', 't.article_id'),
    )
    .select(['a.id', 'a.position'])
    .where('a.category_id', '=', categoryId)
    .groupBy(['a.id', 'a.position']);

/** A part of the articles of a category for a reader, in its order, each in the language that is best for them. */
export async function liveArticlesIn(
  ctx: Ctx,
  categoryId: string,
  locale: string,
  { limit, from = 0 }: { limit: number; from?: number },
): Promise<LiveText[]> {
  const rows = await within(ctx, categoryId).orderBy('a.position').orderBy('a.id').offset(from).limit(limit).execute();
  return inThisOrder(ctx, rows, locale);
}

/** Those around an article in its category, the next ones first, then those before it from near to far. */
export async function liveArticlesBeside(
  ctx: Ctx,
  { id, category }: Pick<LiveArticle, 'id' | 'category'>,
  locale: string,
  limit: number,
): Promise<LiveText[]> {
  const here = sql`(select b.position, b.id from articles b where b.workspace_id = ${ctx.workspace.id} and b.id = ${id})`;
  const [after, before] = await Promise.all([
    within(ctx, category.id)
      .where(sql<boolean>`(a.position, a.id) > ${here}`)
      .orderBy('a.position')
      .orderBy('a.id')
      .limit(limit)
      .execute(),
    within(ctx, category.id)
      .where(sql<boolean>`(a.position, a.id) < ${here}`)
      .orderBy('a.position', 'desc')
      .orderBy('a.id', 'desc')
      .limit(limit)
      .execute(),
  ]);
  return inThisOrder(ctx, [...after, ...before].slice(0, limit), locale);
}

async function inThisOrder(ctx: Ctx, rows: readonly { id: string }[], locale: string): Promise<LiveText[]> {
  const ids = rows.map((row) => row.id);
  const texts = await liveArticlesById(ctx, ids, locale);
  return ids.flatMap((id) => texts.get(id) ?? []);
}

export const isAnythingLive = async (ctx: Ctx): Promise<boolean> =>
  (await live(ctx).select('t.article_id').limit(1).execute()).length > 0;

/** The latest that was published. */
export const latestArticles = (ctx: Ctx, locale: string, limit: number) => latest(ctx, locale, limit).execute();

/** For a feed: of some categories when asked for, and with how the text begins where nobody has summed it up, cut anywhere. */
export const latestNews = (ctx: Ctx, locale: string, limit: number, categories?: readonly string[]) =>
  latest(ctx, locale, limit, categories)
    .select(sql<string>`case when v.summary = '' then left(v.body_html, 10000) else '' end`.as('html'))
    .execute();

function latest(ctx: Ctx, locale: string, limit: number, categories?: readonly string[]) {
  // Along their index: nothing else is looked at.
  const newest = live(ctx)
    .select('t.version_id')
    .where('t.locale', '=', locale)
    .orderBy('t.shown_at', 'desc')
    .limit(sql.lit(limit));
  return listed(ctx)
    .select('t.shown_at as changedAt')
    .where('t.locale', '=', locale)
    .$if(categories === undefined, (query) => query.where(sql<boolean>`t.version_id = any (array(${newest}))`))
    .$if(categories !== undefined, (query) => query.where('a.category_id', 'in', [...categories!]))
    .orderBy('t.shown_at', 'desc')
    .orderBy('v.id', 'desc')
    .limit(limit);
}

/** Every address that everybody may read, for programs that look for them; those of one article stand together. */
export async function publicAddresses(ctx: Ctx, from: number, limit: number) {
  return withVersions(ctx)
    .select(['t.article_id as id', 't.locale', 't.slug', 't.shown_at as changedAt'])
    .where('t.readers', '=', 'public')
    .orderBy('t.article_id')
    .orderBy('t.locale')
    .offset(from)
    .limit(limit)
    .execute();
}

/** When something that is live now will be no more; null when nothing is to end. */
export async function nextEnd(ctx: Ctx): Promise<Date | null> {
  const row = await live(ctx)
    .select(({ fn }) => fn.min('t.live_until').as('at'))
    .executeTakeFirst();
  return row?.at ?? null;
}

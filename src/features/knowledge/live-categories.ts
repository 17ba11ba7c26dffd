import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import { categoriesOf, titleFor } from './category.ts';

export interface LiveCategory {
  id: string;
  parentId: string | null;
  slug: string;
  icon: string;
  title: string;
  summary: string;
  locale: string;
  /** Articles in it and in those below it. */
  articles: number;
}

/** How many articles whoever asks may read in each category, by its id. Every live text is looked at for that, past the policies (migration 0521). */
export async function liveCounts(ctx: Ctx): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ category_id: string; articles: number }>`select * from app.live_counts()`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ category_id, articles }) => [category_id, articles]));
}

/** The categories that hold something for whoever asks, each above those in it. */
export async function liveCategories(ctx: Ctx, locale: string, counts = liveCounts(ctx)): Promise<LiveCategory[]> {
  const [all, own] = await Promise.all([categoriesOf(ctx), counts]);
  const total = (id: string) =>
    (own.get(id) ?? 0) +
    all.filter(({ parentId }) => parentId === id).reduce((sum, below) => sum + (own.get(below.id) ?? 0), 0);
  return all
    .map((category) => ({
      id: category.id,
      parentId: category.parentId,
      slug: category.slug,
      icon: category.icon,
      ...titleFor(category, locale, ctx.workspace.locale),
      articles: total(category.id),
    }))
    .filter(({ articles }) => articles > 0);
}

/** Every category by its name, without counting what is in it: `articles` says nothing. Not to be shown unless something of it is. */
export const namedCategories = async (ctx: Ctx, locale: string): Promise<LiveCategory[]> =>
  (await categoriesOf(ctx)).map((one) => ({
    ...{ id: one.id, parentId: one.parentId, slug: one.slug, icon: one.icon, articles: 0 },
    ...titleFor(one, locale, ctx.workspace.locale),
  }));

import { sql } from 'kysely';
import { segmentsOpening } from '#features/gates/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Article } from './article.ts';
import { live } from './live-texts.ts';
import { isSameOrLess, readBy, readersHere } from './readers-here.ts';
import { linkedIn } from './render.ts';
import { teamTitles } from './titles.ts';

export interface HiddenLink {
  number: number;
  title: string;
}

/** The articles that a text links to and that its readers do not see, be it that nobody does yet: they read the words, and no link. */
export async function hiddenLinks(ctx: Ctx, article: Article, html: string, locale: string): Promise<HiddenLink[]> {
  const ids = linkedIn(html);
  if (ids.length === 0) return [];
  const [targets, shown, titles, readers] = await Promise.all([
    ctx.db
      .selectFrom('articles')
      .select(['id', 'number', 'readers', 'gates'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where(sql<boolean>`id = any (${ids}::uuid[])`)
      .orderBy('number')
      .execute(),
    live(ctx).select('t.article_id as id').where(sql<boolean>`t.article_id = any (${ids}::uuid[])`).execute(),
    teamTitles(ctx, ids, locale),
    readersHere(ctx, article),
  ]);
  const isLive = new Set(shown.map(({ id }) => id));
  const open = await segmentsOpening(ctx, [...new Set(targets.flatMap(({ gates }) => gates))]);
  return targets
    .filter((one) => !isLive.has(one.id) || !isSameOrLess(readers, readBy(one, open)))
    .map(({ id, number }) => ({ number, title: titles.get(id) ?? '' }));
}

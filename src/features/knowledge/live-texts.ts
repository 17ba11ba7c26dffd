import { sql } from 'kysely';
import { type Asker, type Given, kept } from '#platform/db/kept.ts';
import type { Ctx } from '#platform/http/context.ts';
import { bestOf, dearest } from './languages.ts';

/** What is live of an article in one language, for a list. */
export interface LiveText {
  id: string;
  number: number;
  locale: string;
  slug: string;
  title: string;
  summary: string;
  categoryId: string;
}

/** What readers see at this moment. The policies say it of everybody but the team, who see more. */
export const live = (by: Asker) =>
  by.db
    .selectFrom('article_texts as t')
    .where('t.workspace_id', '=', by.workspace.id)
    .where('t.archived_at', 'is', null)
    .where(sql<boolean>`t.live_from <= now() and coalesce(t.live_until > now(), true)`);

export const withVersions = (by: Asker) =>
  live(by)
    .innerJoin('article_versions as v', (join) =>
      join.onRef('v.workspace_id', '=', 't.workspace_id').onRef('v.id', '=', 't.version_id'),
    )
    .innerJoin('articles as a', (join) =>
      join.onRef('a.workspace_id', '=', 't.workspace_id').onRef('a.id', '=', 't.article_id'),
    );

/** Of each article the language that is best for a reader, in the order of the rows. */
export function inOneLanguage<Row extends { id: string; locale: string }>(
  rows: Row[],
  locale: string,
  own: string,
): Row[] {
  return [...Map.groupBy(rows, (row) => row.id).values()].map((texts) => {
    const best = bestOf(
      texts.map((text) => text.locale),
      locale,
      own,
    );
    return texts.find((text) => text.locale === best)!;
  });
}

export const listed = (by: Asker) =>
  withVersions(by)
    .select(['t.article_id as id', 'a.number', 'a.category_id as categoryId', 't.locale', 't.slug'])
    .select(['v.title', 'v.summary']);

type Among = { ids: string[]; locales?: string[] };
// One value however many there are: a text may name more than a statement has places for.
const isAmong = ({ ids }: Given<Among>) => sql<boolean>`t.article_id = any (${ids}::uuid[])`;
const isInOneOf = ({ locales }: Given<Among>) =>
  locales ? sql<boolean>`t.locale = any (${locales}::text[])` : sql<boolean>`true`;
const among = kept((by, given: Given<Among>) => listed(by).where(isAmong(given)).where(isInOneOf(given)));
const placed = kept((by, given: Given<Among>) =>
  live(by).select(['t.article_id as id', 't.locale', 't.slug']).where(isAmong(given)).where(isInOneOf(given)),
);

/** Of these articles those that whoever asks may read, by their ids. */
export const liveArticlesById = (ctx: Ctx, ids: readonly string[], locale: string): Promise<Map<string, LiveText>> =>
  inBestLanguage(ctx, ids, locale, (wanted) => among.all(ctx, wanted));

/** The same with nothing but where they stand: a third of what the whole costs. */
export const livePlaces = (
  ctx: Ctx,
  ids: readonly string[],
  locale: string,
): Promise<Map<string, Pick<LiveText, 'id' | 'locale' | 'slug'>>> =>
  inBestLanguage(ctx, ids, locale, (wanted) => placed.all(ctx, wanted));

async function inBestLanguage<Row extends { id: string; locale: string }>(
  ctx: Ctx,
  ids: readonly string[],
  locale: string,
  ask: (wanted: Among) => Promise<Row[]>,
): Promise<Map<string, Row>> {
  if (ids.length === 0) return new Map();
  const own = ctx.workspace.locale;
  const rows = await ask({ ids: [...ids], locales: [...new Set([...dearest(locale), own])] });
  // Most are there in one of these; of the others every language is looked at.
  const there = new Set(rows.map(({ id }) => id));
  const missing = ids.filter((id) => !there.has(id));
  if (missing.length > 0) rows.push(...(await ask({ ids: missing })));
  return new Map(inOneLanguage(rows, locale, own).map((text) => [text.id, text]));
}

import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { isId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Found, FoundArticle, FoundText, Problem } from './found.ts';
import { lackedBefore } from './lacks.ts';
import { hashOf } from './prepare.ts';

export interface KnownText {
  articleId: string;
  hash: string;
  /** The last save that was the import's. */
  revision: number;
  /** The last save there is. */
  now: number;
  /** What it went without when it came in. */
  lacks?: Problem[] | undefined;
}

/** What came from the same place before, or was taken out of here: texts by key and language, articles by key. */
export interface Known {
  texts: ReadonlyMap<string, KnownText>;
  articles: ReadonlyMap<string, string>;
  /** For whom an article was meant there when it was last published from there; empty where nobody can tell. */
  readers: ReadonlyMap<string, string>;
}

export const placeOf = (key: string, locale: string): string => `${locale}\n${key}`;

export async function knownFrom(ctx: Ctx, found: Found): Promise<Known> {
  const known = await cameBefore(ctx, found.source);
  for (const [key, texts] of await takenOut(ctx, found)) {
    // What came in beside its like when nobody knew that it was the same is still what this is about.
    if ((known.articles.get(key) ?? key) !== key) continue;
    known.articles.set(key, key);
    for (const [locale, text] of texts) {
      const before = known.texts.get(placeOf(key, locale));
      if (!before || before.revision <= text.revision) known.texts.set(placeOf(key, locale), text);
    }
  }
  return known;
}

async function cameBefore(ctx: Ctx, source: string) {
  const lacked = lackedBefore(ctx, source);
  const rows = await ctx.db
    .selectFrom('article_sources as s')
    .leftJoin(
      (drafts) =>
        drafts
          .selectFrom('article_drafts as d')
          .select(['d.article_id', 'd.locale', ({ fn }) => fn.max('d.revision').as('revision')])
          .where('d.workspace_id', '=', ctx.workspace.id)
          .groupBy(['d.article_id', 'd.locale'])
          .as('l'),
      (join) => join.onRef('l.article_id', '=', 's.article_id').onRef('l.locale', '=', 's.locale'),
    )
    .select(['s.source_key', 's.locale', 's.article_id', 's.hash', 's.revision', 's.readers', 'l.revision as now'])
    .where('s.workspace_id', '=', ctx.workspace.id)
    .where('s.source', '=', source)
    .execute();
  const lacks = await lacked;
  return {
    articles: new Map(rows.map((row) => [row.source_key, row.article_id])),
    readers: new Map(
      [...Map.groupBy(rows, (row) => row.source_key)].map(([key, of]) => [
        key,
        of.every(({ readers }) => readers === of[0]!.readers) ? of[0]!.readers : '',
      ]),
    ),
    texts: new Map<string, KnownText>(
      rows.map((row) => [
        placeOf(row.source_key, row.locale),
        {
          articleId: row.article_id,
          hash: row.hash,
          revision: row.revision,
          now: Math.max(row.revision, row.now ?? 0),
          lacks: lacks.get(`${row.article_id}\n${row.locale}`),
        },
      ]),
    ),
  };
}

/** Articles of ours that say who they are, by the head that they were taken out with: what was changed in them since is a change of ours. */
async function takenOut(ctx: Ctx, found: Found): Promise<Map<string, Map<string, KnownText>>> {
  const ours = found.articles.filter(({ key }) => isId(key));
  const { rows } = await sql<{ id: string; locale: string | null; now: number }>`
    select a.id, l.locale, max(l.revision) as now from articles a
    left join lateral (select locale, revision from article_drafts d where d.workspace_id = a.workspace_id and d.article_id = a.id
      union all select locale, settled from article_texts t where t.workspace_id = a.workspace_id and t.article_id = a.id) l on true
    where a.workspace_id = ${ctx.workspace.id} and a.id = any (${ours.map(({ key }) => key)}::uuid[])
    group by a.id, l.locale`.execute(ctx.db);
  const here = Map.groupBy(rows, ({ id }) => id);
  return new Map(
    ours.flatMap(({ key, texts }) => {
      const there = here.get(key);
      if (!there) return [];
      const known = there.flatMap(({ locale, now }) => {
        const text = locale === null ? undefined : texts.find((one) => one.locale === locale);
        if (!text) return [];
        const { taken } = text;
        const hash = taken?.same ? hashOf(found, text) : (taken?.digest ?? '');
        return [[text.locale, { articleId: key, hash, revision: taken?.revision ?? 0, now }] as const];
      });
      return [[key, new Map(known)] as const];
    }),
  );
}

export type Outcome = 'made' | 'changed' | 'same' | 'kept' | 'left';

/** What a run will do with a text, before anything of it is known but where it comes from. */
export function outcomeOf(found: Found, known: Known, article: FoundArticle, text: FoundText): Outcome {
  const before = known.texts.get(placeOf(article.key, text.locale));
  if (!before) return 'made';
  if (before.hash === hashOf(found, text)) return 'same';
  // Somebody has written on it here: theirs stays, and they are told.
  return before.now > before.revision ? 'kept' : 'changed';
}

/** What a text that nobody has written on here since went without the last time; undefined when that was nothing. */
export function lackedBy(known: Known, article: FoundArticle, text: FoundText): Problem[] | undefined {
  const before = known.texts.get(placeOf(article.key, text.locale));
  return before && before.now <= before.revision && before.lacks?.length ? before.lacks : undefined;
}

/** The id an article of a key will have: the same each time an import is taken up again, so that links may lead to what is still to come. */
export function idFor(importId: string, key: string): string {
  const hex = createHash('sha256').update(`${importId}\n${key}`).digest('hex');
  const variant = '89ab'[Number.parseInt(hex[15]!, 16) % 4];
  return `${importId.slice(0, 13)}-7${hex.slice(0, 3)}-${variant}${hex.slice(3, 6)}-${hex.slice(16, 28)}`;
}

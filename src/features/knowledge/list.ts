import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Asker } from '#platform/db/kept.ts';
import type { Ctx } from '#platform/http/context.ts';
import { textOf } from './access.ts';
import { type Audience, isOverdue, type State, stateOf } from './article.ts';
import { languagesOf } from './languages.ts';
import { tends } from './owner.ts';
import { teamTitles } from './titles.ts';

/** One article as the team's lists show it. */
export interface Line {
  id: string;
  number: number;
  title: string;
  categoryId: string;
  readers: Audience;
  /** `gone` says why it is nobody's for all that. */
  owner: { name: string; gone: 'left' | 'unable' | null } | null;
  verifiedUntil: Date | null;
  overdue: boolean;
  languages: { locale: string; state: State; draft: boolean; behind: boolean }[];
  changedAt: Date;
  /** How often it was opened from a search this quarter. */
  used: number;
}

const PAGE = 50;

export const listQuery = z.object({
  q: z.string().max(200).catch(''),
  category: z.uuid().or(z.literal('')).catch(''),
  state: z.enum(['', 'live', 'scheduled', 'draft', 'archived', 'overdue', 'lacking']).catch(''),
  owner: z
    .uuid()
    .or(z.enum(['', 'nobody']))
    .catch(''),
  sort: z.enum(['', 'use']).catch(''),
  after: z.coerce.number().int().min(1).max(999_999_999).optional().catch(undefined),
});
export type ListFilter = z.infer<typeof listQuery>;

export const LIVE = sql<boolean>`t.archived_at is null and t.live_from <= now() and coalesce(t.live_until > now(), true)`;
export const someText = (condition: RawBuilder<boolean>) => sql<boolean>`exists (select from article_texts t
  where t.workspace_id = a.workspace_id and t.article_id = a.id and ${condition})`;

/** What is kept of all articles by triggers (0815). */
export const states = (by: Asker) =>
  by.db.selectFrom('article_states as s').where('s.workspace_id', '=', by.workspace.id);

export const OVERDUE = sql<boolean>`(s.live and s.verified_until <= now())`;
/** Of what is kept, and of the texts themselves. */
const keptAs: Partial<Record<ListFilter['state'], RawBuilder<boolean>>> = {
  live: sql`s.live`,
  draft: sql`s.drafted`,
  overdue: OVERDUE,
  // Most are live: what is left is looked at.
  archived: sql`s.published and not s.live`,
};
const conditionOf: Partial<Record<ListFilter['state'], RawBuilder<boolean>>> = {
  // Few of many, each half by an index of its own.
  scheduled: sql`a.id in (select t.article_id from article_texts t where t.workspace_id = app.workspace() and t.archived_at is null
      and t.published_at is null and t.live_from > now()
    union all select t.article_id from article_texts t where t.workspace_id = app.workspace() and t.archived_at is null and t.next_at is not null)`,
  archived: sql`${someText(sql`t.published_at is not null`)} and not ${someText(sql`t.archived_at is null and coalesce(t.live_until > now(), true)`)}`,
};

export const articles = (ctx: Ctx) => ctx.db.selectFrom('articles as a').where('a.workspace_id', '=', ctx.workspace.id);

/** An article has the same in each of its languages (0425). */
const useOf = (id: RawBuilder<unknown>) => sql<number>`coalesce((select max(e.heft) from search_entries e
  where e.workspace_id = app.workspace() and e.kind = 'article' and e.object_id = ${id}), 0)`;

/** A page of all articles, what was changed last or is used most first; `more` is where the next one begins. */
export async function allArticles(ctx: Ctx, filter: ListFilter): Promise<{ lines: Line[]; more: number | undefined }> {
  const words = filter.q.split(/\s+/).filter(Boolean);
  const { state } = filter;
  const byUse = filter.sort === 'use';
  const by: RawBuilder<unknown> = byUse ? sql`coalesce(u.heft, 0)` : sql.ref('a.updated_at');
  const kept = state === 'lacking' ? lackingIn(await languagesOf(ctx)) : keptAs[state];
  const rows = await articles(ctx)
    .select(['a.id', 'a.number'])
    // Few were opened of many: they have an index of their own (0444).
    .$if(byUse, (query) =>
      query.leftJoin(
        ctx.db
          .selectFrom('search_entries')
          .select(({ fn }) => ['object_id', fn.max('heft').as('heft')])
          .where('workspace_id', '=', ctx.workspace.id)
          .where(sql<boolean>`kind = 'article' and heft > 0`)
          .groupBy('object_id')
          .as('u'),
        'u.object_id',
        'a.id',
      ),
    )
    .$if(words.length > 0, (query) => query.where('a.id', 'in', titledWith(ctx, words)))
    .$if(filter.category !== '', (query) => query.where('a.category_id', '=', filter.category))
    .$if(filter.owner === 'nobody', (query) => query.where(UNOWNED))
    .$if(filter.owner !== '' && filter.owner !== 'nobody', (query) => query.where('a.owner_id', '=', filter.owner))
    .$if(kept !== undefined, (query) => query.where('a.id', 'in', states(ctx).select('s.article_id').where(kept!)))
    .$if(conditionOf[state] !== undefined, (query) => query.where(conditionOf[state]!))
    .$if(filter.after !== undefined, (query) =>
      query.where(sql<boolean>`(${by}, a.number) < ((select ${byUse ? useOf(sql.ref('a.id')) : by} from articles a
        where a.workspace_id = ${ctx.workspace.id} and a.number = ${filter.after!}), ${filter.after!})`),
    )
    .orderBy(by, 'desc')
    .orderBy('a.number', 'desc')
    .limit(PAGE + 1)
    .execute();
  const shown = rows.slice(0, PAGE);
  const ids = shown.map(({ id }) => id);
  return { lines: await linesOf(ctx, ids), more: rows.length > PAGE ? shown.at(-1)!.number : undefined };
}

/** With each of these words in one of its titles; they are kept folded (0980). */
const titledWith = (ctx: Ctx, words: readonly string[]) =>
  states(ctx)
    .select('s.article_id')
    .where(
      // Folded once, and not for each article.
      sql<boolean>`(select bool_and(position(w in s.titles) > 0)
        from unnest(array(select app.folded(typed) from unnest(${words}::text[]) typed)) w)`,
    );

/** Nobody has it, or somebody who cannot look after it any more. */
export const UNOWNED = sql<boolean>`not exists (select from members m where m.workspace_id = a.workspace_id and m.id = a.owner_id
  and ${tends})`;

/** Live for readers, and lacking a language the help center is written in, or with one that is older than the workspace's own. */
export const lackingIn = (all: readonly string[]) => sql<boolean>`(s.live_in <> '{}'
  and (not s.live_in @> ${all}::text[] or s.behind && ${all}::text[]))`;

/** How many articles there are, how many of them somebody reads, and how many drafts wait. */
export async function counts(ctx: Ctx): Promise<{ all: number; drafts: number; live: number }> {
  const [row, { drafts }] = await Promise.all([
    states(ctx)
      .select([sql<number>`count(*)::int`.as('all'), sql<number>`(count(*) filter (where s.live))::int`.as('live')])
      .executeTakeFirstOrThrow(),
    states(ctx)
      .where(sql<boolean>`s.drafted`)
      .select(sql<number>`count(*)::int`.as('drafts'))
      .executeTakeFirstOrThrow(),
  ]);
  return { ...row, drafts };
}

/** How many articles each category holds itself. */
export async function articlesByCategory(ctx: Ctx): Promise<Map<string, number>> {
  const rows = await articles(ctx)
    .select(['a.category_id as id', sql<number>`count(*)::int`.as('n')])
    .groupBy('a.category_id')
    .execute();
  return new Map(rows.map(({ id, n }) => [id, n]));
}

/** A piece of a category in the order of its readers: from which place, and how many there are in all. */
export interface InOrder {
  lines: Line[];
  from: number;
  all: number;
  page: number;
}

export async function articlesInOrder(ctx: Ctx, categoryId: string, from: number): Promise<InOrder> {
  const rows = await articles(ctx)
    .select(['a.id', sql<number>`(count(*) over ())::int`.as('n')])
    .where('a.category_id', '=', categoryId)
    .orderBy('a.position')
    .orderBy('a.id')
    .offset(from)
    .limit(PAGE)
    .execute();
  const ids = rows.map(({ id }) => id);
  return { lines: await linesOf(ctx, ids), from, all: rows[0]?.n ?? 0, page: PAGE };
}

/** Who looks after how many, and how many of those wait for them. */
export const owners = (ctx: Ctx): Promise<{ id: string; name: string; n: number; overdue: number }[]> =>
  ctx.db
    .selectFrom(
      states(ctx)
        .select(['s.owner_id', sql<number>`count(*)::int`.as('n')])
        .select(sql<number>`(count(*) filter (where ${OVERDUE}))::int`.as('overdue'))
        .where('s.owner_id', 'is not', null)
        .groupBy('s.owner_id')
        .as('of'),
    )
    .innerJoin('members as m', 'm.id', 'of.owner_id')
    .select(['m.id', 'm.name', 'of.n', 'of.overdue'])
    .where('m.workspace_id', '=', ctx.workspace.id)
    .where(tends)
    .orderBy('of.n', 'desc')
    .orderBy('m.name')
    .limit(8)
    .execute();

/** The lines of these articles, in the order of the ids. */
export async function linesOf(ctx: Ctx, ids: readonly string[]): Promise<Line[]> {
  if (ids.length === 0) return [];
  const [rows, texts, drafts, titles] = await Promise.all([
    articles(ctx)
      .leftJoin('members as m', (join) =>
        join.onRef('m.workspace_id', '=', 'a.workspace_id').onRef('m.id', '=', 'a.owner_id'),
      )
      .select(['a.id', 'a.number', 'a.category_id', 'a.readers', 'a.verified_until', 'a.updated_at'])
      .select([
        'm.name',
        sql<
          'left' | 'unable' | null
        >`case when m.disabled_at is not null then 'left' when not (${tends}) then 'unable' end`.as('gone'),
      ])
      .select(useOf(sql.ref('a.id')).as('used'))
      .where('a.id', 'in', [...ids])
      .execute(),
    ctx.db
      .selectFrom('article_texts as t')
      .innerJoin('article_versions as v', (join) =>
        join.onRef('v.workspace_id', '=', 't.workspace_id').onRef('v.id', '=', 't.version_id'),
      )
      .selectAll('t')
      .select('v.created_at as written')
      .where('t.workspace_id', '=', ctx.workspace.id)
      .where('t.article_id', 'in', [...ids])
      .execute(),
    ctx.db
      .selectFrom('article_drafts')
      .select(['article_id', 'locale', ({ fn }) => fn.max('revision').as('revision')])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('article_id', 'in', [...ids])
      .groupBy(['article_id', 'locale'])
      .execute(),
    teamTitles(ctx, ids, ctx.reader.locale),
  ]);
  const lines = new Map(
    rows.map((row) => {
      const own = texts.filter((text) => text.article_id === row.id);
      const open = drafts.filter((draft) => draft.article_id === row.id);
      const original = own.find((text) => text.locale === ctx.workspace.locale);
      const locales = [...new Set([...own, ...open].map(({ locale }) => locale))].sort();
      const line: Line = {
        id: row.id,
        number: row.number,
        title: titles.get(row.id) ?? '',
        categoryId: row.category_id,
        readers: row.readers as Audience,
        owner: row.name === null ? null : { name: row.name, gone: row.gone },
        verifiedUntil: row.verified_until,
        overdue: isOverdue({ verifiedUntil: row.verified_until }, ctx.now),
        changedAt: row.updated_at,
        used: row.used,
        languages: locales.map((locale) => {
          const text = own.find((one) => one.locale === locale);
          const draft = open.find((one) => one.locale === locale);
          return {
            locale,
            state: stateOf(text && textOf(text), ctx.now),
            draft: Number(draft?.revision ?? 0) > (text?.settled ?? 0),
            behind: Boolean(text && original && text !== original && text.written < original.written),
          };
        }),
      };
      return [row.id, line] as const;
    }),
  );
  return ids.flatMap((id) => lines.get(id) ?? []);
}

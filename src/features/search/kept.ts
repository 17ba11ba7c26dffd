import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, MiddlewareHandler } from 'hono';
import { sql } from 'kysely';
import { behind } from '#platform/behind.ts';
import { newId } from '#platform/db/ids.ts';
import { databaseIsAway, type Pool, tookTooLong, waitedInVain } from '#platform/db/pool.ts';
import { asSystem, type Db } from '#platform/db/scope.ts';
import { type Ctx, identityOf } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { networkOf, take, takeEach } from '#platform/http/rate-limit.ts';
import type { Platform } from '#platform/platform.ts';
import { folded, saysSomething } from './words.ts';

/** What became of one search: of whoever asked nothing is kept. */
export interface Search {
  typed: string;
  place: 'page' | 'palette' | 'help';
  found: number;
  /** The language it was looked for in, where that is not the reader's. */
  lang?: string | undefined;
  /** The kind of what was opened; BY_PROGRAM when no person did. */
  opened: string | null;
  /** Which article it was: what is read is known of articles, and of nothing else. */
  openedId?: string | undefined;
}

/** A crawler, a scanner of mails, a browser that fetches ahead: counted by themselves, and nothing that people did is. */
export const BY_PROGRAM = 'program';

/** What authors can learn from: words. An address, a number that could be one of somebody's, and half a word are nothing to keep. */
export function keepable(typed: string): string | null {
  const asked = folded(typed).replace(/\s+/g, ' ').trim();
  // As the database counts them: a sign that takes two places in a text of JavaScript is one there.
  const signs = [...asked].length;
  if (!saysSomething(asked) || signs < 2 || signs > 100) return null;
  return /@|\d{4}|https?:|www\./.test(asked) ? null : asked;
}

/** What customers and strangers look for: the team's searches are names. */
export const isKept = (ctx: Ctx): boolean =>
  (ctx.actor.kind === 'contact' || ctx.actor.kind === 'visitor') && !ctx.viewing;

/** A browser asks for pages before anybody wants them, and says so. */
export function isFetchedAhead({ req }: Context<Env>): boolean {
  const said = ['sec-purpose', 'x-sec-purpose', 'purpose'].map((name) => req.header(name));
  return said.join(' ').includes('prefetch');
}

export async function keepSearch(ctx: Ctx, search: Search): Promise<void> {
  const row = rowOf(ctx, search);
  if (row) await ctx.db.insertInto('searches').values(row).execute();
}

function rowOf(ctx: Ctx, { typed, place, found, lang, opened, openedId }: Search) {
  const asked = keepable(typed);
  const said = typed
    .normalize('NFC')
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
    .toLowerCase()
    .slice(0, 100);
  if (!asked || !said || !isKept(ctx)) return null;
  return {
    workspace_id: ctx.workspace.id,
    id: newId(),
    asked,
    said,
    locale: lang ?? ctx.reader.locale,
    place,
    found,
    opened,
    opened_id: opened === 'article' ? (openedId ?? null) : null,
    at: ctx.now,
  };
}

const MOST_KEPT = { purpose: 'search-kept', limit: 300, windowSeconds: 3600 };

/** Of everybody behind one address, who may be a company: a stranger may come with a new cookie each time. */
const MOST_TOLD = { purpose: 'search-told', limit: 3000, windowSeconds: 3600 };

const counted = (c: Context<Env>, most: typeof MOST_KEPT, who: string) =>
  take(c.var.platform, c.var.workspace.id, most, who);

export const limits = [
  {
    path: '/search/outcome',
    method: 'POST' as const,
    check: async (c: Context<Env>) => {
      await counted(c, MOST_TOLD, networkOf(c.var.ip));
      await counted(c, MOST_KEPT, c.var.sessionToken || networkOf(c.var.ip));
    },
  },
];

const waiting = new WeakMap<Request, Search>();

/** A page's transaction is READ ONLY: what it wants kept waits until it is over. */
export const noteSearch = (request: Request, search: Search): void => void waiting.set(request, search);

/** Mounted around `scoped`, so it waits for no connection while holding one. */
export const searchesKept: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const search = waiting.get(c.req.raw);
  const ctx = c.get('ctx');
  if (!search || !ctx || c.req.method === 'HEAD') return;
  const row = rowOf(ctx, search);
  // Anybody may send a cookie that looks like a session: a stranger is their network.
  if (row) keepBehind(ctx.platform, { row, who: identityOf(ctx.actor) ?? networkOf(c.get('ip')) });
};

interface Kept {
  row: NonNullable<ReturnType<typeof rowOf>>;
  /** Whose budget it takes from. */
  who: string;
}

/** By pool and business, what waits while what came before is written. */
const lines = new WeakMap<Pool, Map<string, Kept[]>>();

/** Nobody's page waits for it, and what comes in a moment or while others are written goes with them: a transaction is for all of them. */
function keepBehind(platform: Platform, kept: Kept): void {
  const { pool } = platform;
  const ofPool = lines.get(pool) ?? new Map<string, Kept[]>();
  lines.set(pool, ofPool);
  const workspaceId = kept.row.workspace_id;
  const line = ofPool.get(workspaceId);
  if (line) {
    line.push(kept);
    return;
  }
  ofPool.set(workspaceId, [kept]);
  behind(pool, () => writeDown(platform, workspaceId, ofPool));
}

const MOST_AT_ONCE = 100;
const MOMENT_MS = 50;

async function writeDown(platform: Platform, workspaceId: string, ofPool: Map<string, Kept[]>): Promise<void> {
  const line = ofPool.get(workspaceId) ?? [];
  while (line.length > 0) {
    await sleep(MOMENT_MS);
    const some = line.splice(0, MOST_AT_ONCE);
    try {
      // Nobody looks for that much: what a program asks is answered, and teaches the authors nothing.
      const within = await takeEach(
        platform,
        workspaceId,
        MOST_KEPT,
        some.map(({ who }) => who),
      );
      await write(
        platform,
        workspaceId,
        some.flatMap(({ row }, at) => (within[at] ? row : [])),
      );
    } catch (error) {
      platform.log.warn({ err: error }, 'searches were not kept');
    }
  }
  ofPool.delete(workspaceId);
}

/** One that the database refuses takes nobody else's with it. */
async function write(platform: Platform, workspaceId: string, rows: Kept['row'][]): Promise<void> {
  if (rows.length === 0) return;
  const done = asSystem(platform.pool, workspaceId, (db) => db.insertInto('searches').values(rows).execute());
  await done.catch(async (error: unknown) => {
    // One by one each would wait as long as all of them have.
    if (rows.length === 1 || databaseIsAway(error) || waitedInVain(error) || tookTooLong(error)) throw error;
    for (const row of rows) {
      await write(platform, workspaceId, [row]).catch((why: unknown) =>
        platform.log.warn({ err: why }, 'a search was not kept'),
      );
    }
  });
}

/** Words that were looked for in vain: found nothing, or nothing that was worth opening. */
export interface InVain {
  asked: string;
  /** As most of them typed it. */
  said: string;
  locale: string;
  times: number;
  /** Of them without a result. */
  empty: number;
  last: Date;
}

/** What was found and never opened says little by itself: somebody read the answer in its line. */
const UNOPENED = 3;

/**
 * What nobody has written about yet and nobody has put aside, the most wanted first; and how many there are of it. What is looked for in vain
 * since its article is live comes back, and what was put aside when it was looked for as often again as in such a time before.
 */
export async function searchedInVain(
  ctx: { db: Db; workspace: { id: string } },
  since: Date,
  most: number,
): Promise<{ rows: InVain[]; n: number }> {
  const { rows } = await sql<InVain & { n: number }>`
    with settled as (select d.asked, d.locale, d.article_id is null as aside, case when d.article_id is null then d.at else greatest(d.at,
        coalesce((select min(t.live_from) from article_texts t where t.workspace_id = d.workspace_id and t.article_id = d.article_id
          and t.live_from <= now()), 'infinity')) end as until
      from searches_settled d where d.workspace_id = ${ctx.workspace.id})
    select s.asked, mode() within group (order by coalesce(s.said, s.asked)) as said, s.locale, count(*)::int as times, count(*) filter (where s.found = 0)::int as empty, max(s.at) as last,
      (count(*) over ())::int as n
    from searches s left join settled d on d.asked = s.asked and d.locale = s.locale
    where s.workspace_id = ${ctx.workspace.id} and s.at >= ${since}
      and s.opened is distinct from ${BY_PROGRAM}
      and (d.until is null or s.at > d.until)
    group by s.asked, s.locale, d.aside, d.until
    having count(s.opened) = 0 and (count(*) filter (where s.found = 0) > 0 or count(*) >= ${UNOPENED})
      and (d.aside is not true or count(*) >= greatest(${UNOPENED}, (select count(*) from searches b where b.workspace_id = ${ctx.workspace.id}
        and b.asked = s.asked and b.locale = s.locale and b.at <= d.until and b.at >= d.until - (now() - ${since}::timestamptz)
        and b.opened is distinct from ${BY_PROGRAM})))
    order by count(*) filter (where s.found = 0) desc, count(*) desc, max(s.at) desc limit ${most}`.execute(ctx.db);
  return { rows, n: rows[0]?.n ?? 0 };
}

/** How often programs opened what was found. */
export async function openedByPrograms(ctx: { db: Db; workspace: { id: string } }, since: Date): Promise<number> {
  const { n } = await ctx.db
    .selectFrom('searches')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('at', '>=', since)
    .where('opened', '=', BY_PROGRAM)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Nobody has to look at these words for now: an article is begun about them, or they are not worth one. */
export async function settleSearch(
  ctx: Ctx,
  words: { asked: string; locale: string },
  articleId: string | null,
): Promise<void> {
  await ctx.db
    .insertInto('searches_settled')
    .values({ workspace_id: ctx.workspace.id, id: newId(), ...words, article_id: articleId, at: ctx.now })
    .onConflict((same) =>
      same.columns(['workspace_id', 'asked', 'locale']).doUpdateSet({ article_id: articleId, at: ctx.now }),
    )
    .execute();
}

/** The article that somebody has begun about these words; null when they are looked for since readers have it. */
export async function answeredBy(
  ctx: Ctx,
  { asked, locale }: { asked: string; locale: string },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select d.article_id as id from searches_settled d
    where d.workspace_id = ${ctx.workspace.id} and d.asked = ${asked} and d.locale = ${locale} and d.article_id is not null
      and not exists (select from searches s where s.workspace_id = d.workspace_id and s.asked = d.asked and s.locale = d.locale
        and s.opened is distinct from ${BY_PROGRAM} and s.at > greatest(d.at, coalesce((select min(t.live_from)
          from article_texts t where t.workspace_id = d.workspace_id and t.article_id = d.article_id and t.live_from <= now()), 'infinity')))`.execute(
    ctx.db,
  );
  return rows[0]?.id ?? null;
}

/** Whether customers looked for these words: what is no such thing is not put aside. */
export async function wasAsked(ctx: Ctx, { asked, locale }: { asked: string; locale: string }): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('searches')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('asked', '=', asked)
    .where('locale', '=', locale)
    .where('opened', 'is distinct from', BY_PROGRAM)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

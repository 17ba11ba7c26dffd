import type { MiddlewareHandler } from 'hono';
import { sql } from 'kysely';
import { newId } from '#platform/db/ids.ts';
import { asSystem, type Db } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { folded } from './words.ts';

/** What became of one search: of whoever asked nothing is kept. */
export interface Search {
  typed: string;
  place: 'page' | 'palette' | 'help';
  found: number;
  /** The kind of what was opened. */
  opened: string | null;
}

/** What authors can learn from: words. An address, a number that could be one of somebody's, and half a word are nothing to keep. */
export function keepable(typed: string): string | null {
  const asked = folded(typed).replace(/\s+/g, ' ').trim();
  if (asked.length < 3 || asked.length > 100) return null;
  return /@|\d{4}|https?:|www\./.test(asked) ? null : asked;
}

/** Customers' searches only: what the team looks for are names. */
export const isKept = (ctx: Ctx): boolean => ctx.actor.kind === 'contact' && !ctx.viewing;

export async function keepSearch(ctx: Ctx, { typed, place, found, opened }: Search, db: Db = ctx.db): Promise<void> {
  const asked = keepable(typed);
  if (!asked || !isKept(ctx)) return;
  await db
    .insertInto('searches')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      asked,
      locale: ctx.reader.locale,
      place,
      found,
      opened,
      at: ctx.now,
    })
    .execute();
}

const waiting = new WeakMap<Request, Search>();

/** A page's transaction is READ ONLY: what it wants kept waits until it is over. */
export const noteSearch = (request: Request, search: Search): void => void waiting.set(request, search);

/** Mounted around `scoped`, so it waits for no connection while holding one. */
export const searchesKept: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const search = waiting.get(c.req.raw);
  const ctx = c.get('ctx');
  if (!search || !ctx) return;
  try {
    await asSystem(ctx.platform.pool, ctx.workspace.id, (db) => keepSearch(ctx, search, db));
  } catch (error) {
    ctx.platform.log.warn({ err: error, request: ctx.request.id }, 'a search was not kept');
  }
};

/** Words that were looked for in vain: found nothing, or nothing that was worth opening. */
export interface InVain {
  asked: string;
  locale: string;
  times: number;
  /** Of them without a result. */
  empty: number;
  last: Date;
}

/** The authors' queue, the most wanted first. */
export async function searchedInVain(
  ctx: { db: Db; workspace: { id: string } },
  since: Date,
  most: number,
): Promise<InVain[]> {
  const { rows } = await sql<InVain>`
    select asked, locale, count(*)::int as times, count(*) filter (where found = 0)::int as empty, max(at) as last
    from searches where workspace_id = ${ctx.workspace.id} and at >= ${since}
    group by asked, locale having count(opened) = 0
    order by count(*) filter (where found = 0) desc, count(*) desc, max(at) desc limit ${most}`.execute(ctx.db);
  return rows;
}

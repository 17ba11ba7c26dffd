import { sql } from 'kysely';
import { teamTitles } from '#features/knowledge/index.ts';
import { type Given, kept } from '#platform/db/kept.ts';
import type { Ctx } from '#platform/http/context.ts';

/** Of an event: its article is there still. One that was begun and thrown away is nobody's number, and leads nowhere. */
const STANDS = sql<boolean>`exists (select from articles a where a.workspace_id = events.workspace_id and a.id = events.subject_id)`;

/** In how many replies an article was named, of those whose customers whoever asks may see. */
export async function timesSent(ctx: Ctx, articleId: string): Promise<number> {
  const { n } = await ctx.db
    .selectFrom('events')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('subject_id', '=', articleId)
    .where('kind', '=', 'article.sent')
    .executeTakeFirstOrThrow();
  return n;
}

/** How often since then replies named an article, and articles were begun from tickets, of those whose customers whoever asks may see. */
export async function usedSince(ctx: Ctx, since: Date): Promise<{ sent: number; begun: number }> {
  return ctx.db
    .selectFrom('events')
    .select([
      sql<number>`(count(*) filter (where kind = 'article.sent'))::int`.as('sent'),
      sql<number>`(count(*) filter (where kind = 'article.begun_from_ticket' and ${STANDS}))::int`.as('begun'),
    ])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('kind', 'in', ['article.sent', 'article.begun_from_ticket'])
    .where('created_at', '>=', since)
    .executeTakeFirstOrThrow();
}

/** The ticket that an article was written because of. */
export async function begunFromTicket(ctx: Ctx, articleId: string): Promise<number | null> {
  const row = await ctx.db
    .selectFrom('events')
    .select(sql<number>`(data->>'ticket')::int`.as('ticket'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('subject_id', '=', articleId)
    .where('kind', '=', 'article.begun_from_ticket')
    .executeTakeFirst();
  return row?.ticket ?? null;
}

const begun = kept((by, { account, ticket }: Given<{ account: string; ticket: number }>) =>
  by.db
    .selectFrom('events')
    .select(['subject_id as id', sql<number>`(data->>'number')::int`.as('number')])
    .where('workspace_id', '=', by.workspace.id)
    .where('kind', '=', 'article.begun_from_ticket')
    .where('account_id', '=', account)
    .where(sql<boolean>`(data->>'ticket')::int = ${ticket}`)
    .where(STANDS)
    .orderBy('id')
    .limit(5),
);

/** The articles that were begun from a ticket. */
export const begunFrom = async (ctx: Ctx, { accountId, number }: { accountId: string; number: number }) =>
  titled(ctx, await begun.all(ctx, { account: accountId, ticket: number }));

export interface Used {
  id: string;
  number: number;
  title: string;
  n: number;
  last: Date;
}

/** What replies named most since then, the most used first. */
export async function mostUsed(ctx: Ctx, since: Date, most: number): Promise<Used[]> {
  const rows = await ctx.db
    .selectFrom('events')
    .select([
      'subject_id as id',
      sql<number>`max((data->>'number')::int)`.as('number'),
      sql<number>`count(*)::int`.as('n'),
      sql<Date>`max(created_at)`.as('last'),
    ])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('kind', '=', 'article.sent')
    .where('created_at', '>=', since)
    .groupBy('subject_id')
    .orderBy('n', 'desc')
    .orderBy('last', 'desc')
    .limit(most)
    .execute();
  return titled(ctx, rows);
}

export interface Begun {
  id: string;
  number: number;
  title: string;
  ticket: number;
  at: Date;
}

/** What was begun from tickets since then, of those whose customers whoever asks may see; the newest first. */
export async function begunSince(ctx: Ctx, since: Date, most: number): Promise<Begun[]> {
  const rows = await ctx.db
    .selectFrom('events')
    .select(['subject_id as id', 'created_at as at'])
    .select([sql<number>`(data->>'number')::int`.as('number'), sql<number>`(data->>'ticket')::int`.as('ticket')])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('kind', '=', 'article.begun_from_ticket')
    .where('created_at', '>=', since)
    .where(STANDS)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
  return titled(ctx, rows);
}

async function titled<Row extends { id: string }>(ctx: Ctx, rows: Row[]): Promise<(Row & { title: string })[]> {
  const titles = await teamTitles(
    ctx,
    rows.map(({ id }) => id),
    ctx.reader.locale,
  );
  return rows.map((row) => ({ ...row, title: titles.get(row.id) ?? '' }));
}

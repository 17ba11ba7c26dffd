import { sql } from 'kysely';
import { teamTitles } from '#features/knowledge/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { aMoment, anId, type Page, pageOf, readCursor, writeCursor } from '#platform/http/keyset.ts';
import type { Arm } from './arm.ts';
import { behind, triesOf } from './figures.ts';
import type { Filter, Selection } from './filter.ts';
import { rulesOf } from './rules.ts';

const SIZE = 50;

/** One person behind a number, with the session that is counted. */
export interface Try {
  id: string;
  accountId: string;
  account: string;
  contactId: string;
  contact: string;
  arm: Arm;
  begunAt: Date;
  suggested: string[];
  opened: string[];
  outcome: 'sent' | 'solved' | 'left' | null;
  ticket: number | null;
  subject: string | null;
  raisedAt: Date | null;
  raised: number | null;
  settled: boolean;
}

interface Asked {
  filter: Filter;
  show: Selection;
  cursor?: ReturnType<typeof readCursor>;
  limit: number;
}

/** The newest first. A ticket whose page the reader may not open is not named. */
async function triesBehind(ctx: CtxOf<Member>, { filter, show, cursor, limit }: Asked): Promise<Try[]> {
  const rules = await rulesOf(ctx);
  const place = cursor
    ? sql`and (t.begun_at, t.id) ${sql.raw(cursor.back ? '>' : '<')} (${cursor.at[0]}::timestamptz, ${cursor.at[1]}::uuid)`
    : sql``;
  const way = sql.raw(cursor?.back ? 'asc' : 'desc');
  const { rows } = await sql<Try>`
    select t.id, t.account_id as "accountId", a.name as account, t.contact_id as "contactId", c.name as contact, t.arm,
      t.begun_at as "begunAt", t.suggested, t.opened, t.outcome, k.number as ticket, k.subject,
      t.raised_at as "raisedAt", r.number as raised, t.settled
    from (${triesOf(ctx, filter, rules)}) t
    join accounts a on a.workspace_id = t.workspace_id and a.id = t.account_id
    join contacts c on c.workspace_id = t.workspace_id and c.id = t.contact_id
    left join tickets k on k.workspace_id = t.workspace_id and k.id = t.ticket_id
    left join tickets r on r.workspace_id = t.workspace_id and r.id = t.raised_ticket_id
    where ${behind[show]} ${place} order by t.begun_at ${way}, t.id ${way} limit ${sql.lit(limit)}`.execute(ctx.db);
  return rows;
}

export async function pageOfTries(
  ctx: CtxOf<Member>,
  filter: Filter,
  show: Selection,
  query: { after?: string | undefined; before?: string | undefined },
): Promise<Page<Try>> {
  const cursor = readCursor(query, aMoment, anId);
  const found = await triesBehind(ctx, { filter, show, cursor, limit: SIZE + 1 });
  return pageOf(found, SIZE, cursor, (row) => writeCursor(row.begunAt.toISOString(), row.id));
}

const MOST_ROWS = 100_000;
export const allTries = (ctx: CtxOf<Member>, filter: Filter, show: Selection): Promise<Try[]> =>
  triesBehind(ctx, { filter, show, limit: MOST_ROWS });

/** What the articles they name are called, for the team. */
export const titlesOf = (ctx: CtxOf<Member>, tries: readonly Try[]): Promise<Map<string, string>> =>
  teamTitles(ctx, [...new Set(tries.flatMap(({ suggested, opened }) => [...suggested, ...opened]))], ctx.reader.locale);

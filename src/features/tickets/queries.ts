import { sql } from 'kysely';
import { askedIn, localesOf } from '#features/search/index.ts';
import { type Asked, allHold } from '#features/segments/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import {
  aMoment,
  anId,
  type Cursor,
  type Page,
  type Part,
  pageOf,
  readCursor,
  writeCursor,
} from '#platform/http/keyset.ts';
import { asksThemselves, visibleTickets } from './access.ts';
import type { Priority, Status } from './ticket.ts';

export const PAGE_SIZE = 25;

/** One line of a list. */
export interface TicketLine {
  id: string;
  number: number;
  subject: string;
  status: Status;
  priority: Priority;
  activeAt: Date;
  createdAt: Date;
  waitingSince: Date | null;
  firstReplyAt: Date | null;
  requesterId: string;
  requester: string;
  /** Whether an answer that we wait for is the reader's own to give. */
  asksReader: boolean;
  requesterPhoto: string | null;
  account: string;
  accountShort: string;
  assignee: string | null;
}

export type TicketPage = Page<TicketLine>;

export interface CustomerFilter {
  view: 'open' | 'solved' | 'all';
  /** Only what this contact asked for themselves. */
  mine: boolean;
  sort: 'active' | 'newest';
  query: string;
  /** What is asked of the business's own fields. */
  own?: Asked | undefined;
  after?: string | undefined;
  before?: string | undefined;
}

const lineColumns = [
  'tickets.id',
  'tickets.number',
  'tickets.subject',
  'tickets.status',
  'tickets.priority',
  'tickets.active_at as activeAt',
  'tickets.created_at as createdAt',
  'tickets.waiting_since as waitingSince',
  'tickets.first_reply_at as firstReplyAt',
] as const;

/** Tickets with the names a list shows. */
export const namedTickets = (ctx: Ctx) =>
  visibleTickets(ctx)
    .innerJoin('contacts', (join) =>
      join
        .onRef('contacts.workspace_id', '=', 'tickets.workspace_id')
        .onRef('contacts.account_id', '=', 'tickets.account_id')
        .onRef('contacts.id', '=', 'tickets.requester_id'),
    )
    .innerJoin('accounts', (join) =>
      join.onRef('accounts.workspace_id', '=', 'tickets.workspace_id').onRef('accounts.id', '=', 'tickets.account_id'),
    )
    .leftJoin('members', (join) =>
      join.onRef('members.workspace_id', '=', 'tickets.workspace_id').onRef('members.id', '=', 'tickets.assignee_id'),
    )
    .select([
      ...lineColumns,
      'tickets.requester_id as requesterId',
      'contacts.name as requester',
      asksThemselves(ctx).as('asksReader'),
      'contacts.photo as requesterPhoto',
      'accounts.name as account',
      'accounts.short_name as accountShort',
      'members.name as assignee',
    ]);

export type NamedTickets = ReturnType<typeof namedTickets>;

/**
 * Written into the query: a status that travels as a value leaves the plan that is kept without the index of open tickets, and it
 * reads every ticket a customer ever asked.
 */
export const FINISHED = [sql.lit('solved'), sql.lit('closed')] as const;
export const PENDING = sql.lit('pending');

/** A customer's list. The account is in the query as well as in the policy: the planner finds its index by it. */
export async function customerTickets(ctx: Ctx, accountId: string, filter: CustomerFilter): Promise<TicketPage> {
  let query = namedTickets(ctx).where('tickets.account_id', '=', accountId);
  if (filter.view === 'open') query = query.where('tickets.status', 'not in', FINISHED);
  if (filter.view === 'solved') query = query.where('tickets.status', 'in', FINISHED);
  if (filter.mine && ctx.actor.kind === 'contact') query = query.where('tickets.requester_id', '=', ctx.actor.personId);
  query = asked(
    ctx,
    matching(ctx, query, filter.query, byWordsAlone(filter, [filter.mine, filter.sort !== 'active'])),
    filter.own,
  );
  return filter.sort === 'newest' ? byAge(query, filter) : byActivity(query, filter);
}

/** Narrows to tickets whose own fields say so. */
export function asked(ctx: Ctx, query: NamedTickets, own: Asked | undefined): NamedTickets {
  const held = own && allHold(ctx, own.conditions, own.attributes, sql.ref('tickets.id'));
  return held ? query.where(held) : query;
}

/** Where words alone narrow a list, whatever else it can be narrowed by: the page that is wanted of it. */
export const byWordsAlone = (
  filter: Paging & { view: string; own?: Asked | undefined },
  others: readonly unknown[],
): Paging | undefined =>
  filter.view === 'all' && !filter.own?.conditions.length && !others.some(Boolean) ? filter : undefined;

/**
 * Narrows to tickets whose number, subject or public text matches; for members notes count as well. The 500 with the newest activity
 * are found. Where nothing else narrows the list, `page` says which of its pages is wanted, and nothing beyond it is looked for.
 */
export function matching(ctx: Ctx, query: NamedTickets, typed: string, page?: Paging): NamedTickets {
  const { number, words } = askedIn(typed);
  if (!number && words.length === 0) return query;
  const found = sql<string>`(select ticket_id from app.found_tickets(${words}::text[], ${localesOf(ctx)}::text[]${page ? asFarAs(page) : sql``}))`;
  return query.where((where) =>
    where.or([
      ...(number ? [where('tickets.number', '=', number)] : []),
      ...(words.length > 0 ? [where('tickets.id', 'in', found)] : []),
    ]),
  );
}

const asFarAs = (page: Paging) => {
  const cursor = readCursor(page, aMoment, anId);
  if (!cursor) return sql`, ${PAGE_SIZE + 1}`;
  if (cursor.back) return sql``;
  return sql`, ${PAGE_SIZE + 1}, ${new Date(cursor.at[0]!)}::timestamptz, ${cursor.at[1]}::uuid`;
};

type Paging = { after?: string | undefined; before?: string | undefined };

/** Newest activity first. The cursor is the last line's place, so page one costs the same in a table of any size. */
export function byActivity(query: NamedTickets, paging: Paging): Promise<TicketPage> {
  const cursor = readCursor(paging, aMoment, anId);
  const place = sql`(tickets.active_at, tickets.id)`;
  if (cursor) {
    const there = sql`(${new Date(cursor.at[0]!)}::timestamptz, ${cursor.at[1]}::uuid)`;
    query = query.where(cursor.back ? sql<boolean>`${place} > ${there}` : sql<boolean>`${place} < ${there}`);
  }
  const way = cursor?.back ? 'asc' : 'desc';
  query = query.orderBy('tickets.active_at', way).orderBy('tickets.id', way);
  return page(query, cursor, (line) => writeCursor(line.activeAt.toISOString(), line.id));
}

/** Newest ticket first: ids are made in order. */
export function byAge(query: NamedTickets, paging: Paging): Promise<TicketPage> {
  const cursor = readCursor(paging, anId);
  if (cursor) query = query.where('tickets.id', cursor.back ? '>' : '<', cursor.at[0]!);
  query = query.orderBy('tickets.id', cursor?.back ? 'asc' : 'desc');
  return page(query, cursor, (line) => writeCursor(line.id));
}

const ranks = { urgent: '0', high: '1', normal: '2', low: '3' };
const aRank: Part = (text) => /^[0-3]$/.test(text);

/** What waits for us: the most important first, then who has waited longest. */
export function byWaiting(query: NamedTickets, paging: Paging): Promise<TicketPage> {
  const cursor = readCursor(paging, aRank, aMoment, anId);
  const place = sql`(tickets.priority_rank, tickets.waiting_since, tickets.id)`;
  query = query.where('tickets.waiting_since', 'is not', null);
  if (cursor) {
    const [rank, since, id] = cursor.at;
    const there = sql`(${Number(rank)}::smallint, ${new Date(since!)}::timestamptz, ${id}::uuid)`;
    query = query.where(cursor.back ? sql<boolean>`${place} < ${there}` : sql<boolean>`${place} > ${there}`);
  }
  const way = cursor?.back ? 'desc' : 'asc';
  query = query.orderBy('tickets.priority_rank', way).orderBy('tickets.waiting_since', way).orderBy('tickets.id', way);
  return page(query, cursor, (line) =>
    writeCursor(ranks[line.priority], line.waitingSince?.toISOString() ?? '', line.id),
  );
}

async function page(
  query: NamedTickets,
  cursor: Cursor | null,
  cursorOf: (line: TicketLine) => string,
): Promise<TicketPage> {
  const found = (await query.limit(sql.lit(PAGE_SIZE + 1)).execute()) as TicketLine[];
  return pageOf(found, PAGE_SIZE, cursor, cursorOf);
}

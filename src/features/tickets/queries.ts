import { sql } from 'kysely';
import { askedIn, localesOf } from '#features/search/index.ts';
import { type Asked, allHold } from '#features/segments/index.ts';
import { type Asker, type Given, kept, type SaidOf } from '#platform/db/kept.ts';
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
export const namedTickets = (by: Asker) =>
  visibleTickets(by)
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
      asksThemselves(by).as('asksReader'),
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

type Shown = { view: CustomerFilter['view']; mine: boolean; sort: CustomerFilter['sort'] };

/** The account is in the query as well as in the policy: the planner finds its index by it. */
function ofCustomer(
  by: Asker,
  { account, ...sought }: SaidOf<Sought & { account: string }>,
  { view, mine, sort }: Shown,
  paging: Wanted,
): NamedTickets {
  let query = namedTickets(by).where('tickets.account_id', '=', account);
  if (view === 'open') query = query.where('tickets.status', 'not in', FINISHED);
  if (view === 'solved') query = query.where('tickets.status', 'in', FINISHED);
  if (mine && by.actor.kind === 'contact') query = query.where('tickets.requester_id', '=', by.actor.personId);
  return matching(query, sought, byWordsAlone(view, paging, [mine, sort !== 'active']));
}

const orderOf = ({ sort }: Shown): Order => (sort === 'newest' ? byAge : byActivity);

const firstOfCustomer = kept((by, given: Given<Sought & { account: string }>, shown: Shown) =>
  orderOf(shown).from(ofCustomer(by, given, shown, {}), null),
);

/** A customer's list. */
export async function customerTickets(ctx: Ctx, accountId: string, filter: CustomerFilter): Promise<TicketPage> {
  const { view, mine, sort } = filter;
  const shown = { view, mine, sort };
  const given = { account: accountId, ...soughtIn(ctx, filter.query) };
  if (isFirst(filter)) return firstPage(orderOf(shown), await firstOfCustomer.all(ctx, given, shown));
  return pageIn(orderOf(shown), asked(ctx, ofCustomer(ctx, given, shown, filter), filter.own), filter);
}

/** Narrows to tickets whose own fields say so. */
export function asked(ctx: Ctx, query: NamedTickets, own: Asked | undefined): NamedTickets {
  const held = own && allHold(ctx, own.conditions, own.attributes, sql.ref('tickets.id'));
  return held ? query.where(held) : query;
}

/** Where words alone narrow a list, whatever else it can be narrowed by: the page that is wanted of it. */
export const byWordsAlone = (view: string, paging: Wanted, others: readonly unknown[]): Paging | undefined =>
  view === 'all' && !paging.own?.conditions.length && !others.some(Boolean) ? paging : undefined;

/** What was typed, as values of a statement. */
export type Sought = {
  number: number | undefined;
  words: string[] | undefined;
  locales: string[] | undefined;
};

export function soughtIn(ctx: Ctx, typed: string): Sought {
  const { number, words } = askedIn(typed);
  const some = words.length > 0;
  return {
    number: number || undefined,
    words: some ? words : undefined,
    locales: some ? localesOf(ctx) : undefined,
  };
}

/**
 * Narrows to tickets whose number, subject or public text matches; for members notes count as well. The 500 with the newest activity
 * are found. Where nothing else narrows the list, `page` says which of its pages is wanted, and nothing beyond it is looked for.
 */
export function matching(query: NamedTickets, sought: SaidOf<Sought>, page?: Paging): NamedTickets {
  const { number, words, locales } = sought;
  if (!number && !words) return query;
  const found = sql<string>`(select ticket_id from app.found_tickets(${words}::text[], ${locales}::text[]${page ? asFarAs(page) : sql``}))`;
  return query.where((where) =>
    where.or([
      ...(number ? [where('tickets.number', '=', number)] : []),
      ...(words ? [where('tickets.id', 'in', found)] : []),
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
/** Which page, and what is asked of the business's own fields. */
export type Wanted = Paging & { own?: Asked | undefined };

/** An order of a list: the pages of it begin at a place, so page one costs the same in a table of any size. */
export interface Order {
  cursorOf(paging: Paging): Cursor | null;
  /** What stands in it behind a place, or from its beginning. */
  from(query: NamedTickets, cursor: Cursor | null): NamedTickets;
  placeOf(line: TicketLine): string;
}

const upTo = (query: NamedTickets): NamedTickets => query.limit(sql.lit(PAGE_SIZE + 1));

/** Newest activity first. */
export const byActivity: Order = {
  cursorOf: (paging) => readCursor(paging, aMoment, anId),
  from(query, cursor) {
    const place = sql`(tickets.active_at, tickets.id)`;
    if (cursor) {
      const there = sql`(${new Date(cursor.at[0]!)}::timestamptz, ${cursor.at[1]}::uuid)`;
      query = query.where(cursor.back ? sql<boolean>`${place} > ${there}` : sql<boolean>`${place} < ${there}`);
    }
    const way = cursor?.back ? 'asc' : 'desc';
    return upTo(query.orderBy('tickets.active_at', way).orderBy('tickets.id', way));
  },
  placeOf: (line) => writeCursor(line.activeAt.toISOString(), line.id),
};

/** Newest ticket first: ids are made in order. */
const byAge: Order = {
  cursorOf: (paging) => readCursor(paging, anId),
  from(query, cursor) {
    if (cursor) query = query.where('tickets.id', cursor.back ? '>' : '<', cursor.at[0]!);
    return upTo(query.orderBy('tickets.id', cursor?.back ? 'asc' : 'desc'));
  },
  placeOf: (line) => writeCursor(line.id),
};

const ranks = { urgent: '0', high: '1', normal: '2', low: '3' };
const aRank: Part = (text) => /^[0-3]$/.test(text);

/** What waits for us: the most important first, then who has waited longest. */
export const byWaiting: Order = {
  cursorOf: (paging) => readCursor(paging, aRank, aMoment, anId),
  from(query, cursor) {
    const place = sql`(tickets.priority_rank, tickets.waiting_since, tickets.id)`;
    query = query.where('tickets.waiting_since', 'is not', null);
    if (cursor) {
      const [rank, since, id] = cursor.at;
      const there = sql`(${Number(rank)}::smallint, ${new Date(since!)}::timestamptz, ${id}::uuid)`;
      query = query.where(cursor.back ? sql<boolean>`${place} < ${there}` : sql<boolean>`${place} > ${there}`);
    }
    const way = cursor?.back ? 'desc' : 'asc';
    return upTo(
      query.orderBy('tickets.priority_rank', way).orderBy('tickets.waiting_since', way).orderBy('tickets.id', way),
    );
  },
  placeOf: (line) => writeCursor(ranks[line.priority], line.waitingSince?.toISOString() ?? '', line.id),
};

export async function pageIn(order: Order, query: NamedTickets, paging: Paging): Promise<TicketPage> {
  const cursor = order.cursorOf(paging);
  return pageOf((await order.from(query, cursor).execute()) as TicketLine[], PAGE_SIZE, cursor, order.placeOf);
}

/** Page one of what no field narrows: what most ask for, and its statement is kept. */
export const isFirst = ({ after, before, own }: Wanted): boolean => !after && !before && !own?.conditions.length;

/** The rows of such a statement as a page. */
export const firstPage = (order: Order, rows: Awaited<ReturnType<NamedTickets['execute']>>): TicketPage =>
  pageOf(rows as TicketLine[], PAGE_SIZE, null, order.placeOf);

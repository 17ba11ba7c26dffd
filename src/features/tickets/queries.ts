import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import { visibleTickets } from './access.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { searchTerms } from './search.ts';
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
  requester: string;
  account: string;
  accountShort: string;
  assignee: string | null;
}

export interface TicketPage {
  lines: TicketLine[];
  /** Cursors of the neighbouring pages; absent at an end. */
  older?: string | undefined;
  newer?: string | undefined;
}

export interface CustomerFilter {
  view: 'open' | 'solved' | 'all';
  /** Only what this contact asked for themselves. */
  mine: boolean;
  sort: 'active' | 'newest';
  query: string;
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
      'contacts.name as requester',
      'accounts.name as account',
      'accounts.short_name as accountShort',
      'members.name as assignee',
    ]);

export type NamedTickets = ReturnType<typeof namedTickets>;

const FINISHED = ['solved', 'closed'];

/** A customer's list. The account is in the query as well as in the policy: the planner finds its index by it. */
export async function customerTickets(ctx: Ctx, accountId: string, filter: CustomerFilter): Promise<TicketPage> {
  let query = namedTickets(ctx).where('tickets.account_id', '=', accountId);
  if (filter.view === 'open') query = query.where('tickets.status', 'not in', FINISHED);
  if (filter.view === 'solved') query = query.where('tickets.status', 'in', FINISHED);
  if (filter.mine && ctx.actor.kind === 'contact') query = query.where('tickets.requester_id', '=', ctx.actor.personId);
  query = matching(query, filter.query);
  return filter.sort === 'newest' ? byAge(query, filter) : byActivity(query, filter);
}

/** Narrows to tickets whose number, subject or public text matches; for members notes count as well. */
export function matching(query: NamedTickets, words: string): NamedTickets {
  const { number, terms } = searchTerms(words);
  if (!number && !terms) return query;
  return query.where((where) =>
    where.or([
      ...(number ? [where('tickets.number', '=', number)] : []),
      ...(terms
        ? [where('tickets.id', 'in', sql<string>`(select ticket_id from app.matching_tickets(${terms}))`)]
        : []),
    ]),
  );
}

type Paging = { after?: string | undefined; before?: string | undefined };

/** Newest activity first. The cursor is the last line's place, so page one costs the same in a table of any size. */
export function byActivity(query: NamedTickets, { after, before }: Paging): Promise<TicketPage> {
  const place = sql`(tickets.active_at, tickets.id)`;
  const at = readCursor(after ?? before, 2);
  const back = before !== undefined && after === undefined;
  if (at) {
    const there = sql`(${new Date(at[0]!)}::timestamptz, ${at[1]}::uuid)`;
    query = query.where(back ? sql<boolean>`${place} > ${there}` : sql<boolean>`${place} < ${there}`);
  }
  const way = back ? 'asc' : 'desc';
  query = query.orderBy('tickets.active_at', way).orderBy('tickets.id', way);
  return page(query, back, at !== null, (line) => writeCursor(line.activeAt.toISOString(), line.id));
}

/** Newest ticket first: ids are made in order. */
export function byAge(query: NamedTickets, { after, before }: Paging): Promise<TicketPage> {
  const at = readCursor(after ?? before, 1);
  const back = before !== undefined && after === undefined;
  if (at) query = query.where('tickets.id', back ? '>' : '<', at[0]!);
  query = query.orderBy('tickets.id', back ? 'asc' : 'desc');
  return page(query, back, at !== null, (line) => writeCursor(line.id));
}

/** What waits for us: the most important first, then who has waited longest. */
export function byWaiting(query: NamedTickets, { after, before }: Paging): Promise<TicketPage> {
  const place = sql`(tickets.priority_rank, tickets.waiting_since, tickets.id)`;
  const at = readCursor(after ?? before, 3);
  const back = before !== undefined && after === undefined;
  query = query.where('tickets.waiting_since', 'is not', null);
  if (at) {
    const there = sql`(${Number(at[0])}::smallint, ${new Date(at[1]!)}::timestamptz, ${at[2]}::uuid)`;
    query = query.where(back ? sql<boolean>`${place} < ${there}` : sql<boolean>`${place} > ${there}`);
  }
  const way = back ? 'desc' : 'asc';
  query = query.orderBy('tickets.priority_rank', way).orderBy('tickets.waiting_since', way).orderBy('tickets.id', way);
  const rank = { urgent: 0, high: 1, normal: 2, low: 3 };
  return page(query, back, at !== null, (line) =>
    writeCursor(String(rank[line.priority]), line.waitingSince?.toISOString() ?? '', line.id),
  );
}

async function page(
  query: NamedTickets,
  back: boolean,
  inside: boolean,
  cursor: (line: TicketLine) => string,
): Promise<TicketPage> {
  const rows = (await query.limit(PAGE_SIZE + 1).execute()) as TicketLine[];
  const more = rows.length > PAGE_SIZE;
  const lines = rows.slice(0, PAGE_SIZE);
  if (back) lines.reverse();
  const first = lines[0];
  const last = lines.at(-1);
  return {
    lines,
    older: last && (back || more) ? cursor(last) : undefined,
    newer: first && (back ? more : inside) ? cursor(first) : undefined,
  };
}

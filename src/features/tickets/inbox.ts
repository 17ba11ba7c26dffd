import { sql } from 'kysely';
import { z } from 'zod';
import type { Asked } from '#features/segments/index.ts';
import { type Asker, type Given, kept, type SaidOf } from '#platform/db/kept.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { MOST } from '#platform/ui/up-to-99.ts';
import { asksThemselves, visibleTickets } from './access.ts';
import {
  asked,
  byActivity,
  byWaiting,
  byWordsAlone,
  FINISHED,
  firstPage,
  isFirst,
  matching,
  type NamedTickets,
  namedTickets,
  type Order,
  PENDING,
  pageIn,
  type Sought,
  soughtIn,
  type TicketPage,
  type Wanted,
} from './queries.ts';
import { isFinished, isOurs, priorities, type Status, statuses } from './ticket.ts';

export const views = ['reply', 'mine', 'nobody', 'waiting', 'solved', 'all'] as const;
export type View = (typeof views)[number];

/** The inbox's address: every state of the list can be linked and reloaded. Nonsense in it is ignored. */
const address = z.object({
  view: z.enum(views).catch('reply'),
  status: z.enum(statuses).optional().catch(undefined),
  priority: z.enum(priorities).optional().catch(undefined),
  assignee: z.uuid().optional().catch(undefined),
  account: z.uuid().optional().catch(undefined),
  /** Words of a customer's name, or of a person there. */
  customer: z.string().max(200).catch('').default(''),
  q: z.string().max(200).catch('').default(''),
  after: z.string().max(200).optional().catch(undefined),
  before: z.string().max(200).optional().catch(undefined),
});
/** A status that its queue never holds was asked for all the same: it is looked for among all tickets. */
export const inboxFilter = address.transform((filter) =>
  filter.status && !mayHold(filter.view, filter.status) ? { ...filter, view: 'all' as const } : filter,
);
export type InboxFilter = z.infer<typeof inboxFilter> & { own?: Asked | undefined };

/** What narrows a queue, by its name in the address. */
export const narrowing = ['q', 'customer', 'account', 'status', 'priority', 'assignee'] as const;
export const isNarrowed = (filter: InboxFilter): boolean =>
  narrowing.some((name) => filter[name]) || (filter.own?.drafts.length ?? 0) > 0;

/** What narrows a queue; `me` where it is one's own. */
type Narrowed = Sought & {
  [name in 'status' | 'priority' | 'assignee' | 'account' | 'customer' | 'me']: string | undefined;
};

function queue(by: Asker, narrowed: SaidOf<Narrowed>, view: View, paging: Wanted): NamedTickets {
  const { status, priority, assignee, account, customer, me } = narrowed;
  let query = namedTickets(by);
  if (me) query = query.where('tickets.assignee_id', '=', me);
  if (view === 'nobody') query = query.where('tickets.assignee_id', 'is', null);
  if (view === 'waiting') query = query.where('tickets.status', '=', PENDING);
  if (view === 'solved') query = query.where('tickets.status', 'in', FINISHED);
  if (status) query = query.where('tickets.status', '=', status);
  if (priority) query = query.where('tickets.priority', '=', priority);
  if (assignee) query = query.where('tickets.assignee_id', '=', assignee);
  if (account) query = query.where('tickets.account_id', '=', account);
  if (customer) {
    const accounts = sql<string>`(select account_id from app.matching_accounts(${customer}))`;
    query = query.where('tickets.account_id', 'in', accounts);
  }
  return matching(query, narrowed, byWordsAlone(view, paging, [status, priority, assignee, account, customer]));
}

const orderOf = (view: View): Order => (waitsForUs(view) ? byWaiting : byActivity);

const firstOfQueue = kept((by, narrowed: Given<Narrowed>, view: View) =>
  orderOf(view).from(queue(by, narrowed, view, {}), null),
);

export async function inboxTickets(ctx: CtxOf<Member>, filter: InboxFilter): Promise<TicketPage> {
  const { view, status, priority, assignee, account } = filter;
  const me = view === 'mine' ? ctx.actor.personId : undefined;
  const customer = filter.customer.trim() || undefined;
  const narrowed = { status, priority, assignee, account, customer, me, ...soughtIn(ctx, filter.q) };
  if (isFirst(filter)) return firstPage(orderOf(view), await firstOfQueue.all(ctx, narrowed, view));
  return pageIn(orderOf(view), asked(ctx, queue(ctx, narrowed, view, filter), filter.own), filter);
}

/** These views show only what waits for an answer of ours, the most pressing first. */
export const waitsForUs = (view: View): boolean => view === 'reply' || view === 'mine' || view === 'nobody';

/** Whether tickets of this status can be in the view; every priority can be in each. */
function mayHold(view: View, status: Status): boolean {
  if (waitsForUs(view)) return isOurs(status);
  if (view === 'waiting') return status === 'pending';
  return view === 'all' || isFinished(status);
}

const countsOfTeam = kept((by, { me }: Given<{ me: string }>) =>
  by.db.selectNoFrom([
    atMost(by, waiting(by)).as('reply'),
    atMost(by, waiting(by).where('assignee_id', '=', me)).as('mine'),
    atMost(by, waiting(by).where('assignee_id', 'is', null)).as('nobody'),
  ]),
);

/** How many wait for an answer, counted to a hundred: beyond that the number says nothing more and would cost. */
export async function inboxCounts(ctx: CtxOf<Member>): Promise<Record<'reply' | 'mine' | 'nobody', number>> {
  const { reply, mine, nobody } = await countsOfTeam.one(ctx, { me: ctx.actor.personId });
  return { reply: reply ?? 0, mine: mine ?? 0, nobody: nobody ?? 0 };
}

const countsOfCustomer = kept((by, { account }: Given<{ account: string }>) => {
  const own = () => visibleTickets(by).where('account_id', '=', account);
  return by.db.selectNoFrom([
    atMost(by, own().where('status', 'not in', FINISHED)).as('open'),
    atMost(by, own().where('status', 'in', FINISHED)).as('solved'),
  ]);
});

/** How many of a customer's tickets are open and how many are done, counted the same way. */
export async function customerCounts(ctx: Ctx, accountId: string): Promise<Record<'open' | 'solved', number>> {
  const { open, solved } = await countsOfCustomer.one(ctx, { account: accountId });
  return { open: open ?? 0, solved: solved ?? 0 };
}

/**
 * For the navigation: how many tickets wait for the reader's side, at most a hundred; a part of the query of every page.
 * The team's is the number of the inbox it leads to.
 */
export function waitingTickets(by: Asker) {
  const { actor } = by;
  if (actor.kind !== 'contact') return atMost(by, waiting(by));
  const pending = visibleTickets(by).where('account_id', '=', actor.accountId).where('status', '=', PENDING);
  return atMost(by, pending.where(asksThemselves(by)));
}

const waiting = (by: Asker) => visibleTickets(by).where('waiting_since', 'is not', null);

const atMost = (by: Asker, tickets: ReturnType<typeof visibleTickets>) =>
  by.db
    .selectFrom(tickets.select('id').limit(sql.lit(MOST)).as('counted'))
    .select((s) => s.fn.countAll<number>().as('n'));

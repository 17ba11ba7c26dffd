import { sql } from 'kysely';
import { z } from 'zod';
import type { Asked } from '#features/segments/index.ts';
import type { Asker } from '#platform/db/kept.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { MOST } from '#platform/ui/up-to-99.ts';
import { asksThemselves, visibleTickets } from './access.ts';
import {
  asked,
  byActivity,
  byWaiting,
  byWordsAlone,
  FINISHED,
  matching,
  type NamedTickets,
  namedTickets,
  PENDING,
  type TicketPage,
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

export async function inboxTickets(ctx: CtxOf<Member>, filter: InboxFilter): Promise<TicketPage> {
  let query = narrowed(ctx, namedTickets(ctx), filter.view);
  if (filter.status) query = query.where('tickets.status', '=', filter.status);
  if (filter.priority) query = query.where('tickets.priority', '=', filter.priority);
  if (filter.assignee) query = query.where('tickets.assignee_id', '=', filter.assignee);
  if (filter.account) query = query.where('tickets.account_id', '=', filter.account);
  const customer = filter.customer.trim();
  if (customer) {
    const accounts = sql<string>`(select account_id from app.matching_accounts(${customer}))`;
    query = query.where('tickets.account_id', 'in', accounts);
  }
  const others = narrowing.filter((name) => name !== 'q').map((name) => filter[name]);
  query = asked(ctx, matching(ctx, query, filter.q, byWordsAlone(filter, others)), filter.own);
  return waitsForUs(filter.view) ? byWaiting(query, filter) : byActivity(query, filter);
}

/** These views show only what waits for an answer of ours, the most pressing first. */
export const waitsForUs = (view: View): boolean => view === 'reply' || view === 'mine' || view === 'nobody';

/** Whether tickets of this status can be in the view; every priority can be in each. */
function mayHold(view: View, status: Status): boolean {
  if (waitsForUs(view)) return isOurs(status);
  if (view === 'waiting') return status === 'pending';
  return view === 'all' || isFinished(status);
}

function narrowed(ctx: CtxOf<Member>, query: NamedTickets, view: View): NamedTickets {
  if (view === 'mine') return query.where('tickets.assignee_id', '=', ctx.actor.personId);
  if (view === 'nobody') return query.where('tickets.assignee_id', 'is', null);
  if (view === 'waiting') return query.where('tickets.status', '=', PENDING);
  if (view === 'solved') return query.where('tickets.status', 'in', FINISHED);
  return query;
}

/** How many wait for an answer, counted to a hundred: beyond that the number says nothing more and would cost. */
export async function inboxCounts(ctx: CtxOf<Member>): Promise<Record<'reply' | 'mine' | 'nobody', number>> {
  const { reply, mine, nobody } = await ctx.db
    .selectNoFrom([
      atMost(ctx, waiting(ctx)).as('reply'),
      atMost(ctx, waiting(ctx).where('assignee_id', '=', ctx.actor.personId)).as('mine'),
      atMost(ctx, waiting(ctx).where('assignee_id', 'is', null)).as('nobody'),
    ])
    .executeTakeFirstOrThrow();
  return { reply: reply ?? 0, mine: mine ?? 0, nobody: nobody ?? 0 };
}

/** How many of a customer's tickets are open and how many are done, counted the same way. */
export async function customerCounts(ctx: Ctx, accountId: string): Promise<Record<'open' | 'solved', number>> {
  const own = () => visibleTickets(ctx).where('account_id', '=', accountId);
  const { open, solved } = await ctx.db
    .selectNoFrom([
      atMost(ctx, own().where('status', 'not in', FINISHED)).as('open'),
      atMost(ctx, own().where('status', 'in', FINISHED)).as('solved'),
    ])
    .executeTakeFirstOrThrow();
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

import { sql } from 'kysely';
import { type Given, kept } from '#platform/db/kept.ts';
import type { Ctx } from '#platform/http/context.ts';
import { asksThemselves, visibleTickets } from './access.ts';
import { say } from './messages.ts';
import { FINISHED, namedTickets, PENDING } from './queries.ts';
import { refOf } from './ticket.ts';

type OfAccount = Given<{ account: string }>;

const pendingForReader = kept((by, { account }: OfAccount) =>
  visibleTickets(by)
    .select(['id', 'number', 'subject', 'active_at'])
    .where('account_id', '=', account)
    .where('status', '=', PENDING)
    .where(asksThemselves(by))
    .orderBy('active_at')
    .limit(sql.lit(50)),
);

/** What the customer's home asks of its reader: tickets where we wait for their own answer, the longest waiting first. */
export const ticketsWaitingForYou = {
  name: 'tickets',
  async load(ctx: Ctx) {
    if (ctx.actor.kind !== 'contact') return [];
    const rows = await pendingForReader.all(ctx, { account: ctx.actor.accountId });
    return rows.map((row) => ({
      key: `ticket:${row.id}`,
      icon: 'message-circle' as const,
      title: say(ctx.reader, 'need.title', { subject: row.subject }),
      meta: refOf(row.number),
      text: say(ctx.reader, 'need.text'),
      since: row.active_at,
      action: { label: say(ctx.reader, 'need.action'), href: `/support/${row.number}#reply` },
    }));
  },
};

const pendingForOthers = kept((by, { account }: OfAccount, { limit }: { limit: number }) =>
  namedTickets(by)
    .where('tickets.account_id', '=', account)
    .where('tickets.status', '=', PENDING)
    .where(sql<boolean>`not ${asksThemselves(by)}`)
    .orderBy('tickets.active_at', 'desc')
    .orderBy('tickets.id', 'desc')
    .limit(sql.lit(limit)),
);

/** What we wait for and somebody else of the same customer was asked, the newest activity first. */
export const waitingForColleagues = (ctx: Ctx, accountId: string, limit: number) =>
  pendingForOthers.all(ctx, { account: accountId }, { limit });

const openOfAccount = kept((by, { account }: OfAccount, { limit, withUs }: { limit: number; withUs: boolean }) =>
  visibleTickets(by)
    .select(['id', 'number', 'subject', 'status', 'priority', 'active_at as activeAt', 'waiting_since as waitingSince'])
    .where('account_id', '=', account)
    .where('status', 'not in', withUs ? [...FINISHED, PENDING] : FINISHED)
    .orderBy('active_at', 'desc')
    .orderBy('id', 'desc')
    .limit(sql.lit(limit)),
);

/**
 * A customer's open tickets, newest activity first: for their home and for the team's page about them. `withUs` leaves out
 * those that wait for the customer.
 */
export const openTicketsOfAccount = (
  ctx: Ctx,
  accountId: string,
  { limit, withUs = false }: { limit: number; withUs?: boolean },
) => openOfAccount.all(ctx, { account: accountId }, { limit, withUs });

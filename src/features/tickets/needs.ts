import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import { asksThemselves, visibleTickets } from './access.ts';
import { say } from './messages.ts';
import { FINISHED, namedTickets, PENDING } from './queries.ts';
import { refOf } from './ticket.ts';

/** What the customer's home asks of its reader: tickets where we wait for their own answer, the longest waiting first. */
export const ticketsWaitingForYou = {
  name: 'tickets',
  async load(ctx: Ctx) {
    if (ctx.actor.kind !== 'contact') return [];
    const rows = await visibleTickets(ctx)
      .select(['id', 'number', 'subject', 'active_at'])
      .where('account_id', '=', ctx.actor.accountId)
      .where('status', '=', PENDING)
      .where(asksThemselves(ctx))
      .orderBy('active_at')
      .limit(sql.lit(50))
      .execute();
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

/** What we wait for and somebody else of the same customer was asked, the newest activity first. */
export async function waitingForColleagues(ctx: Ctx, accountId: string, limit: number) {
  return namedTickets(ctx)
    .where('tickets.account_id', '=', accountId)
    .where('tickets.status', '=', PENDING)
    .where(sql<boolean>`not ${asksThemselves(ctx)}`)
    .orderBy('tickets.active_at', 'desc')
    .orderBy('tickets.id', 'desc')
    .limit(sql.lit(limit))
    .execute();
}

/**
 * A customer's open tickets, newest activity first: for their home and for the team's page about them. `withUs` leaves out
 * those that wait for the customer.
 */
export async function openTicketsOfAccount(
  ctx: Ctx,
  accountId: string,
  { limit, withUs }: { limit: number; withUs?: boolean },
) {
  return visibleTickets(ctx)
    .select(['id', 'number', 'subject', 'status', 'priority', 'active_at as activeAt', 'waiting_since as waitingSince'])
    .where('account_id', '=', accountId)
    .where('status', 'not in', withUs ? [...FINISHED, PENDING] : FINISHED)
    .orderBy('active_at', 'desc')
    .orderBy('id', 'desc')
    .limit(sql.lit(limit))
    .execute();
}

import { recordMany } from '#platform/events/record-many.ts';
import type { Ctx } from '#platform/http/context.ts';
import { visibleTickets } from './access.ts';
import { assignableMembers } from './assign.ts';
import { ticketAssigned } from './events.ts';
import { FINISHED } from './queries.ts';

const openOf = (ctx: Ctx, memberId: string) =>
  visibleTickets(ctx).where('tickets.assignee_id', '=', memberId).where('tickets.status', 'not in', FINISHED);

/** How many open tickets somebody of the team has, as far as whoever asks sees them. */
export async function openTicketsOf(ctx: Ctx, memberId: string): Promise<number> {
  const { n } = await openOf(ctx, memberId)
    .select((s) => s.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Who could take over everything that somebody had: whoever answers every customer. */
export const takers = async (ctx: Ctx): Promise<{ id: string; name: string }[]> =>
  (await assignableMembers(ctx)).filter(({ customers }) => customers === null);

/** Gives the open tickets of somebody who is leaving to another, or to nobody: then they wait where everybody looks. */
export async function passTickets(ctx: Ctx, from: string, to: string | null): Promise<number> {
  const tickets = await openOf(ctx, from)
    .select(['tickets.id', 'tickets.number', 'tickets.account_id'])
    .orderBy('tickets.id')
    .forUpdate()
    .execute();
  if (tickets.length === 0) return 0;
  await ctx.db
    .updateTable('tickets')
    .set({ assignee_id: to, updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where(
      'id',
      'in',
      tickets.map(({ id }) => id),
    )
    .execute();
  await recordMany(
    ctx,
    ticketAssigned,
    tickets.map(({ id, number, account_id }) => ({
      subjectId: id,
      accountId: account_id,
      data: { number, assignee: to, changes: { assignee: { from, to } } },
    })),
  );
  return tickets.length;
}

/** A ticket that comes back to somebody who is gone is nobody's. For reactions, where the system acts. */
export async function letGoOfGone(ctx: Ctx, ticketId: string): Promise<void> {
  const ticket = await visibleTickets(ctx)
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'tickets.workspace_id').onRef('m.id', '=', 'tickets.assignee_id'),
    )
    .select('m.id')
    .where('tickets.id', '=', ticketId)
    .where('tickets.status', 'not in', FINISHED)
    .where('m.disabled_at', 'is not', null)
    .executeTakeFirst();
  if (ticket) await passTickets(ctx, ticket.id, null);
}

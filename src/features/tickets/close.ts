import { record } from '#platform/events/record.ts';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { lockTicket, mayReopen, maySolve } from './access.ts';
import { ticketReopened, ticketSolved } from './events.ts';
import type { Ticket } from './ticket.ts';

/** "This is solved", from either side. The first solution's time is kept when it is reopened and solved again. */
export async function solve(ctx: CtxOf<Contact | Member>, number: string): Promise<Ticket> {
  const ticket = await lockTicket(ctx, number);
  demand(maySolve(ctx.actor, ticket));
  await move(ctx, ticket, { status: 'solved', solved_at: ctx.now, waiting_since: null });
  const what = { subjectId: ticket.id, accountId: ticket.accountId, data: { number: ticket.number } };
  await record(ctx, ticketSolved, what);
  return { ...ticket, status: 'solved' };
}

/** Not solved after all: it is the team's turn again, from now. */
export async function reopen(ctx: CtxOf<Contact | Member>, number: string): Promise<Ticket> {
  const ticket = await lockTicket(ctx, number);
  demand(mayReopen(ctx.actor, ticket));
  await move(ctx, ticket, { status: 'open', solved_at: null, waiting_since: ctx.now });
  const what = { subjectId: ticket.id, accountId: ticket.accountId, data: { number: ticket.number } };
  await record(ctx, ticketReopened, what);
  return { ...ticket, status: 'open' };
}

async function move(
  ctx: CtxOf<Contact | Member>,
  ticket: Ticket,
  to: { status: string; solved_at: Date | null; waiting_since: Date | null },
): Promise<void> {
  await ctx.db
    .updateTable('tickets')
    .set({ ...to, active_at: ctx.now, updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', ticket.id)
    .execute();
}

import { record } from '#platform/events/record.ts';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import { lockTicket, mayReopen, maySolve, mayTakePart } from './access.ts';
import { ticketReopened, ticketSolved } from './events.ts';
import { isFinished, isOurs, type Ticket } from './ticket.ts';

/** "This is solved", from either side. `event` is what `undoSolve` takes back. */
export async function solve(ctx: CtxOf<Contact | Member>, number: string): Promise<Ticket & { event: string }> {
  const ticket = await lockTicket(ctx, number);
  demand(mayTakePart(ctx.actor, ticket));
  demandStill(maySolve(ctx.actor, ticket));
  await move(ctx, ticket, { status: 'solved', solved_at: ctx.now, waiting_since: null });
  const data = { number: ticket.number, before: ticket.status, waited: ticket.waitingSince?.toISOString() ?? null };
  const event = await record(ctx, ticketSolved, { subjectId: ticket.id, accountId: ticket.accountId, data });
  return { ...ticket, status: 'solved', event };
}

/**
 * The slip of a hand: the ticket is as it was before somebody solved it, with the same turn and the same waiting. Both are
 * written down. What has happened since is not undone: then, or for another's solution, it is opened again as ever.
 */
export async function undoSolve(ctx: CtxOf<Contact | Member>, number: string, event: string): Promise<Ticket> {
  const ticket = await lockTicket(ctx, number);
  demand(mayTakePart(ctx.actor, ticket));
  demandStill(mayReopen(ctx.actor, ticket));
  const before = await solutionOf(ctx, ticket, event);
  if (!before) return reopen(ctx, number);
  const waited = before.waited ? new Date(before.waited) : ctx.now;
  const waiting = isOurs(before.before) ? waited : null;
  await move(ctx, ticket, { status: before.before, solved_at: null, waiting_since: waiting });
  const data = { number: ticket.number, undoes: event };
  await record(ctx, ticketReopened, { subjectId: ticket.id, accountId: ticket.accountId, data });
  return { ...ticket, status: before.before };
}

/** What the ticket was before this event, if it is the actor's own and the last solution. */
async function solutionOf(ctx: CtxOf<Contact | Member>, ticket: Ticket, event: string) {
  const last = await ctx.db
    .selectFrom('events')
    .select(['id', 'actor_person_id', 'data'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('subject_id', '=', ticket.id)
    .where('kind', '=', ticketSolved.kind)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last?.id !== event || last.actor_person_id !== ctx.actor.personId) return null;
  const { before, waited } = ticketSolved.data.parse(last.data);
  return before && !isFinished(before) ? { before, waited } : null;
}

/** Not solved after all: it is the team's turn again, from now. */
export async function reopen(ctx: CtxOf<Contact | Member>, number: string): Promise<Ticket> {
  const ticket = await lockTicket(ctx, number);
  demand(mayTakePart(ctx.actor, ticket));
  demandStill(mayReopen(ctx.actor, ticket));
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

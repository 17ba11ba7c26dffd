import { z } from 'zod';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { lockTicket, mayTriage } from './access.ts';
import { assign, assignee } from './assign.ts';
import { ticketReopened, ticketSolved, ticketTriaged } from './events.ts';
import { isFinished, isOurs, priorities, statuses, type Ticket } from './ticket.ts';

/** `was_…` is what the form showed when it was made: what still says that is no wish, and is not written over what came since. */
export const triageForm = z.object({
  assignee: assignee.optional(),
  status: z.enum(statuses).optional(),
  priority: z.enum(priorities).optional(),
  was_status: z.enum(statuses).optional(),
  was_priority: z.enum(priorities).optional(),
});

type Wish = z.infer<typeof triageForm>;
type Order = Pick<Ticket, 'status' | 'priority'>;

/**
 * The team's order: who has it, status and priority. Setting "pending" or a finished status stops the customer's waiting. What the
 * form would change and somebody else has changed meanwhile is left as it is, and said: a customer may just have answered.
 */
export async function triage(
  ctx: CtxOf<Member>,
  number: string,
  to: Wish,
): Promise<(Ticket & { overtaken?: undefined }) | { overtaken: Order }> {
  if (to.assignee !== undefined) await assign(ctx, number, to.assignee);
  const ticket = await lockTicket(ctx, number);
  demand(mayTriage(ctx.actor));
  const status = wished(to.status, to.was_status) ?? ticket.status;
  const priority = wished(to.priority, to.was_priority) ?? ticket.priority;
  if (status === ticket.status && priority === ticket.priority) return ticket;
  if (isOvertaken(ticket.status, status, to.was_status) || isOvertaken(ticket.priority, priority, to.was_priority))
    return { overtaken: ticket };
  await move(ctx, ticket, { status, priority });
  await tell(ctx, ticket, { status, priority });
  return { ...ticket, status, priority };
}

const wished = <Value>(to: Value | undefined, was: Value | undefined) => (to === was ? undefined : to);
const isOvertaken = <Value>(now: Value, to: Value, was: Value | undefined): boolean =>
  to !== now && was !== undefined && was !== now;

async function move(ctx: CtxOf<Member>, ticket: Ticket, { status, priority }: Order): Promise<void> {
  const turned = isFinished(status) !== isFinished(ticket.status);
  await ctx.db
    .updateTable('tickets')
    .set({
      status,
      priority,
      updated_at: ctx.now,
      ...(turned ? { active_at: ctx.now } : {}),
      waiting_since: isOurs(status) ? (ticket.waitingSince ?? ctx.now) : null,
      solved_at: isFinished(status) ? (ticket.solvedAt ?? ctx.now) : null,
      closed_at: status === 'closed' ? (ticket.closedAt ?? ctx.now) : null,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', ticket.id)
    .execute();
}

/** What concerns the customer is told as the buttons tell it: that it is solved, closed, or open again. The rest is the team's. */
async function tell(ctx: CtxOf<Member>, ticket: Ticket, { status, priority }: Order): Promise<void> {
  const about = { subjectId: ticket.id, accountId: ticket.accountId };
  const { number, status: before } = ticket;
  const closed = status === 'closed';
  const ends = isFinished(status) && (closed || !isFinished(before));
  const reopens = isFinished(before) && !isFinished(status);
  if (ends) {
    const waited = ticket.waitingSince?.toISOString() ?? null;
    await record(ctx, ticketSolved, { ...about, data: { number, before, waited, ...(closed && { closed }) } });
  }
  if (reopens) await record(ctx, ticketReopened, { ...about, data: { number } });
  const said = ends || (reopens && status === 'open');
  if (said && priority === ticket.priority) return;
  const from = said ? { priority: ticket.priority } : { status: before, priority: ticket.priority };
  const changes = changed(from, said ? { priority } : { status, priority });
  await record(ctx, ticketTriaged, {
    ...about,
    data: { number, status, priority, before: said ? status : before, changes },
  });
}

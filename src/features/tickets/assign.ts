import { z } from 'zod';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, notFound } from '#platform/http/http-error.ts';
import { lockTicket, mayTriage } from './access.ts';
import { ticketAssigned, ticketTriaged } from './events.ts';
import { isFinished, isOurs, priorities, statuses, type Ticket } from './ticket.ts';

/** An empty choice means nobody. */
const assignee = z.union([z.uuid(), z.literal('')]).transform((id) => id || null);

export const assignForm = z.object({ assignee });

export const triageForm = z.object({
  assignee: assignee.optional(),
  status: z.enum(statuses).optional(),
  priority: z.enum(priorities).optional(),
});

export async function assign(ctx: CtxOf<Member>, number: string, assignee: string | null): Promise<Ticket> {
  const ticket = await lockTicket(ctx, number);
  demand(mayTriage(ctx.actor));
  if (assignee && !(await assignableMembers(ctx)).some((member) => member.id === assignee)) throw notFound();
  if (assignee === ticket.assigneeId) return ticket;
  await ctx.db
    .updateTable('tickets')
    .set({ assignee_id: assignee, updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', ticket.id)
    .execute();
  await record(ctx, ticketAssigned, {
    subjectId: ticket.id,
    accountId: ticket.accountId,
    data: { number: ticket.number, assignee, changes: { assignee: { from: ticket.assigneeId, to: assignee } } },
  });
  return { ...ticket, assigneeId: assignee };
}

/** The team's order: who has it, status and priority. Setting "pending" or a finished status stops the customer's waiting. */
export async function triage(ctx: CtxOf<Member>, number: string, to: z.infer<typeof triageForm>): Promise<Ticket> {
  if (to.assignee !== undefined) await assign(ctx, number, to.assignee);
  const ticket = await lockTicket(ctx, number);
  demand(mayTriage(ctx.actor));
  const status = to.status ?? ticket.status;
  const priority = to.priority ?? ticket.priority;
  if (status === ticket.status && priority === ticket.priority) return ticket;
  await ctx.db
    .updateTable('tickets')
    .set({
      status,
      priority,
      updated_at: ctx.now,
      waiting_since: isOurs(status) ? (ticket.waitingSince ?? ctx.now) : null,
      solved_at: isFinished(status) ? (ticket.solvedAt ?? ctx.now) : null,
      closed_at: status === 'closed' ? (ticket.closedAt ?? ctx.now) : null,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', ticket.id)
    .execute();
  const about = { subjectId: ticket.id, accountId: ticket.accountId };
  const changes = changed({ status: ticket.status, priority: ticket.priority }, { status, priority });
  const data = { number: ticket.number, status, priority, before: ticket.status, changes };
  await record(ctx, ticketTriaged, { ...about, data });
  return { ...ticket, status, priority };
}

export async function assignableMembers(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  return ctx.db
    .selectFrom('members')
    .select(['id', 'name'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('disabled_at', 'is', null)
    .where('role', '!=', 'viewer')
    .orderBy('name')
    .execute();
}

import { sql } from 'kysely';
import { z } from 'zod';
import { holds } from '#features/roles/index.ts';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, notFound } from '#platform/http/http-error.ts';
import { lockTicket, mayReopen, maySolve, mayTriage } from './access.ts';
import { reopen, solve } from './close.ts';
import { ticketAssigned, ticketTriaged } from './events.ts';
import { isFinished, isOurs, priorities, type Status, statuses, type Ticket } from './ticket.ts';

/** An empty choice means nobody. */
const assignee = z.union([z.uuid(), z.literal('')]).transform((id) => id || null);

export const assignForm = z.object({ assignee });

export const triageForm = z.object({
  assignee: assignee.optional(),
  status: z.enum(statuses).optional(),
  priority: z.enum(priorities).optional(),
  /** What stood there when the form was made: what has not been touched is no wish. */
  was_status: z.enum(statuses).optional(),
  was_priority: z.enum(priorities).optional(),
});

export async function assign(ctx: CtxOf<Member>, number: string, assignee: string | null): Promise<Ticket> {
  const ticket = await lockTicket(ctx, number);
  demand(mayTriage(ctx.actor));
  if (assignee && !(await assignableMembers(ctx)).some((one) => one.id === assignee && reaches(one, ticket.accountId)))
    throw notFound();
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

/**
 * The team's order: who has it, status and priority. Setting "pending" or a finished status stops the customer's waiting.
 * `overtaken`: its status has changed since whoever wants another one saw it; nothing was changed.
 */
export async function triage(
  ctx: CtxOf<Member>,
  number: string,
  to: z.infer<typeof triageForm>,
): Promise<Ticket & { overtaken?: true }> {
  if (to.assignee !== undefined) await assign(ctx, number, to.assignee);
  const found = await lockTicket(ctx, number);
  demand(mayTriage(ctx.actor));
  const wanted = to.status === to.was_status ? undefined : to.status;
  const seen = to.was_status ?? found.status;
  if (wanted && wanted !== found.status && seen !== found.status) return { ...found, overtaken: true };
  const ticket = await tellCustomer(ctx, found, wanted);
  const status = wanted ?? ticket.status;
  const priority = to.priority === to.was_priority ? ticket.priority : (to.priority ?? ticket.priority);
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

/** What ends the work or begins it again is the customer's to hear, whichever button said it. */
async function tellCustomer(ctx: CtxOf<Member>, ticket: Ticket, wanted: Status | undefined): Promise<Ticket> {
  if (wanted && isFinished(wanted) && maySolve(ctx.actor, ticket)) return solve(ctx, String(ticket.number));
  if (wanted === 'open' && mayReopen(ctx.actor, ticket)) return reopen(ctx, String(ticket.number));
  return ticket;
}

/** Somebody who answers customers: all of them, or those named. */
export interface Assignable {
  id: string;
  name: string;
  customers: string[] | null;
}

export const reaches = ({ customers }: Assignable, accountId: string): boolean =>
  customers === null || customers.includes(accountId);

export async function assignableMembers(ctx: Ctx): Promise<Assignable[]> {
  return ctx.db
    .selectFrom('members as m')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.workspace_id', '=', 'm.workspace_id').onRef('r.key', '=', 'm.role').on('r.side', '=', 'member'),
    )
    .select(['m.id', 'm.name'])
    .select(
      sql<string[] | null>`case when r.reach = 'assigned' then array(select am.account_id from account_members am
        where am.workspace_id = m.workspace_id and am.member_id = m.id)::text[] end`.as('customers'),
    )
    .where('m.workspace_id', '=', ctx.workspace.id)
    .where('m.disabled_at', 'is', null)
    .where(holds('tickets.reply'))
    .orderBy('m.name')
    .execute();
}

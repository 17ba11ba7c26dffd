import { sql } from 'kysely';
import { z } from 'zod';
import { holds } from '#features/roles/index.ts';
import { kept } from '#platform/db/kept.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill, notFound } from '#platform/http/http-error.ts';
import { lockTicket, mayTriage } from './access.ts';
import { ticketAssigned } from './events.ts';
import type { Ticket } from './ticket.ts';

/** An empty choice means nobody. */
export const assignee = z.union([z.uuid(), z.literal('')]).transform((id) => id || null);

/** `from` is whose it must still be: what has happened since is not undone. */
export const assignForm = z.object({ assignee, from: assignee.optional() });

/** `before` is who had it, if that has changed and they could have it again. */
export async function assign(
  ctx: CtxOf<Member>,
  number: string,
  assignee: string | null,
  from?: string | null,
): Promise<Ticket & { before?: string | null }> {
  const ticket = await lockTicket(ctx, number);
  demand(mayTriage(ctx.actor));
  demandStill(from === undefined || from === ticket.assigneeId);
  const members = await assignableMembers(ctx);
  const mayHave = (id: string) => members.some((one) => one.id === id && reaches(one, ticket.accountId));
  if (assignee && !mayHave(assignee)) throw notFound();
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
  const before = ticket.assigneeId;
  return { ...ticket, assigneeId: assignee, ...((before === null || mayHave(before)) && { before }) };
}

/** Somebody who answers customers: all of them, or those named. */
export interface Assignable {
  id: string;
  name: string;
  customers: string[] | null;
}

export const reaches = ({ customers }: Assignable, accountId: string): boolean =>
  customers === null || customers.includes(accountId);

const assignable = kept((by) =>
  by.db
    .selectFrom('members as m')
    // The side is written in: PostgreSQL 18 sees then that `holds` asks for the same role, and looks for it once.
    .innerJoin('roles as r', (join) =>
      join
        .onRef('r.workspace_id', '=', 'm.workspace_id')
        .onRef('r.key', '=', 'm.role')
        .on('r.side', '=', sql.lit('member')),
    )
    .select(['m.id', 'm.name'])
    .select(
      sql<string[] | null>`case when r.reach = 'assigned' then array(select am.account_id from account_members am
        where am.workspace_id = m.workspace_id and am.member_id = m.id)::text[] end`.as('customers'),
    )
    .where('m.workspace_id', '=', by.workspace.id)
    .where('m.disabled_at', 'is', null)
    .where(holds('tickets.reply'))
    .orderBy('m.name'),
);

export const assignableMembers = (ctx: Ctx): Promise<Assignable[]> => assignable.all(ctx, {});

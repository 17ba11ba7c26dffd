import { sql } from 'kysely';
import { holds } from '#features/roles/index.ts';
import { standingOf } from '#features/visibility/index.ts';
import type { RecordedEvent } from '#platform/events/define.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Status } from './ticket.ts';

/** Somebody who hears of a ticket, with the address under which they see it. */
export interface Recipient {
  identityId: string;
  personId: string;
  name: string;
  email: string;
  locale: string | null;
  zone: string | null;
  path: string;
  /** Which mails they want about tickets: 'all', 'own', 'none'. */
  ticket_mails: string;
  /** They asked: what is said to the ticket is said to them. */
  asked?: boolean;
  /** Told because nobody in particular looks after the customer. */
  everybody?: boolean;
}

export interface Audience {
  number: number;
  subject: string;
  status: Status;
  account: string;
  assigneeId: string | null;
  /** Who did what the event says; empty when the system did. */
  actorName: string;
  customers: Recipient[];
  team: Recipient[];
}

const MOST = 20;

/**
 * Whom an event about a ticket concerns: on the customer's side who asked, on the team's side whoever has it, else the
 * account team, else everybody who answers tickets. For reactions, where the system reads.
 */
export async function loadAudience(ctx: Ctx, event: RecordedEvent): Promise<Audience> {
  const ticket = await ctx.db
    .selectFrom('tickets as t')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 't.workspace_id').onRef('a.id', '=', 't.account_id'),
    )
    .select(['t.number', 't.subject', 't.status', 't.account_id', 't.assignee_id', 't.requester_id', 'a.short_name'])
    .where('t.workspace_id', '=', ctx.workspace.id)
    .where('t.id', '=', event.subjectId)
    .executeTakeFirstOrThrow();
  const people = { assignee: ticket.assignee_id, account: ticket.account_id };
  return {
    number: ticket.number,
    subject: ticket.subject,
    status: ticket.status as Status,
    account: ticket.short_name,
    assigneeId: ticket.assignee_id,
    actorName: await nameOf(ctx, event),
    customers: await concerned(ctx, event.subjectId, ticket.requester_id, `/support/${ticket.number}`),
    team: await responsible(ctx, people, `/inbox/${ticket.number}?view=all`),
  };
}

async function nameOf(ctx: Ctx, { actorKind, actorPersonId }: RecordedEvent): Promise<string> {
  if (!actorPersonId || (actorKind !== 'member' && actorKind !== 'contact')) return '';
  const row = await ctx.db
    .selectFrom(actorKind === 'member' ? 'members' : 'contacts')
    .select('name')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', actorPersonId)
    .executeTakeFirst();
  return row?.name ?? '';
}

/** Who asked, and the people named on the ticket, as far as the rule of their account lets them see it. */
async function concerned(ctx: Ctx, ticketId: string, requesterId: string, path: string): Promise<Recipient[]> {
  const rows = await ctx.db
    .selectFrom('contacts as c')
    .innerJoin('identities as i', (join) =>
      join.onRef('i.workspace_id', '=', 'c.workspace_id').onRef('i.id', '=', 'c.identity_id'),
    )
    .innerJoin('workspaces as w', 'w.id', 'c.workspace_id')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.workspace_id', '=', 'c.workspace_id').onRef('r.key', '=', 'c.role').on('r.side', '=', 'contact'),
    )
    .leftJoin('account_visibility as v', (join) =>
      join.onRef('v.workspace_id', '=', 'c.workspace_id').onRef('v.account_id', '=', 'c.account_id'),
    )
    .select(['i.id as identityId', 'c.id as personId', 'c.name', 'i.email', 'i.locale', 'i.zone', 'i.ticket_mails'])
    .where('c.workspace_id', '=', ctx.workspace.id)
    .where((where) =>
      where.or([
        where('c.id', '=', requesterId),
        where.and([
          where(standingOf, '<>', 'own'),
          where('c.id', 'in', (people) =>
            people
              .selectFrom('ticket_people as p')
              .select('p.contact_id')
              .where('p.workspace_id', '=', ctx.workspace.id)
              .where('p.ticket_id', '=', ticketId),
          ),
        ]),
      ]),
    )
    .where('c.disabled_at', 'is', null)
    .where('i.disabled_at', 'is', null)
    // Whose company is kept out of support is not told of what they cannot open.
    .where(sql<boolean>`not ('support' = any (app.shut_for(c.account_id, 'room')))`)
    .execute();
  return rows.map((row) => ({ ...row, path, asked: row.personId === requesterId }));
}

async function responsible(
  ctx: Ctx,
  { assignee, account }: { assignee: string | null; account: string },
  path: string,
): Promise<Recipient[]> {
  const members = ctx.db
    .selectFrom('members as m')
    .innerJoin('identities as i', (join) =>
      join.onRef('i.workspace_id', '=', 'm.workspace_id').onRef('i.id', '=', 'm.identity_id'),
    )
    .select(['i.id as identityId', 'm.id as personId', 'm.name', 'i.email', 'i.locale', 'i.zone', 'i.ticket_mails'])
    .where('m.workspace_id', '=', ctx.workspace.id)
    .where('m.disabled_at', 'is', null)
    .where('i.disabled_at', 'is', null)
    .where(holds('tickets.reply', account))
    .orderBy('m.name')
    .limit(MOST);
  const accountTeam = ctx.db
    .selectFrom('account_members')
    .select('member_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', account);
  const rows = assignee
    ? await members.where('m.id', '=', assignee).execute()
    : await members.where('m.id', 'in', accountTeam).execute();
  // Nobody looks after them: everybody who answers is told.
  const everybody = rows.length === 0;
  const found = everybody ? await members.execute() : rows;
  return found.map((row) => ({ ...row, path, everybody }));
}

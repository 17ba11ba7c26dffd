import { type Selectable, sql } from 'kysely';
import { hasRoom } from '#platform/customer-rooms.ts';
import { isId } from '#platform/db/ids.ts';
import { type Asker, type Given, kept } from '#platform/db/kept.ts';
import type { Tickets } from '#platform/db/schema.gen.ts';
import type { Actor, Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import type { TopicWall } from '#platform/live/walls.ts';
import { may } from '#platform/rights.ts';
import type { Priority, Status, Ticket, Urgency } from './ticket.ts';

const columns = [
  'id',
  'number',
  'account_id',
  'subject',
  'requester_id',
  'assignee_id',
  'status',
  'priority',
  'urgency',
  'created_at',
  'active_at',
  'first_reply_at',
  'waiting_since',
  'solved_at',
  'closed_at',
  'narrowed_at',
] as const;

type Row = Pick<Selectable<Tickets>, (typeof columns)[number]>;

/**
 * The tickets this actor may see: the database adds account, audience and the rule between colleagues by itself. Whoever sees
 * few of many is told so to the planner, which cannot know it of a policy: it finds theirs by an index.
 */
export function visibleTickets({ db, workspace, actor }: Asker) {
  const all = db.selectFrom('tickets').where('tickets.workspace_id', '=', workspace.id);
  if (actor.kind !== 'contact' || actor.colleagues === 'all') return all;
  if (actor.colleagues === 'own') return all.where('tickets.requester_id', '=', actor.personId);
  return all.where((ticket) =>
    ticket.or([
      ticket('tickets.requester_id', '=', actor.personId),
      sql<boolean>`tickets.id = any (app.named_tickets())`,
    ]),
  );
}

/** Of these tickets, those that whoever asks sees: for live topics, whose page is older than what may be seen. */
export const ticketWall: TopicWall = async (db, workspaceId, ids) =>
  (
    await db
      .selectFrom('tickets')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('id', 'in', ids.filter(isId).concat(NONE))
      .execute()
  ).map((row) => row.id);

/** Of these customers, those in whose support room whoever asks sees everything that happens. */
export const supportWall: TopicWall = async (db, workspaceId, ids) =>
  (
    await db
      .selectFrom('accounts')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('id', 'in', ids.filter(isId).concat(NONE))
      .where(sql<boolean>`(app.kind() <> 'contact'
        or id = app.account() and app.room_open('support') and app.colleagues() = 'all')`)
      .execute()
  ).map((row) => row.id);

const NONE = '00000000-0000-0000-0000-000000000000';

const numbered = kept((by, { number }: Given<{ number: number }>) =>
  visibleTickets(by).select(columns).where('number', '=', number),
);

/** By the number people use. Throws 404 for one that is not there and for one of somebody else alike. */
export async function findTicket(ctx: Ctx, number: string): Promise<Ticket> {
  const row = /^\d{1,12}$/.test(number) ? await numbered.first(ctx, { number: Number(number) }) : undefined;
  if (!row) throw notFound();
  return ticketOf(row);
}

/** By its id; undefined for one that is not there and for one of somebody else alike. */
export async function ticketById(ctx: Ctx, id: string): Promise<Ticket | undefined> {
  const row = isId(id) ? await visibleTickets(ctx).select(columns).where('id', '=', id).executeTakeFirst() : undefined;
  return row && ticketOf(row);
}

/** The same, and nobody else changes it until the transaction ends. Every verb on a ticket starts here. */
export async function lockTicket(ctx: Ctx, number: string): Promise<Ticket> {
  const row = /^\d{1,12}$/.test(number)
    ? await visibleTickets(ctx).select(columns).where('number', '=', Number(number)).forUpdate().executeTakeFirst()
    : undefined;
  if (!row) throw notFound();
  return ticketOf(row);
}

export const mayOpen = (actor: Actor): boolean =>
  actor.kind === 'contact' && hasRoom(actor, 'support') && may(actor, 'tickets.open');

/** For a customer's query: what waits for nobody but them, because they asked it or are named on it, and may answer. */
export function asksThemselves({ actor }: Pick<Asker, 'actor'>) {
  if (actor.kind !== 'contact' || !actor.rights.has('tickets.reply')) return sql<boolean>`false`;
  const own = sql<boolean>`tickets.requester_id = ${actor.personId}`;
  return actor.answers ? sql<boolean>`(${own} or tickets.id = any ((select app.named_tickets())::uuid[]))` : own;
}

/** What a colleague asked may be there to be read only: their account's rule says, and the policies hold it. */
const answersFor = (actor: Actor, ticket: Ticket): boolean =>
  actor.kind !== 'contact' || ticket.requesterId === actor.personId || actor.answers;

/** Who takes part in a ticket at all. What its state allows is asked besides: 403 and 409 are two things. */
export const mayTakePart = (actor: Actor, ticket: Ticket): boolean =>
  (actor.kind === 'contact' || actor.kind === 'member') && may(actor, 'tickets.reply') && answersFor(actor, ticket);

export const mayReply = (actor: Actor, ticket: Ticket): boolean =>
  mayTakePart(actor, ticket) && ticket.status !== 'closed';

/** Who says who else takes part: whoever asked, whoever looks after the account, and the team. */
export const mayName = (actor: Actor, ticket: Ticket): boolean =>
  actor.kind === 'contact'
    ? ticket.requesterId === actor.personId || may(actor, 'colleagues.manage')
    : actor.kind === 'member' && may(actor, 'tickets.reply');

/** Who keeps it to them: whoever asked, as far as they may write at all, and the team. */
export const mayNarrow = (actor: Actor, ticket: Ticket): boolean =>
  mayTakePart(actor, ticket) &&
  (actor.kind === 'member' || (actor.kind === 'contact' && ticket.requesterId === actor.personId));

/** Internal notes may be added to a closed ticket, too: what was learned later belongs to it. */
export const mayNote = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'tickets.note');

/** Who has it, how it stands, how important it is. */
export const mayTriage = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'tickets.triage');

/** A customer says themselves that it is solved, and that it is not. */
export const maySolve = (actor: Actor, ticket: Ticket): boolean =>
  mayReply(actor, ticket) && ticket.status !== 'solved';

export const mayReopen = (actor: Actor, ticket: Ticket): boolean =>
  ticket.status === 'solved' && mayReply(actor, ticket);

function ticketOf(row: Row): Ticket {
  return {
    id: row.id,
    number: row.number,
    accountId: row.account_id,
    subject: row.subject,
    requesterId: row.requester_id,
    assigneeId: row.assignee_id,
    status: row.status as Status,
    priority: row.priority as Priority,
    urgency: row.urgency as Urgency,
    createdAt: row.created_at,
    activeAt: row.active_at,
    firstReplyAt: row.first_reply_at,
    waitingSince: row.waiting_since,
    solvedAt: row.solved_at,
    closedAt: row.closed_at,
    narrowedAt: row.narrowed_at,
  };
}

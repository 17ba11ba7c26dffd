import { ruleAt, type TicketFacts } from '#features/visibility/index.ts';
import { isId } from '#platform/db/ids.ts';
import { type Given, kept } from '#platform/db/kept.ts';
import { record } from '#platform/events/record.ts';
import type { Contact, Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill, notFound } from '#platform/http/http-error.ts';
import { lockTicket, mayName, mayNarrow } from './access.ts';
import { personAdded, personRemoved, ticketNarrowed, ticketWidened } from './events.ts';
import type { Ticket } from './ticket.ts';

type On = CtxOf<Contact | Member>;

export interface NamedPerson {
  id: string;
  name: string;
  photo: string | null;
}

const named = kept((by, { ticket }: Given<{ ticket: string }>) =>
  by.db
    .selectFrom('ticket_people as p')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspace_id', '=', 'p.workspace_id').onRef('c.id', '=', 'p.contact_id'),
    )
    .select(['c.id', 'c.name', 'c.photo'])
    .where('p.workspace_id', '=', by.workspace.id)
    .where('p.ticket_id', '=', ticket)
    .orderBy('c.name')
    .orderBy('c.id'),
);

/** The people named on a ticket, by name. */
export const namedOn = (ctx: Ctx, ticket: Pick<Ticket, 'id'>): Promise<NamedPerson[]> =>
  named.all(ctx, { ticket: ticket.id });

/** What decides who at the customer sees this ticket. */
export async function factsOf(ctx: Ctx, ticket: Ticket, named: readonly { id: string }[]): Promise<TicketFacts> {
  const { rule } = await ruleAt(ctx, ticket.accountId);
  const { requesterId, narrowedAt } = ticket;
  return { requesterId, narrowed: narrowedAt !== null, named: new Set(named.map(({ id }) => id)), rule };
}

const key = (ctx: Ctx, ticket: Ticket, contactId: string) => ({
  workspace_id: ctx.workspace.id,
  ticket_id: ticket.id,
  contact_id: contactId,
});

/** Names somebody of the same customer, with access, on a ticket. One more time changes nothing. */
export async function nameOn(ctx: On, number: string, contactId: string): Promise<Ticket> {
  const ticket = await lockTicket(ctx, number);
  demand(mayName(ctx.actor, ticket));
  const { rule } = await ruleAt(ctx, ticket.accountId);
  demandStill(rule.see !== 'own');
  if (!isId(contactId) || contactId === ticket.requesterId) throw notFound();
  const colleague = await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', ticket.accountId)
    .where('id', '=', contactId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (!colleague) throw notFound();
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('ticket_people')
    .values({ ...key(ctx, ticket, contactId), account_id: ticket.accountId, created_at: ctx.now })
    .onConflict((same) => same.doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) return ticket;
  await record(ctx, personAdded, { ...about(ticket), data: { number: ticket.number, contact: contactId } });
  return ticket;
}

/** Takes somebody off a ticket; their open page of it ends with the commit. Everybody may take themselves off. */
export async function takeOff(ctx: On, number: string, contactId: string): Promise<Ticket> {
  const ticket = await lockTicket(ctx, number);
  demand(mayName(ctx.actor, ticket) || (ctx.actor.kind === 'contact' && ctx.actor.personId === contactId));
  if (!isId(contactId)) throw notFound();
  // Written down first: whoever takes themselves off does not see the ticket after it.
  await record(ctx, personRemoved, { ...about(ticket), data: { number: ticket.number, contact: contactId } });
  const { numDeletedRows } = await ctx.db
    .deleteFrom('ticket_people')
    .where((where) => where.and(key(ctx, ticket, contactId)))
    .executeTakeFirst();
  demandStill(numDeletedRows > 0n);
  return ticket;
}

/** Keeps a ticket to who asked and the people named on it, or lets the rule of the account hold again. */
export async function narrow(ctx: On, number: string, to: 'named' | 'usual'): Promise<Ticket> {
  const ticket = await lockTicket(ctx, number);
  demand(mayNarrow(ctx.actor, ticket));
  demandStill((ticket.narrowedAt === null) === (to === 'named'));
  const narrowedAt = to === 'named' ? ctx.now : null;
  await ctx.db
    .updateTable('tickets')
    .set({ narrowed_at: narrowedAt, updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', ticket.id)
    .execute();
  const event = to === 'named' ? ticketNarrowed : ticketWidened;
  await record(ctx, event, { ...about(ticket), data: { number: ticket.number } });
  return { ...ticket, narrowedAt };
}

const about = (ticket: Ticket) => ({ subjectId: ticket.id, accountId: ticket.accountId });

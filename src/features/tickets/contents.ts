import { type Field, fieldsOf, type Value, valuesOf } from '#features/fields/index.ts';
import { askedOf } from '#features/segments/index.ts';
import type { Contact, Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { findTicket } from './access.ts';
import { assignableMembers } from './assign.ts';
import { customerCounts, type InboxFilter, inboxCounts, inboxTickets, isNarrowed } from './inbox.ts';
import { type CustomerFilter, customerTickets } from './queries.ts';
import { sharingOf } from './sharing.ts';
import { peopleOf, threadOf } from './thread.ts';
import type { Ticket } from './ticket.ts';

// What the pages ask the database for, each in one breath; the benchmark asks for the same. `address` is the list's, which may
// ask something of the business's own fields: only then does its query wait for what they are.

export async function supportOf(ctx: CtxOf<Contact>, typed: Omit<CustomerFilter, 'own'>, address: string) {
  const { accountId } = ctx.actor;
  const asking = askedOf(ctx, 'ticket', address);
  const own = await asking.first;
  const [asked, page, counts] = await Promise.all([
    asking.asked,
    customerTickets(ctx, accountId, { ...typed, own }),
    typed.mine || typed.query || own?.drafts.length ? null : customerCounts(ctx, accountId),
  ]);
  return { filter: { ...typed, own: asked }, page, counts };
}

export async function inboxOf(ctx: CtxOf<Member>, typed: Omit<InboxFilter, 'own'>, address: string) {
  const asking = askedOf(ctx, 'ticket', address);
  const narrowed = { ...typed, own: await asking.first };
  const [own, page, counts, members, asked, account] = await Promise.all([
    asking.asked,
    inboxTickets(ctx, narrowed),
    isNarrowed(narrowed) ? null : inboxCounts(ctx),
    assignableMembers(ctx),
    typed.assignee ? memberNamed(ctx, typed.assignee) : undefined,
    typed.account ? accountName(ctx, typed.account) : undefined,
  ]);
  // Who has left, or answers no more, is looked for by name all the same.
  const others = asked && !members.some(({ id }) => id === asked.id) ? [asked] : [];
  return { filter: { ...typed, own }, page, counts, members, choices: [...members, ...others], account };
}

const memberNamed = (ctx: CtxOf<Member>, id: string): Promise<{ id: string; name: string } | undefined> =>
  ctx.db
    .selectFrom('members')
    .select(['id', 'name'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();

const accountName = async (ctx: CtxOf<Member>, id: string): Promise<string | undefined> =>
  (
    await ctx.db
      .selectFrom('accounts')
      .select('name')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      .executeTakeFirst()
  )?.name;

/** The business's own fields of a ticket, as far as its reader sees them. */
export interface OwnFields {
  fields: Field[];
  values: Map<string, Value>;
}

/** What a ticket's page begins with. */
export interface TicketWithFields {
  ticket: Ticket;
  /** The business's own fields of tickets: where it has none, no values are looked for. */
  fields: Field[];
}

/** Throws 404 as `findTicket`. */
export async function ticketWithFields(ctx: Ctx, number: string): Promise<TicketWithFields> {
  const [ticket, fields] = await Promise.all([findTicket(ctx, number), fieldsOf(ctx, 'ticket')]);
  return { ticket, fields };
}

/** `from` is the id of a message that has to be shown. */
export async function conversationOf(ctx: Ctx, { ticket, fields }: TicketWithFields, from?: string) {
  const about = { subject: 'ticket', accountId: ticket.accountId, ticketId: ticket.id } as const;
  const [thread, people, values, sharing] = await Promise.all([
    threadOf(ctx, ticket, from),
    peopleOf(ctx, ticket),
    fields.length > 0 ? valuesOf(ctx, about) : new Map<string, Value>(),
    sharingOf(ctx, ticket),
  ]);
  return { thread, people, own: { fields, values }, sharing };
}

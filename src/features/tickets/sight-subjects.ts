import { shutFor } from '#features/gates/index.ts';
import { ofTeamOnly, ofTicket, type SightSubject } from '#features/visibility/index.ts';
import { isId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { ticketById } from './access.ts';
import { factsOf, namedOn } from './people.ts';
import { refOf, type Ticket } from './ticket.ts';

/** Who sees a ticket: the rule of its account, and what is said of the ticket itself. */
async function ofOne(ctx: Ctx, ticket: Ticket) {
  const facts = await factsOf(ctx, ticket, await namedOn(ctx, ticket));
  const shut = (await shutFor(ctx, ticket.accountId, 'room')).has('support');
  return (who: Parameters<typeof ofTicket>[0]) => (shut ? ofTeamOnly(who, 'room') : ofTicket(who, facts));
}

const ticket: SightSubject = {
  kind: 'ticket',
  async find(ctx, id) {
    const found = await ticketById(ctx, id);
    if (!found) return undefined;
    const { accountId, number, subject } = found;
    const title = `${refOf(number)} ${subject}`;
    return {
      title,
      href: `/inbox/${number}`,
      nav: 'inbox',
      accountId,
      contact: await ofOne(ctx, found),
      shared: { kind: 'ticket', id },
    };
  },
};

/** A file is seen by whoever sees the reply it came with; one of an internal note is the team's. */
const file: SightSubject = {
  kind: 'file',
  async find(ctx, id) {
    if (!isId(id)) return undefined;
    const row = await ctx.db
      .selectFrom('attachments')
      .select(['name', 'ticket_id', 'note_id'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      .where('ticket_id', 'is not', null)
      .executeTakeFirst();
    const found = row?.ticket_id ? await ticketById(ctx, row.ticket_id) : undefined;
    if (!row || !found) return undefined;
    const contact = row.note_id
      ? (who: Parameters<typeof ofTicket>[0]) => ofTeamOnly(who, 'note')
      : withoutAnswer(await ofOne(ctx, found));
    // What came with a note is the team's, from outside as well.
    const shared = row.note_id ? undefined : ({ kind: 'ticket', id: found.id } as const);
    return {
      title: row.name,
      href: `/inbox/${found.number}`,
      nav: 'inbox',
      accountId: found.accountId,
      contact,
      shared,
    };
  },
};

/** A file is only looked at. */
const withoutAnswer =
  (rule: Awaited<ReturnType<typeof ofOne>>) =>
  (who: Parameters<typeof ofTicket>[0]): ReturnType<typeof ofTicket> => {
    const { sees, why } = rule(who);
    return { sees, why };
  };

export const sightSubjects: readonly SightSubject[] = [ticket, file];

import { indexed } from '#features/search/index.ts';
import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { toPlainText } from '#platform/richtext/to-text.ts';
import { lockTicket, mayNote } from './access.ts';
import { attach, type Luggage } from './attach.ts';
import { noteAdded } from './events.ts';
import type { Ticket } from './ticket.ts';

/** A note for the team. It is no reply: it lives in its own table, moves no clock, and no customer hears of it. */
export async function addNote(
  ctx: CtxOf<Member>,
  number: string,
  html: string,
  luggage: Luggage = { uploads: [], files: [] },
): Promise<Ticket> {
  const ticket = await lockTicket(ctx, number);
  demand(mayNote(ctx.actor));
  const id = newId(ctx.now.getTime());
  await ctx.db
    .insertInto('internal_notes')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      account_id: ticket.accountId,
      ticket_id: ticket.id,
      member_id: ctx.actor.personId,
      body_html: html,
      created_at: ctx.now,
    })
    .execute();
  await indexed(ctx, { kind: 'note', id, text: toPlainText(html) });
  await attach(ctx, ticket, luggage, { noteId: id });
  await record(ctx, noteAdded, {
    subjectId: ticket.id,
    accountId: ticket.accountId,
    data: { number: ticket.number, note: id },
  });
  return ticket;
}

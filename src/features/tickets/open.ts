import { sql } from 'kysely';
import { z } from 'zod';
import { indexed } from '#features/search/index.ts';
import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { pastedLine } from '#platform/http/line.ts';
import { toPlainText } from '#platform/richtext/to-text.ts';
import { mayOpen } from './access.ts';
import { attach, type Luggage } from './attach.ts';
import { formWith } from './body.ts';
import { ticketNarrowed, ticketOpened } from './events.ts';
import { nameOn } from './people.ts';
import { firstPriority, type Ticket, urgencies } from './ticket.ts';

export const openForm = formWith({
  subject: pastedLine(200, 'error.subject.long', 'error.subject.empty'),
  urgency: z.enum(urgencies, 'error.urgency'),
  /** `named` keeps it to whoever asks and the people they name. */
  share: z.enum(['usual', 'named'], 'error.share').optional().default('usual'),
});

export interface Question {
  subject: string;
  urgency: (typeof urgencies)[number];
  html: string;
  share?: 'usual' | 'named';
  /** Colleagues named on it. */
  people?: string[];
}

/** A customer asks for something. The description is the ticket's first reply. */
export async function openTicket(
  ctx: CtxOf<Contact>,
  input: Question,
  luggage: Luggage = { uploads: [], files: [] },
): Promise<Ticket> {
  demand(mayOpen(ctx.actor));
  const { actor, workspace, now } = ctx;
  const id = newId(now.getTime());
  const number = await nextNumber(ctx);
  const priority = firstPriority(input.urgency);
  const narrowedAt = input.share === 'named' ? now : null;
  await ctx.db
    .insertInto('tickets')
    .values({
      workspace_id: workspace.id,
      id,
      account_id: actor.accountId,
      number,
      subject: input.subject,
      requester_id: actor.personId,
      urgency: input.urgency,
      priority,
      active_at: now,
      waiting_since: now,
      narrowed_at: narrowedAt,
      created_at: now,
      updated_at: now,
    })
    .execute();
  const ticket: Ticket = {
    id,
    number,
    accountId: actor.accountId,
    subject: input.subject,
    requesterId: actor.personId,
    assigneeId: null,
    status: 'new',
    priority,
    urgency: input.urgency,
    createdAt: now,
    activeAt: now,
    firstReplyAt: null,
    waitingSince: now,
    solvedAt: null,
    closedAt: null,
    narrowedAt,
  };
  const replyId = newId(now.getTime());
  await ctx.db
    .insertInto('replies')
    .values({
      workspace_id: workspace.id,
      id: replyId,
      account_id: actor.accountId,
      ticket_id: id,
      contact_id: actor.personId,
      body_html: input.html,
      created_at: now,
    })
    .execute();
  await indexed(ctx, { kind: 'ticket', id, text: toPlainText(input.html) });
  await attach(ctx, ticket, luggage, { replyId });
  await record(ctx, ticketOpened, { subjectId: id, accountId: actor.accountId, data: { number } });
  if (narrowedAt) await record(ctx, ticketNarrowed, { subjectId: id, accountId: actor.accountId, data: { number } });
  for (const person of new Set(input.people ?? [])) await nameOn(ctx, String(number), person);
  return ticket;
}

async function nextNumber(ctx: CtxOf<Contact>): Promise<number> {
  const { value } = await ctx.db
    .insertInto('counters')
    .values({ workspace_id: ctx.workspace.id, name: 'ticket', value: 1 })
    .onConflict((same) => same.columns(['workspace_id', 'name']).doUpdateSet({ value: sql`counters.value + 1` }))
    .returning('value')
    .executeTakeFirstOrThrow();
  return value;
}

import { sql } from 'kysely';
import { ticketOpened, ticketReopened, ticketReplied } from '#features/tickets/index.ts';
import type { RecordedEvent } from '#platform/events/define.ts';
import { reaction } from '#platform/events/reactions.ts';
import type { Ctx } from '#platform/http/context.ts';
import { toPlainText } from '#platform/richtext/to-text.ts';
import { rulesOf } from './rules.ts';
import { IDLE_MS } from './session.ts';
import { foundIn, topicOf } from './suggest.ts';

const DAY_MS = 86_400_000;
/** Two subjects with as much in common are about the same. */
const ALIKE = 0.4;
/** A topic whose words stand together in a text is what it is about, whatever the subject says: "It still does not work". */
const SAID = 0.6;
const FIRST_WORDS = 2000;

interface Asked {
  id: string;
  accountId: string;
  requesterId: string;
  subject: string;
  at: Date;
}

const ticketOf = (ctx: Ctx, ticketId: string): Promise<Asked | undefined> =>
  ctx.db
    .selectFrom('tickets')
    .select(['id', 'account_id as accountId', 'requester_id as requesterId', 'subject', 'created_at as at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', ticketId)
    .executeTakeFirst();

/** A ticket is there, by whatever way: the form that led to it has ended, and what its writer had raised before is raised again. */
export async function ticketIsThere(ctx: Ctx, ticketId: string, openedBy: string | null): Promise<void> {
  const row = await ticketOf(ctx, ticketId);
  if (!row) return;
  if (openedBy === row.requesterId) await sent(ctx, row);
  await takeBack(ctx, row, await textOf(ctx, ticketId));
}

/** The words that came with a ticket, or in this reply in it. */
async function textOf(ctx: Ctx, ticketId: string, replyId?: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('replies')
    .select('body_html')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('ticket_id', '=', ticketId)
    .$if(replyId !== undefined, (query) => query.where('id', '=', replyId!))
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return toPlainText(row?.body_html ?? '').slice(0, FIRST_WORDS);
}

const onOpened = reaction('deflection.settle', ticketOpened, (ctx, event) =>
  ticketIsThere(ctx, event.subjectId, event.actorPersonId),
);

/** Whoever writes in a ticket that was there before raises what it is about as well: they need no new one. */
const onReplied = reaction('deflection.raised-in-reply', ticketReplied, (ctx, event) =>
  raisedIn(ctx, event, event.data.by, event.data.reply),
);

/** So does whoever says of one that it is not solved after all; not whoever only takes a wrong click back. */
const onReopened = reaction('deflection.raised-in-reopening', ticketReopened, async (ctx, event) => {
  if (!event.data.undoes) await raisedIn(ctx, event, event.actorKind);
});

async function raisedIn(ctx: Ctx, event: RecordedEvent, by: string, replyId?: string): Promise<void> {
  const row = by === 'contact' && event.actorPersonId ? await ticketOf(ctx, event.subjectId) : undefined;
  if (!row) return;
  const text = replyId ? await textOf(ctx, row.id, replyId) : '';
  await takeBack(ctx, { ...row, requesterId: event.actorPersonId!, at: event.createdAt }, text);
}

/** At every customer that their login comes in for, or has come in for before they were moved: a person is counted as one, wherever they raise it. */
const theirs = (ctx: Ctx, { accountId, requesterId }: Asked) => sql<boolean>`(account_id, contact_id) in (
  with recursive them as (
    select ${accountId}::uuid as account_id, c.id, c.identity_id from contacts c
      where c.workspace_id = ${ctx.workspace.id} and c.id = ${requesterId}
    union select c.account_id, c.id, c.identity_id from them t join contacts c
      on c.workspace_id = ${ctx.workspace.id} and (c.identity_id = t.identity_id or c.continues_as = t.id))
  select account_id, id from them)`;

/** The form they were in at that moment has been sent. */
async function sent(ctx: Ctx, ticket: Asked): Promise<void> {
  await ctx.db
    .updateTable('deflection_sessions')
    .set({ outcome: 'sent', ticket_id: ticket.id, ended_at: ticket.at, last_at: ticket.at })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', ticket.accountId)
    .where('contact_id', '=', ticket.requesterId)
    .where('outcome', 'is', null)
    .where('begun_at', '<=', ticket.at)
    .where('last_at', '>', new Date(ticket.at.getTime() - IDLE_MS))
    .execute();
}

/** Takes the credit back from what had ended without a ticket, when this one is about the same. Of those held out as of the others. */
async function takeBack(ctx: Ctx, ticket: Asked, text: string): Promise<void> {
  const { days } = await rulesOf(ctx);
  const ended = await ctx.db
    .selectFrom('deflection_sessions')
    .select(['id', 'suggested'])
    .select(
      // Of a cluster with the locale C no other letters have trigrams (1010).
      sql<boolean>`(similarity(app.in_latin(app.folded(topic)), app.in_latin(app.folded(${topicOf(ticket.subject)}))) >= ${ALIKE}
        or word_similarity(app.in_latin(app.folded(topic)), app.in_latin(app.folded(${text}))) >= ${SAID})`.as('alike'),
    )
    .where('workspace_id', '=', ctx.workspace.id)
    .where(theirs(ctx, ticket))
    .where((row) => row.or([row('outcome', 'is', null), row('outcome', 'in', ['solved', 'left'])]))
    .where('raised_at', 'is', null)
    .where('topic', '<>', '')
    .where('begun_at', '<=', ticket.at)
    .where('begun_at', '>', new Date(ticket.at.getTime() - days * DAY_MS))
    .execute();
  if (ended.length === 0) return;
  const found = new Set(await foundIn(ctx, ticket.subject));
  const again = ended.filter(({ alike, suggested }) => alike || suggested.some((id) => found.has(id)));
  if (again.length === 0) return;
  await ctx.db
    .updateTable('deflection_sessions')
    .set({
      raised_at: ticket.at,
      // Whoever looks after one customer is not told of another's ticket.
      raised_ticket_id: sql`case when account_id = ${ticket.accountId}::uuid then ${ticket.id}::uuid end`,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where(
      'id',
      'in',
      again.map(({ id }) => id),
    )
    .execute();
}

export const reactions = [onOpened, onReplied, onReopened];

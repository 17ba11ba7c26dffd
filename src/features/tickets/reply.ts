import { indexed } from '#features/search/index.ts';
import { isId, newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import { toPlainText } from '#platform/richtext/to-text.ts';
import { lockTicket, mayReply, mayTakePart } from './access.ts';
import { answered } from './answering.ts';
import { attach, type Luggage } from './attach.ts';
import { ticketReopened, ticketReplied, ticketSolved } from './events.ts';
import { afterCustomerReply, afterTeamReply, isFinished, isOurs, type ReplyOutcome, type Ticket } from './ticket.ts';

const NOTHING: Luggage = { uploads: [], files: [] };

interface Words {
  html: string;
  outcome?: ReplyOutcome;
}

/** A reply that both sides read. A customer's brings a solved ticket back; the team says what its own leads to. */
export async function reply(
  ctx: CtxOf<Contact | Member>,
  number: string,
  words: Words,
  luggage: Luggage = NOTHING,
): Promise<Ticket> {
  return put(ctx, await ticketToAnswer(ctx, number), words, luggage);
}

/**
 * The same, unless a colleague answered after the last reply the writer had `seen`: then nothing is sent, and the colleague is
 * named. Asked behind the lock: of two who send at once the second one hears of the first.
 */
export async function replyUnlessOvertaken(
  ctx: CtxOf<Member>,
  number: string,
  seen: string | undefined,
  words: Words,
  luggage: Luggage,
): Promise<Ticket | { overtakenBy: string }> {
  const ticket = await ticketToAnswer(ctx, number);
  const overtakenBy = await whoAnsweredSince(ctx, ticket, seen);
  return overtakenBy === undefined ? put(ctx, ticket, words, luggage) : { overtakenBy };
}

async function ticketToAnswer(ctx: CtxOf<Contact | Member>, number: string): Promise<Ticket> {
  const ticket = await lockTicket(ctx, number);
  demand(mayTakePart(ctx.actor, ticket));
  demandStill(mayReply(ctx.actor, ticket));
  return ticket;
}

async function put(ctx: CtxOf<Contact | Member>, ticket: Ticket, input: Words, luggage: Luggage): Promise<Ticket> {
  const { actor, now } = ctx;
  const replyId = newId(now.getTime());
  await ctx.db
    .insertInto('replies')
    .values({
      workspace_id: ctx.workspace.id,
      id: replyId,
      account_id: ticket.accountId,
      ticket_id: ticket.id,
      contact_id: actor.kind === 'contact' ? actor.personId : null,
      member_id: actor.kind === 'member' ? actor.personId : null,
      body_html: input.html,
      created_at: now,
    })
    .execute();
  await attach(ctx, ticket, luggage, { replyId });
  const after = moved(ctx, ticket, input.outcome ?? 'wait');
  await ctx.db
    .updateTable('tickets')
    .set({
      ...after,
      active_at: now,
      updated_at: now,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', ticket.id)
    .execute();
  await indexed(ctx, { kind: 'ticket', id: ticket.id, text: toPlainText(input.html), more: true });
  const about = { subjectId: ticket.id, accountId: ticket.accountId };
  await record(ctx, ticketReplied, { ...about, data: { number: ticket.number, reply: replyId, by: actor.kind } });
  if (actor.kind === 'member') await answered(ctx, ticket, input.html);
  const [was, is] = [isFinished(ticket.status), isFinished(after.status)];
  const data = { number: ticket.number, reply: replyId };
  if (is && !was) await record(ctx, ticketSolved, { ...about, data });
  // A customer's message says so itself.
  if (was && !is && actor.kind === 'member') await record(ctx, ticketReopened, { ...about, data });
  return { ...ticket, status: after.status };
}

/** Where a reply leaves the ticket: status, clocks, and who has it. */
function moved(ctx: CtxOf<Contact | Member>, ticket: Ticket, outcome: ReplyOutcome) {
  const { actor, now } = ctx;
  if (actor.kind === 'contact') {
    return {
      status: afterCustomerReply(ticket.status),
      waiting_since: ticket.waitingSince ?? now,
      solved_at: null,
    };
  }
  const status = afterTeamReply(outcome);
  return {
    status,
    // What we keep we have promised to come back to: the customer waits for that from now on.
    waiting_since: isOurs(status) ? now : null,
    first_reply_at: ticket.firstReplyAt ?? now,
    solved_at: status === 'solved' ? now : null,
    // Whoever answers first has it, until somebody says otherwise.
    assignee_id: ticket.assigneeId ?? actor.personId,
  };
}

/** The first other member whose reply came after the one the writer had seen. */
async function whoAnsweredSince(ctx: CtxOf<Member>, ticket: Ticket, seen: string | undefined) {
  if (!seen || !isId(seen)) return undefined;
  const first = await ctx.db
    .selectFrom('replies')
    .innerJoin('members', (join) =>
      join.onRef('members.workspace_id', '=', 'replies.workspace_id').onRef('members.id', '=', 'replies.member_id'),
    )
    .select('members.name')
    .where('replies.workspace_id', '=', ctx.workspace.id)
    .where('replies.ticket_id', '=', ticket.id)
    .where('replies.id', '>', seen)
    .where('replies.member_id', '!=', ctx.actor.personId)
    .orderBy('replies.id')
    .limit(1)
    .executeTakeFirst();
  return first?.name;
}

import { type Given, kept } from '#platform/db/kept.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { type Writers, writersOf, writersSince } from '#platform/live/writers.ts';
import { mayReply } from './access.ts';
import type { Ticket } from './ticket.ts';

/** A member says that they are writing. Their colleagues' pages change when somebody starts, not with every beat. */
export async function beWriting(ctx: CtxOf<Member>, ticket: Ticket): Promise<void> {
  demand(mayReply(ctx.actor, ticket));
  const before = await ctx.db
    .selectFrom('ticket_presence')
    .select('seen_at')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('ticket_id', '=', ticket.id)
    .where('member_id', '=', ctx.actor.personId)
    .executeTakeFirst();
  await ctx.db
    .insertInto('ticket_presence')
    .values({
      workspace_id: ctx.workspace.id,
      ticket_id: ticket.id,
      member_id: ctx.actor.personId,
      writing: true,
      seen_at: ctx.now,
    })
    .onConflict((same) =>
      same.columns(['workspace_id', 'ticket_id', 'member_id']).doUpdateSet({ writing: true, seen_at: ctx.now }),
    )
    .execute();
  if (!before || before.seen_at <= writersSince(ctx.now)) ctx.marks.add(`ticket:${ticket.id}:team`);
}

/** They have sent it. */
export async function stopWriting(ctx: CtxOf<Member>, ticket: Ticket): Promise<void> {
  await ctx.db
    .deleteFrom('ticket_presence')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('ticket_id', '=', ticket.id)
    .where('member_id', '=', ctx.actor.personId)
    .execute();
}

const writers = kept((by, { ticket, me, since }: Given<{ ticket: string; me: string; since: Date }>) =>
  by.db
    .selectFrom('ticket_presence')
    .innerJoin('members', (join) =>
      join
        .onRef('members.workspace_id', '=', 'ticket_presence.workspace_id')
        .onRef('members.id', '=', 'ticket_presence.member_id'),
    )
    .select(['members.name', 'ticket_presence.seen_at'])
    .where('ticket_presence.workspace_id', '=', by.workspace.id)
    .where('ticket_presence.ticket_id', '=', ticket)
    .where('ticket_presence.member_id', '!=', me)
    .where('ticket_presence.seen_at', '>', since),
);

/** The names of colleagues who are writing an answer just now. */
export async function whoIsWriting(ctx: Ctx, ticket: Ticket): Promise<Writers> {
  if (ctx.actor.kind !== 'member') return { names: [], lasts: 0 };
  const given = { ticket: ticket.id, me: ctx.actor.personId, since: writersSince(ctx.now) };
  const rows = await writers.all(ctx, given);
  return writersOf(rows, ctx.now);
}

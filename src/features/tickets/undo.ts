import type { Context } from 'hono';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { flash, type Undo } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { reopen, undoSolve } from './close.ts';
import { say } from './messages.ts';
import type { Ticket } from './ticket.ts';

type Somebody = CtxOf<Contact | Member>;

/** What stands beside "Solved" for a moment. */
export const undoOf = (
  ctx: Somebody,
  room: '/inbox' | '/support',
  solved: { number: number; event: string },
): Undo => ({
  label: say(ctx.reader, 'thread.undo'),
  action: `${room}/${solved.number}/reopening`,
  fields: { undo: solved.event },
});

/** And beside who has the ticket now, if that is somebody else than before. */
export const undoOfAssignment = (
  ctx: Somebody,
  { number, before, assigneeId }: { number: number; before?: string | null; assigneeId: string | null },
): Undo | undefined =>
  before === undefined
    ? undefined
    : {
        label: say(ctx.reader, 'thread.undo'),
        action: `/inbox/${number}/assignment`,
        fields: { assignee: before ?? '', from: assigneeId ?? '' },
      };

/** Not solved after all, or it never was meant to be: the form says which. */
export async function openAgain(ctx: Somebody, c: Context<Env>): Promise<Ticket> {
  const number = c.req.param('number') ?? '';
  const event = c.var.form.get('undo');
  const ticket = event ? await undoSolve(ctx, number, event) : await reopen(ctx, number);
  flash(c, say(ctx.reader, event ? 'thread.undone' : 'thread.reopened'));
  return ticket;
}

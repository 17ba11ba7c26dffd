import type { Context } from 'hono';
import { asSystem, type Look } from '#platform/db/scope.ts';
import { recordRead } from '#platform/events/record-read.ts';
import type { Ctx, Member, Viewing } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { type Ending, viewRead } from './events.ts';
import { say } from './messages.ts';
import { endView, openView, openViews } from './view.ts';

/** A page that is seen in a look is in the log before it leaves: by its address, without what was searched for. */
export function noteSeen(c: Context<Env>, { id }: Viewing): void {
  const { actor } = c.var.ctx;
  if (actor.kind !== 'contact') return;
  const data = { view: id, page: c.req.path.slice(0, 300) };
  recordRead(c, viewRead, { subjectId: actor.personId, accountId: actor.accountId, data });
}

/** Where a member finds themselves whose look stands no more, and why. */
export function sayOver(c: Context<Env>, { over, accountId, contactId }: Look): string {
  if (over && over !== 'gone') flash(c, say(c.var.ctx.reader, `over.${over}`));
  const seen = accountId && contactId && over !== 'right' && over !== 'reach';
  return seen ? `/customers/${accountId}/contacts/${contactId}` : '/';
}

/** Writes down that looks of a member's session are over: the one named, or all. A transaction of its own, as the system. */
export async function viewsClosed(ctx: Ctx, member: Member, why: Ending, id?: string): Promise<void> {
  const marks = new Set<string>();
  await asSystem(ctx.platform.pool, ctx.workspace.id, async (db) => {
    const own = { ...ctx, actor: member, viewing: undefined, db, marks };
    const one = id ? await openView(own, id) : undefined;
    for (const view of id ? (one ? [one] : []) : await openViews(own)) await endView(own, view, why);
  });
  ctx.platform.hub.publish(ctx.workspace.id, marks);
}

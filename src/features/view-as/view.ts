import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill, notFound } from '#platform/http/http-error.ts';
import { enqueue } from '#platform/jobs/queue.ts';
import { mayViewAs } from './access.ts';
import { type Ending, viewEnded, viewOpened, viewOpenedQuietly } from './events.ts';

export const VIEW_MINUTES = 30;

/** Begins to look at this portal as a contact. Returns what goes into the cookie; the table has its hash. */
export async function beginView(ctx: CtxOf<Member>, accountId: string, contactId: string): Promise<string> {
  demand(mayViewAs(ctx.actor));
  const contact = await seenContact(ctx, accountId, contactId);
  demandStill(contact.disabled_at === null);
  for (const open of await openViews(ctx)) await endView(ctx, open, 'other');
  const [id, token] = [newId(), randomToken(32)];
  const ends = new Date(ctx.now.getTime() + VIEW_MINUTES * 60_000);
  await ctx.db
    .insertInto('portal_views')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      token_hash: sha256Hex(token),
      session_id: ctx.actor.sessionId,
      portal_id: ctx.portal.id,
      member_id: ctx.actor.personId,
      contact_id: contactId,
      started_at: ctx.now,
      ends_at: ends,
    })
    .execute();
  const kind = (await tellsOfViews(ctx)) ? viewOpened : viewOpenedQuietly;
  await record(ctx, kind, { subjectId: contactId, accountId, data: { view: id } });
  await enqueue(ctx, 'view-as.end', { view: id }, { runAt: ends });
  return token;
}

async function seenContact(ctx: Ctx, accountId: string, contactId: string) {
  const row = await ctx.db
    .selectFrom('contacts')
    .select('disabled_at')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where('id', '=', contactId)
    .executeTakeFirst();
  if (!row) throw notFound();
  return row;
}

/** A look, with the customer its contact belongs to by now. */
export interface OpenView {
  id: string;
  memberId: string;
  contactId: string;
  accountId: string;
  endsAt: Date;
}

const views = (ctx: Pick<Ctx, 'db' | 'workspace'>) =>
  ctx.db
    .selectFrom('portal_views as v')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspace_id', '=', 'v.workspace_id').onRef('c.id', '=', 'v.contact_id'),
    )
    .select(['v.id', 'v.member_id as memberId', 'v.contact_id as contactId', 'v.ends_at as endsAt'])
    .select('c.account_id as accountId')
    .where('v.workspace_id', '=', ctx.workspace.id)
    .where('v.ended_at', 'is', null);

/** Those of this session that nobody has ended. */
export const openViews = (ctx: CtxOf<Member>): Promise<OpenView[]> =>
  views(ctx).where('v.session_id', '=', ctx.actor.sessionId).execute();

/** The one with this id, if nobody has ended it. */
export const openView = (ctx: Ctx, id: string): Promise<OpenView | undefined> =>
  views(ctx).where('v.id', '=', id).executeTakeFirst();

/** Says that a look is over. Once: whoever finds it ended already says nothing. */
export async function endView(ctx: Ctx, view: OpenView, why: Ending): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('portal_views')
    .set({ ended_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', view.id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  const data = { view: view.id, by: view.memberId, why };
  await record(ctx, viewEnded, { subjectId: view.contactId, accountId: view.accountId, data });
}

/** Whether customers hear that somebody of the team has looked. */
export async function tellsOfViews(ctx: Ctx): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('workspaces')
    .select('tells_of_views')
    .where('id', '=', ctx.workspace.id)
    .executeTakeFirstOrThrow();
  return row.tells_of_views;
}

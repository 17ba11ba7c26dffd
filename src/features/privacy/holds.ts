import { sql } from 'kysely';
import { z } from 'zod';
import { isId, newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, notFound } from '#platform/http/http-error.ts';
import { prose } from '#platform/http/line.ts';
import { mayForget, mayForgetAnybody } from './access.ts';
import { holdPlaced, holdReleased } from './events.ts';

/** What is held: one person, one customer, or the whole portal. */
export type Held = { contactId: string } | { accountId: string } | 'everything';

export interface Hold {
  id: string;
  reason: string;
  placedAt: Date;
  contact: string | null;
  contactId: string | null;
  account: string | null;
  accountId: string | null;
}

/** Whether nothing at all may be erased in this portal. */
export const everythingHeld = (workspaceId: string) =>
  sql<boolean>`exists (select from legal_holds h where h.workspace_id = ${workspaceId}
    and h.released_at is null and h.contact_id is null and h.account_id is null)`;

export const holdForm = z.object({
  reason: prose(400, 'hold.reason.long', 'hold.reason.missing'),
});

export async function placeHold(ctx: CtxOf<Member>, held: Held, reason: string): Promise<void> {
  demand(held === 'everything' ? mayForgetAnybody(ctx.actor) : mayForget(ctx.actor));
  const id = newId(ctx.now.getTime());
  const contactId = held !== 'everything' && 'contactId' in held ? held.contactId : null;
  const accountId = held !== 'everything' && 'accountId' in held ? held.accountId : null;
  await ctx.db
    .insertInto('legal_holds')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      contact_id: contactId,
      account_id: accountId,
      reason,
      placed_by: ctx.actor.personId,
      placed_at: ctx.now,
    })
    .execute();
  await record(ctx, holdPlaced, { subjectId: id, accountId, data: { contact: contactId } });
}

export async function releaseHold(ctx: CtxOf<Member>, id: string): Promise<void> {
  demand(mayForget(ctx.actor));
  const hold = isId(id) ? (await openHolds(ctx)).find((one) => one.id === id) : undefined;
  if (!hold) throw notFound();
  // One over the whole portal hangs on no customer, so that everybody's reach would do.
  demand(hold.accountId !== null || mayForgetAnybody(ctx.actor));
  const row = await ctx.db
    .updateTable('legal_holds')
    .set({ released_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('released_at', 'is', null)
    .returning(['account_id', 'contact_id'])
    .executeTakeFirst();
  if (!row) throw notFound();
  await record(ctx, holdReleased, { subjectId: id, accountId: row.account_id, data: { contact: row.contact_id } });
}

/** The holds that stand, of whom this member reaches. */
export async function openHolds(ctx: Pick<Ctx, 'db' | 'workspace'>): Promise<Hold[]> {
  const { rows } =
    await sql<Hold>`select h.id, h.reason, h.placed_at as "placedAt", c.name as contact, c.id as "contactId",
      a.name as account, a.id as "accountId"
    from legal_holds h
      left join contacts c on c.workspace_id = h.workspace_id and c.id = h.contact_id
      left join accounts a on a.workspace_id = h.workspace_id and a.id = coalesce(h.account_id, c.account_id)
    where h.workspace_id = ${ctx.workspace.id} and h.released_at is null
      and (h.contact_id is null or c.id is not null) and (h.account_id is null or a.id is not null) order by h.id desc`.execute(
      ctx.db,
    );
  return rows;
}

/** For a query with a contact's id and account: whether a hold stands over them. */
export const isHeld = (workspaceId: string, contact: string, account: string) =>
  sql<boolean>`exists (select from legal_holds h where h.workspace_id = ${workspaceId} and h.released_at is null
    and (h.contact_id = ${sql.ref(contact)} or h.account_id = ${sql.ref(account)}
      or (h.contact_id is null and h.account_id is null)))`;

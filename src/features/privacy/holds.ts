import { sql } from 'kysely';
import { z } from 'zod';
import { newId } from '#platform/db/ids.ts';
import type { Db } from '#platform/db/scope.ts';
import { alone, HOLDS, together } from '#platform/db/turns.ts';
import { whileNobodyIsTold } from '#platform/events/react-task.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill, notFound } from '#platform/http/http-error.ts';
import { prose } from '#platform/http/line.ts';
import { mayForget, mayForgetAnybody } from './access.ts';
import { holdPlaced, holdReleased } from './events.ts';
import { samePerson } from './same-person.ts';

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
  await alone(ctx.db, ctx.workspace.id, HOLDS);
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
  if (accountId) demandStill(await isOnItsOwn(ctx, accountId));
  await record(ctx, holdPlaced, { subjectId: id, accountId, data: { contact: contactId } });
}

/** Asked once the row of the hold has waited for a merge that was under way: of a customer that became another's nothing would be held. */
const isOnItsOwn = async ({ db, workspace }: CtxOf<Member>, accountId: string): Promise<boolean> =>
  Boolean(
    await db
      .selectFrom('accounts')
      .select('id')
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', accountId)
      .where('merged_into', 'is', null)
      .executeTakeFirst(),
  );

export async function releaseHold(ctx: CtxOf<Member>, id: string): Promise<void> {
  demand(mayForget(ctx.actor));
  const hold = (await openHolds(ctx)).find((one) => one.id === id);
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

/**
 * For a query with a contact's id and account: whether a hold stands over them. One on a person stands over each row that is them,
 * wherever they moved and whatever was merged.
 */
export const isHeld = (workspaceId: string, contact: string, account: string) =>
  sql<boolean>`(coalesce(${sql.ref(contact)} in (${heldPeople(workspaceId)}), false)
    or exists (select from legal_holds h where h.workspace_id = ${workspaceId} and h.released_at is null and h.contact_id is null
      and (h.account_id = ${sql.ref(account)} or h.account_id is null)))`;

/** Every row of a contact that is somebody who is on hold. */
export const heldPeople = (workspaceId: string) =>
  samePerson(
    workspaceId,
    sql`c.id in (select h.contact_id from legal_holds h where h.workspace_id = ${workspaceId} and h.released_at is null)`,
  );

/**
 * Until this transaction ends no hold begins: what is erased in it was under none. A hold waits for it, and nobody is told of a
 * hold over what is just being taken away.
 */
export const whileNoHoldBegins = (db: Db, workspaceId: string) => together(db, workspaceId, HOLDS);

/** The same, and nothing that is erased in it is being told to anybody meanwhile. To be asked before any row is locked. */
export async function beginErasing(db: Db, workspaceId: string): Promise<void> {
  await whileNobodyIsTold(db, workspaceId);
  await whileNoHoldBegins(db, workspaceId);
}

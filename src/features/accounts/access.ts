import { isId } from '#platform/db/ids.ts';
import type { Actor, Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import type { TopicWall } from '#platform/live/walls.ts';
import { may, mayForAll } from '#platform/rights.ts';
import type { Account } from './account.ts';

/** Who looks after a customer's own record: its facts, its team, whether it is there at all. */
export const mayManageAccount = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'customers.manage');

/** Whoever sees only the customers they are on the team of would not see the one they made. */
export const mayAddAccount = (actor: Actor): boolean => mayForAll(actor, 'customers.manage');

/** Two accounts become one, with everything: that is for whoever answers for the whole. */
export const mayMergeAccounts = (actor: Actor): boolean => mayForAll(actor, 'customers.merge');

export const mayManageContacts = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'contacts.manage');

/** An import is held against every customer and may change any of them: it is for whoever sees and manages them all. */
export const mayImport = (actor: Actor): boolean => mayAddAccount(actor) && mayManageContacts(actor);

/** Open tickets of somebody who goes become a colleague's: that writes to the tickets. */
export const mayHandOver = (actor: Actor): boolean =>
  actor.kind === 'member' && (may(actor, 'tickets.reply') || may(actor, 'tickets.triage'));

export const mayInvite = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'contacts.invite');

/** The customers this actor may see: the database narrows it to their own for a contact. */
export const visibleAccounts = (ctx: Ctx) =>
  ctx.db.selectFrom('accounts').where('accounts.workspace_id', '=', ctx.workspace.id);

/** Of these customers, those that whoever asks sees: for live topics, whose page is older than what may be seen. */
export const accountWall: TopicWall = async (db, workspaceId, ids) => {
  const known = ids.filter(isId);
  if (known.length === 0) return [];
  const rows = await db
    .selectFrom('accounts')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', known)
    .execute();
  return rows.map((row) => row.id);
};

/** An account that is in use. Throws 404 for one that is not there, of somebody else, or put away, alike. */
export async function findAccount(ctx: Ctx, id: string): Promise<Account> {
  const account = await anyAccount(ctx, id);
  if (account.archivedAt) throw notFound();
  return account;
}

/** An account whose people may be read: in use or put away. Throws 404 as `findAccount`, and for one whose people are another's now. */
export async function accountWithPeople(ctx: Ctx, id: string): Promise<Account> {
  const account = await anyAccount(ctx, id);
  if (account.mergedInto) throw notFound();
  return account;
}

/** An account, put away or not. Throws 404 for one that is not there and for one of somebody else alike. */
export async function anyAccount(ctx: Ctx, id: string): Promise<Account> {
  const row = isId(id)
    ? await visibleAccounts(ctx)
        .select(['id', 'name', 'short_name as shortName', 'plan', 'created_at as createdAt', 'active_at as activeAt'])
        .select(['website', 'phone', 'place', 'reference', 'archived_at as archivedAt', 'merged_into as mergedInto'])
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound();
  return row;
}

/** As `anyAccount`, and nobody else changes the account until this transaction is over. */
export async function lockAccount(ctx: Ctx, id: string): Promise<Account> {
  if (!isId(id)) throw notFound();
  await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .execute();
  return anyAccount(ctx, id);
}

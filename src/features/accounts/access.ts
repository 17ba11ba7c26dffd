import { isId } from '#platform/db/ids.ts';
import type { Actor, Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import { may } from '#platform/rights.ts';
import type { Account } from './account.ts';

export const mayAddAccount = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'customers.manage');

export const mayInvite = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'contacts.invite');

/** The customers this actor may see: the database narrows it to their own for a contact. */
export const visibleAccounts = (ctx: Ctx) =>
  ctx.db.selectFrom('accounts').where('accounts.workspace_id', '=', ctx.workspace.id);

/** Throws 404 for one that is not there and for one of somebody else alike. */
export async function findAccount(ctx: Ctx, id: string): Promise<Account> {
  const row = isId(id)
    ? await visibleAccounts(ctx)
        .select(['id', 'name', 'short_name', 'plan', 'created_at', 'active_at'])
        .where('id', '=', id)
        .where('archived_at', 'is', null)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound();
  return {
    id: row.id,
    name: row.name,
    shortName: row.short_name,
    plan: row.plan,
    createdAt: row.created_at,
    activeAt: row.active_at,
  };
}

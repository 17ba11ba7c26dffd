import { directoryHoldingAt, isSomebodyElseHere } from '#features/identity/index.ts';
import { rolesOf } from '#features/roles/index.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';

/**
 * Why this address cannot be invited to this account: its owner has joined already, or is a colleague, who would see the
 * portal as a customer and no longer as the team. Null when it can. A new account has nobody in it.
 */
export async function whyNotInvite(
  ctx: CtxOf<Member>,
  accountId: string | null,
  email: string,
): Promise<'error.taken' | 'error.member' | 'error.directory' | null> {
  const member = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', email)
    .executeTakeFirst();
  if (member) return 'error.member';
  if (!accountId) return null;
  const contact = await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where('email', '=', email)
    .where('identity_id', 'is not', null)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (contact || (await isSomebodyElseHere(ctx, accountId, email))) return 'error.taken';
  return (await directoryHoldingAt(ctx, accountId, email)) ? 'error.directory' : null;
}

/** The key of the words for a role that cannot be given; null when it can. */
export async function whyNotRole(ctx: Ctx, key: string): Promise<'error.role' | null> {
  const roles = await rolesOf(ctx, 'contact');
  return roles.some((role) => role.key === key) ? null : 'error.role';
}

/** Why a contact of this account cannot have this address; null when they can. */
export async function addressKnown(
  ctx: CtxOf<Member>,
  accountId: string,
  email: string,
): Promise<'contact.taken' | 'error.member' | null> {
  if ((await whyNotInvite(ctx, null, email)) !== null) return 'error.member';
  const row = await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where('email', '=', email)
    .executeTakeFirst();
  return row ? 'contact.taken' : null;
}

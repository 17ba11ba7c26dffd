import { isSomebodyElseHere } from '#features/identity/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';

/**
 * Why the owner of this address cannot be let in to this customer: they are there already or are of the team, or they were sent
 * away and come back by whoever sent them. Null when they can. A new customer has nobody in it.
 */
export async function contactStanding(
  ctx: CtxOf<Member>,
  email: string,
  accountId: string | null,
): Promise<'error.inside' | 'error.member' | 'error.disabled' | null> {
  const { db, workspace } = ctx;
  const member = await db
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', workspace.id)
    .where('email', '=', email)
    .executeTakeFirst();
  if (member) return 'error.member';
  if (!accountId) return null;
  const contact = await db
    .selectFrom('contacts')
    .select(['identity_id', 'disabled_at'])
    .where('workspace_id', '=', workspace.id)
    .where('account_id', '=', accountId)
    .where('email', '=', email)
    .executeTakeFirst();
  if (contact?.disabled_at) return 'error.disabled';
  // An entry that was merged into another one of the same customer is that one.
  const inside = contact?.identity_id || (await isSomebodyElseHere(ctx, accountId, email));
  return inside ? 'error.inside' : null;
}

import { identityFor } from '#features/identity/index.ts';
import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { madeOwner } from './events.ts';

/** Why somebody cannot be made an owner by their address alone. */
export type WhyNotOwner = 'customer' | 'disabled' | 'nameless';

/**
 * Makes somebody an owner by the operator's word: whoever is on the team with this address, else somebody new. Only the system may.
 * `same` when they are one already.
 */
export async function makeOwner(
  ctx: Ctx,
  { email, name }: { email: string; name: string },
): Promise<'made' | 'raised' | 'same' | WhyNotOwner> {
  const { id: workspaceId } = ctx.workspace;
  const member = await ctx.db
    .selectFrom('members')
    .select(['id', 'role', 'disabled_at'])
    .where('workspace_id', '=', workspaceId)
    .where('email', '=', email)
    .forUpdate()
    .executeTakeFirst();
  if (member?.disabled_at) return 'disabled';
  if (member?.role === 'owner') return 'same';
  if (member) {
    await ctx.db
      .updateTable('members')
      .set({ role: 'owner' })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', member.id)
      .execute();
    await tell(ctx, member.id);
    return 'raised';
  }
  if (name === '') return 'nameless';
  const identity = await identityFor(ctx, { email, name });
  // Whoever signs in already and is not on the team is a customer's.
  if (!identity.made) return identity.usable ? 'customer' : 'disabled';
  const id = newId(ctx.now.getTime());
  await ctx.db
    .insertInto('members')
    .values({ workspace_id: workspaceId, id, identity_id: identity.id, name, email, role: 'owner' })
    .execute();
  await tell(ctx, id);
  return 'made';
}

const tell = (ctx: Ctx, id: string) => record(ctx, madeOwner, { subjectId: id, accountId: null, data: {} });

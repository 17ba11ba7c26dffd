import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { sessionTopic } from '#platform/live/hub.ts';
import type { SignInMethod } from './auth/frame.ts';
import { roleAsks } from './second-step/wanted.ts';

/**
 * Ends every session of these people (but those that began by one method), and their open pages with the commit. The last thing a verb does: from here on the
 * transaction is the system's.
 */
export async function endSessionsOf(
  ctx: Ctx,
  identityIds: readonly string[],
  { but }: { but?: SignInMethod } = {},
): Promise<void> {
  if (identityIds.length === 0) return;
  await elevate(ctx.db, ctx.workspace.id);
  const ended = await ctx.db
    .updateTable('sessions')
    .set({ revoked_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', 'in', identityIds)
    .where('revoked_at', 'is', null)
    .$if(but !== undefined, (one) => one.where('method', '!=', but!))
    .returning('id')
    .execute();
  for (const { id } of ended) ctx.marks.add(sessionTopic(id));
}

/**
 * After a customer's person has another role: where it asks for a second step, whoever is signed in without one signs in again, and sets
 * one up. The last thing a verb does, like `endSessionsOf`.
 */
export async function endSessionsWithoutSecondStep(ctx: Ctx, identityId: string | null, role: string): Promise<void> {
  if (!identityId) return;
  await elevate(ctx.db, ctx.workspace.id);
  if (!(await roleAsks(ctx, { kind: 'contact', role }))) return;
  const ended = await ctx.db
    .updateTable('sessions')
    .set({ revoked_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .where('second', 'is', null)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of ended) ctx.marks.add(sessionTopic(id));
}

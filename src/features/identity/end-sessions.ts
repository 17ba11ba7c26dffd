import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { sessionTopic } from '#platform/live/hub.ts';
import type { SignInMethod } from './auth/frame.ts';

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

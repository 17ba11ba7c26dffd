import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { loginBegunAnew } from './events.ts';
import { forgetLinks } from './link.ts';
import { takeSecondStep } from './second-step/take.ts';

/**
 * Takes away whatever opens a login: password, second step, sessions, links. Its owner has proved the address that somebody else may have used
 * before. Only the system may.
 */
export async function startOver(ctx: Ctx, identityId: string): Promise<void> {
  await ctx.db
    .deleteFrom('credentials')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .execute();
  await ctx.db
    .updateTable('identities')
    .set({ password_set_at: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', identityId)
    .execute();
  await forgetLinks(ctx, identityId);
  const sessions = await takeSecondStep(ctx, identityId);
  await record(ctx, loginBegunAnew, { subjectId: identityId, accountId: null, data: { sessions } });
}

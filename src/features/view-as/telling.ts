import { record } from '#platform/events/record.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { mayDecideTelling } from './access.ts';
import { viewTellingChanged } from './events.ts';
import { tellsOfViews } from './view.ts';

/** Says whether customers hear when somebody of the team looks. Returns whether that is something new. */
export async function changeTelling(ctx: CtxOf<Member>, tells: boolean): Promise<boolean> {
  demand(mayDecideTelling(ctx.actor));
  if ((await tellsOfViews(ctx)) === tells) return false;
  await ctx.db.updateTable('workspaces').set({ tells_of_views: tells }).where('id', '=', ctx.workspace.id).execute();
  await record(ctx, viewTellingChanged, { subjectId: ctx.workspace.id, accountId: null, data: { tells } });
  return true;
}

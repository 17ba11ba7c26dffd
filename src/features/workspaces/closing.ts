import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { workspaceClosed, workspaceOpened } from './events.ts';

/**
 * Closes all portals of a business, or opens them again. While they are closed everything of theirs stays as it is, nobody comes in, and
 * mails are kept instead of sent. Returns whether that is new.
 */
export async function setClosed(ctx: Ctx, wanted: 'closed' | 'open'): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('workspaces')
    .set({ closed_at: wanted === 'closed' ? ctx.now : null })
    .where('id', '=', ctx.workspace.id)
    .where('closed_at', wanted === 'closed' ? 'is' : 'is not', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  const kind = wanted === 'closed' ? workspaceClosed : workspaceOpened;
  await record(ctx, kind, { subjectId: ctx.workspace.id, accountId: null, data: {} });
  return true;
}

import { z } from 'zod';
import type { Ctx } from '#platform/http/context.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { defineTask } from '#platform/jobs/task.ts';
import { endView, openView } from './view.ts';

/** The clocks of the queue and of this process may differ by so much. */
const AHEAD_MS = 60_000;

/** After half an hour a look is over, whether anybody comes by again or not. */
export const endTask = defineTask({
  name: 'view-as.end',
  payload: z.object({ workspace: z.uuid(), view: z.uuid() }),
  run: (platform, payload) =>
    inWorkspace(platform, payload.workspace, async (ctx) => {
      const view = await openView(ctx, payload.view);
      // A queue that is ahead of its time ends nothing.
      if (!view || view.endsAt.getTime() > ctx.now.getTime() + AHEAD_MS) return;
      await endView(ctx, view, (await sessionEnded(ctx, view.id)) ? 'signed_out' : 'time');
    }),
});

async function sessionEnded(ctx: Ctx, id: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('portal_views as v')
    .innerJoin('sessions as s', (join) =>
      join.onRef('s.workspace_id', '=', 'v.workspace_id').onRef('s.id', '=', 'v.session_id'),
    )
    .select('s.revoked_at')
    .where('v.workspace_id', '=', ctx.workspace.id)
    .where('v.id', '=', id)
    .executeTakeFirst();
  return row?.revoked_at != null;
}

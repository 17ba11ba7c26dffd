import { z } from 'zod';
import { everyWorkspace } from '#platform/jobs/every-workspace.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { type Chore, defineTask } from '#platform/jobs/task.ts';
import { weighAccount, weighByDate } from './weigh.ts';

/** Put into the queue by the triggers of migration 0210, in the transaction of a change. */
export const weighTask = defineTask({
  name: 'segments.weigh',
  payload: z.object({ workspace: z.uuid(), account: z.uuid() }),
  run: (platform, { workspace, account }) => inWorkspace(platform, workspace, (ctx) => weighAccount(ctx, account)),
});

/** A day has passed where the business is, whatever hour that is here: "in the last 30 days" means other customers today. */
export const weighDaily: Chore = {
  name: 'segments',
  at: '7 * * * *',
  async run(platform) {
    await everyWorkspace(platform, (id) => inWorkspace(platform, id, weighByDate));
  },
};

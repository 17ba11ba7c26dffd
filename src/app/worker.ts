import { type RunningWorker, startWorker as start } from '#platform/jobs/worker.ts';
import { closeMail } from '#platform/mail/send-task.ts';
import type { Platform } from '#platform/platform.ts';
import { chores, tasks } from './features.ts';

/** Works the queue with everything the features know to do; `atTheirTimes` are the chores that the clock brings. */
export async function startWorker(platform: Platform, jobsUrl: string, atTheirTimes = chores): Promise<RunningWorker> {
  const worker = await start(platform, jobsUrl, {
    tasks,
    chores: atTheirTimes,
    concurrency: platform.config.jobsConcurrency,
  });
  return {
    async stop() {
      await worker.stop();
      closeMail(platform);
    },
  };
}

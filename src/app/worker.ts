import { type RunningWorker, startWorker as start } from '#platform/jobs/worker.ts';
import type { Platform } from '#platform/platform.ts';
import { chores, tasks } from './features.ts';

/** Works the queue with everything the features know to do. */
export const startWorker = (platform: Platform, jobsUrl: string, pollInterval?: number): Promise<RunningWorker> =>
  start(platform, jobsUrl, {
    tasks,
    chores,
    concurrency: platform.config.jobsConcurrency,
    ...(pollInterval === undefined ? {} : { pollInterval }),
  });

import type { z } from 'zod';
import type { Platform } from '../platform.ts';
import type { JobPayload } from './queue.ts';

/**
 * A kind of job. A task is a shell: it loads, calls a verb, and must be safe to run again, because a worker may die after
 * the work and before the queue knows. `maxAttempts` with the queue's exponential wait decides when it gives up.
 */
export interface Task<Payload extends JobPayload = JobPayload> {
  name: string;
  payload: z.ZodType<Payload>;
  run: (platform: Platform, payload: Payload) => Promise<void>;
}

/** Work at fixed times, in every workspace or for the installation: `at` is a crontab line's five fields, in UTC. */
export interface Chore {
  name: string;
  at: string;
  run: (platform: Platform) => Promise<void>;
}

export const defineTask = <Payload extends JobPayload>(task: Task<Payload>): Task => task as unknown as Task;

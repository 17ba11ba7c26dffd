import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, parseCronItems, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Log } from '../log.ts';
import type { Platform } from '../platform.ts';
import { keepAlive } from './heartbeat.ts';
import { queuePool } from './queue-pool.ts';
import type { Chore, Task } from './task.ts';

/** Less than a command gives what it closes. */
const PATIENCE_MS = 8_000;

export interface RunningWorker {
  /** Lets running jobs finish, hands back those that do not (eight seconds at most), and closes its connections. */
  stop(): Promise<void>;
}

/** Works the queue with the role that may reach it; the tasks themselves work through the door like everybody else. */
export async function startWorker(
  platform: Platform,
  jobsUrl: string,
  work: {
    tasks: readonly Task[];
    chores: readonly Chore[];
    concurrency: number;
    pollInterval?: number;
    patienceMs?: number;
    beatMs?: number;
  },
): Promise<RunningWorker> {
  let stopping = false;
  const { pool, hurry, end } = queuePool(jobsUrl, work.concurrency + 3, (error) => {
    if (!stopping) platform.log.warn({ err: error }, 'queue connection lost');
  });
  const events = new EventEmitter() as WorkerEvents;
  const alive = keepAlive(pool, events, platform.log, work.beatMs);
  const runner: Runner = await run(
    {
      pgPool: pool,
      concurrency: work.concurrency,
      noHandleSignals: true,
      pollInterval: work.pollInterval ?? 1_000,
      events,
      logger: quiet(platform.log),
      parsedCronItems: parseCronItems(
        work.chores.map((chore) => ({ task: chore.name, match: chore.at, options: { backfillPeriod: 0 } })),
      ),
    },
    handlers(platform, work.tasks, work.chores),
  );
  runner.promise.catch((error: unknown) => platform.log.error({ err: error }, 'the queue stopped'));
  return {
    async stop() {
      stopping = true;
      hurry();
      await withPatience(runner.stop(), work.patienceMs ?? PATIENCE_MS);
      await alive.stop();
      await end();
    },
  };
}

async function withPatience(ending: Promise<void>, patienceMs: number): Promise<void> {
  const ended = new AbortController();
  try {
    await Promise.race([ending, sleep(patienceMs, undefined, { signal: ended.signal }).catch(() => undefined)]);
  } finally {
    ended.abort();
  }
}

function handlers(platform: Platform, tasks: readonly Task[], chores: readonly Chore[]): TaskList {
  const list: TaskList = {};
  for (const task of tasks) {
    list[task.name] = async (payload) => task.run(platform, task.payload.parse(payload));
  }
  for (const chore of chores) list[chore.name] = async () => chore.run(platform);
  return list;
}

/** The queue's own log lines, without payloads. */
function quiet(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({}, `queue: ${message}`);
    else if (level === 'warning') log.warn({}, `queue: ${message}`);
    else log.debug({}, `queue: ${message}`);
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { databaseIsAway } from '../db/pool.ts';

const SOON_MS = 100;
const LATE_MS = 2_000;

export interface QueuePool {
  pool: pg.Pool;
  /** From now on an error is told at once. */
  hurry(): void;
  end(): Promise<void>;
}

/**
 * The connections of graphile-worker. It ticks a job off without waiting for it, so an error there is nobody's and ends the process:
 * while PostgreSQL is away a connection is waited for, and what says the same when it is said twice is said once more on another one.
 */
export function queuePool(connectionString: string, max: number, onLost: (error: Error) => void): QueuePool {
  const about = { connectionString, application_name: 'portico jobs' };
  const pool = new pg.Pool({ ...about, max });
  /** Whoever waits here may hold a connection of the other pool, which is broken. */
  const spare = new pg.Pool({ ...about, max: 1 });
  let hurried = false;

  async function untilItIsBack<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    for (let wait = SOON_MS; ; wait = Math.min(2 * wait, LATE_MS)) {
      try {
        return await work();
      } catch (error) {
        if (hurried || !databaseIsAway(error)) throw error;
        await sleep(wait);
      }
    }
  }

  for (const each of [pool, spare]) {
    each.on('error', onLost);
    each.on('connect', (client) => client.on('error', () => undefined));
  }
  pool.on('connect', (client) => {
    const ask = client.query.bind(client) as (...given: unknown[]) => unknown;
    client.query = ((...given: unknown[]) => {
      const answer = ask(...given);
      if (!(answer instanceof Promise) || !mayBeSaidTwice(given[0])) return answer;
      return answer.catch((error) => {
        if (!databaseIsAway(error)) throw error;
        return untilItIsBack(() => (spare.query as (...given: unknown[]) => Promise<unknown>)(...given));
      });
    }) as typeof client.query;
  });
  const connect = pool.connect.bind(pool) as (...given: unknown[]) => Promise<pg.PoolClient>;
  pool.connect = ((...given: unknown[]) =>
    given.length > 0 ? connect(...given) : untilItIsBack(connect)) as typeof pool.connect;
  return {
    pool,
    hurry: () => {
      hurried = true;
    },
    end: async () => void (await Promise.all([pool.end(), spare.end()])),
  };
}

/**
 * That a job is done or failed, and which tasks there are (an error is what that is for as long as the worker lives); not the question for the next
 * job, which would take another one.
 */
function mayBeSaidTwice(asked: unknown): boolean {
  const text = typeof asked === 'string' ? asked : ((asked as { text?: string }).text ?? '');
  return /_private_(jobs|tasks)/.test(text) && !/skip locked/i.test(text);
}

import type { WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import type { Log } from '../log.ts';

const BEAT_MS = 5_000;
const DEAD_AFTER = '20 seconds';

export interface Heartbeat {
  /** Gives back at once what is still being worked on: another worker, or the next start, does it anew. */
  stop(): Promise<void>;
}

/**
 * The queue itself waits four hours before it takes a job back from a worker that died. Each of ours says every five
 * seconds that it lives, and frees the jobs of those that have been silent for twenty.
 */
export function keepAlive(pool: pg.Pool, events: WorkerEvents, log: Log): Heartbeat {
  const ids = new Set<string>();
  // A job is locked in the name of the pool, not of the one of its workers that has it.
  events.on('pool:create', ({ workerPool }) => {
    ids.add(workerPool.id);
    void beat();
  });
  const beat = async () => {
    try {
      await pool.query(
        'insert into job_workers (id) select unnest($1::text[]) on conflict (id) do update set seen_at = now()',
        [[...ids]],
      );
      const freed = await freeDead(pool);
      if (freed.length > 0) log.warn({ count: freed.length }, 'took jobs back from workers that died');
    } catch (error) {
      log.debug({ err: error }, 'heartbeat failed');
    }
  };
  const timer = setInterval(beat, BEAT_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      const mine = [[...ids]];
      await pool.query('select graphile_worker.force_unlock_workers($1::text[])', mine).catch(() => undefined);
      await pool.query('delete from job_workers where id = any($1)', mine).catch(() => undefined);
    },
  };
}

/** Unlocks every job and queue held by a worker that has not been heard of. Returns those workers. */
export async function freeDead(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select distinct l.locked_by as id from (
       select locked_by, locked_at from graphile_worker._private_jobs where locked_by is not null
       union all
       select locked_by, locked_at from graphile_worker._private_job_queues where locked_by is not null) l
     where l.locked_at < now() - interval '${DEAD_AFTER}'
       and not exists (select from job_workers w where w.id = l.locked_by and w.seen_at > now() - interval '${DEAD_AFTER}')`,
  );
  const ids = rows.map((row) => row.id);
  if (ids.length > 0) await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [ids]);
  await pool.query(`delete from job_workers where seen_at < now() - interval '1 day'`);
  return ids;
}

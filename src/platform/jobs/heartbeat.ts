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
 * seconds that it lives, and frees the jobs of those that have been silent for twenty. And those of its own that it was never given: where the
 * connection is cut just as a job is taken, nobody works on it.
 */
export function keepAlive(pool: pg.Pool, events: WorkerEvents, log: Log, beatMs = BEAT_MS): Heartbeat {
  const ids = new Set<string>();
  const inHand = new Set<string>();
  let missed: string[] = [];
  // A job is locked in the name of the pool, not of the one of its workers that has it.
  events.on('pool:create', ({ workerPool }) => {
    ids.add(workerPool.id);
    void beat();
  });
  events.on('job:start', ({ job }) => inHand.add(String(job.id)));
  events.on('job:complete', ({ job }) => inHand.delete(String(job.id)));
  /** One that is missed twice: what is just being taken or ticked off is so once. */
  const freeMissed = async () => {
    const { rows } = await pool.query<{ id: string }>(
      'select id::text from graphile_worker._private_jobs where locked_by = any($1)',
      [[...ids]],
    );
    const now = rows.map(({ id }) => id).filter((id) => !inHand.has(id));
    const lost = now.filter((id) => missed.includes(id));
    missed = now;
    if (lost.length === 0) return;
    log.warn({ count: lost.length }, 'took jobs back that were never given');
    await pool.query(
      `with freed as (update graphile_worker._private_jobs set locked_by = null, locked_at = null
         where id = any($1::bigint[]) and locked_by = any($2) returning job_queue_id)
       update graphile_worker._private_job_queues q set locked_by = null, locked_at = null from freed where q.id = freed.job_queue_id`,
      [lost, [...ids]],
    );
  };
  const beat = async () => {
    try {
      await pool.query(
        'insert into job_workers (id) select unnest($1::text[]) on conflict (id) do update set seen_at = now()',
        [[...ids]],
      );
      const freed = await freeDead(pool);
      if (freed.length > 0) log.warn({ count: freed.length }, 'took jobs back from workers that died');
      await freeMissed();
    } catch (error) {
      log.debug({ err: error }, 'heartbeat failed');
    }
  };
  const timer = setInterval(beat, beatMs);
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

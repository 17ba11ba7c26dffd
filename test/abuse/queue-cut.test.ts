import { expect, test } from 'vitest';
import { startWorker } from '#platform/jobs/worker.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';

const portal = usePortal();
const JOBS = 120;
const begin = (run: (n: number) => void | Promise<void>) =>
  startWorker(portal().platform, portal().database.jobs, {
    tasks: [
      {
        name: 'short',
        payload: { parse: (given: unknown) => given } as never,
        run: async (_: unknown, payload: unknown) => run((payload as { n: number }).n),
      },
    ],
    chores: [],
    concurrency: 4,
    pollInterval: 50,
    beatMs: 1_000,
  });
const add = (n: number) =>
  peek(portal().database, "select graphile_worker.add_job('short', $1::json)", [JSON.stringify({ n })]);

test('PostgreSQL cuts the queue’s connections again and again, also while a job is ticked off: each job is done, and the process lives', {
  timeout: 90_000,
}, async () => {
  const { database } = portal();
  const done = new Set<number>();
  let failed = 0;
  const nobodys: unknown[] = [];
  const seen = (error: unknown) => nobodys.push(error);
  // What nobody holds ends the server (commands/lifetime.ts); here it would only be told of at the end of the file.
  process.on('unhandledRejection', seen);
  const worker = await begin((n) => {
    if (n % 10 === 0 && failed++ < JOBS / 10) throw new Error('not this time');
    done.add(n);
  });
  try {
    let cut = 0;
    for (let n = 0; n < JOBS; n++) {
      await add(n);
      const ended = await peek(
        database,
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'portico jobs' and datname = current_database()
          and ($1 or query ~ '_private_jobs')`,
        [n % 5 === 0],
      );
      cut += ended.length;
    }
    expect(cut).toBeGreaterThan(0);
    const left = async () => {
      // Those that failed would come again after a while of their own.
      await peek(database, 'update graphile_worker._private_jobs set run_at = now() where locked_by is null');
      return peek(database, 'select id from graphile_worker._private_jobs');
    };
    await expect.poll(left, { timeout: 60_000, interval: 200 }).toEqual([]);
    expect(done.size).toBe(JOBS);
    expect(nobodys).toEqual([]);
  } finally {
    process.off('unhandledRejection', seen);
    await worker.stop();
    await peek(database, 'delete from graphile_worker._private_jobs');
  }
});

test('a job that was taken while the connection was cut, so that nobody was given it, is taken once more; control: one in hand is left alone', async () => {
  const { database } = portal();
  let begun = 0;
  let end = () => {};
  const held = new Promise<void>((resolve) => {
    end = resolve;
  });
  const worker = await begin((n) => {
    begun += n;
    return n === 100 ? held : undefined;
  });
  try {
    await expect.poll(() => peek(database, 'select from job_workers'), { interval: 20 }).not.toHaveLength(0);
    await add(100);
    await expect.poll(() => begun, { interval: 20 }).toBe(100);
    await peek(database, `select graphile_worker.add_job('short', '{"n":1}', run_at => now() + interval '1 hour')`);
    await peek(
      database,
      'update graphile_worker._private_jobs set run_at = now(), locked_at = now(), locked_by = (select id from job_workers order by seen_at desc limit 1) where locked_by is null',
    );
    await expect.poll(() => begun, { timeout: 20_000, interval: 100 }).toBe(101);
    expect(begun).toBe(101);
  } finally {
    end();
    await worker.stop();
    await peek(database, 'delete from graphile_worker._private_jobs');
  }
});

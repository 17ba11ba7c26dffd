import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { freeDead } from '#platform/jobs/heartbeat.ts';
import { startWorker } from '#platform/jobs/worker.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import { newWorld } from '../world.ts';

const portal = usePortal();
let child: ChildProcess | undefined;
afterAll(() => child?.kill('SIGKILL'));

/** Another process that works the queue and stays in its first job for ever. */
const STUCK = `
  const { startWorker } = await import('#platform/jobs/worker.ts');
  const { createLog } = await import('#platform/log.ts');
  const task = { name: 'stuck', payload: { parse: (given) => given }, run: () => new Promise(() => console.log('working')) };
  await startWorker({ log: createLog({ level: 'silent' }) }, process.argv[1], { tasks: [task], chores: [], concurrency: 1, pollInterval: 50 });
  setInterval(() => {}, 60_000);`;

function startElsewhere(jobsUrl: string): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const started = spawn(process.execPath, ['--input-type=module', '-e', STUCK, jobsUrl], {
      cwd: path.resolve(import.meta.dirname, '../..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.once('error', reject);
    started.stdout!.once('data', () => resolve(started));
  });
}

test('a worker that is asked to stop finishes its job, or hands it back at once', async () => {
  const world = await newWorld(portal());
  const { database, platform } = portal();
  let begun = 0;
  let end = () => {};
  const task = {
    name: 'slow',
    payload: { parse: (given: unknown) => given } as never,
    run: () => {
      begun += 1;
      return new Promise<void>((resolve) => {
        end = resolve;
      });
    },
  };
  const work = { tasks: [task], chores: [], concurrency: 1, pollInterval: 50 };
  const begin = async (patienceMs: number) => {
    const before = begun;
    const worker = await startWorker(platform, database.jobs, { ...work, patienceMs });
    await expect.poll(() => begun, { interval: 20 }).toBe(before + 1);
    return worker;
  };
  const jobs = () => peek(database, 'select attempts, locked_by from graphile_worker._private_jobs');
  await peek(database, "select graphile_worker.add_job('slow', $1::json)", [
    JSON.stringify({ workspace: world.workspaceId }),
  ]);

  await (await begin(400)).stop();
  expect(await jobs()).toEqual([{ attempts: 1, locked_by: null }]);
  // The next one takes it without waiting, and is let finish.
  const next = await begin(10_000);
  const stopped = next.stop();
  end();
  await stopped;
  expect(await jobs()).toEqual([]);
});

test('a long job of a worker that lives is left alone', async () => {
  const { database, platform } = portal();
  let begun = 0;
  const task = {
    name: 'long',
    payload: { parse: (given: unknown) => given } as never,
    run: () => {
      begun += 1;
      return new Promise<void>(() => {});
    },
  };
  await peek(database, "select graphile_worker.add_job('long', '{}'::json)");
  const work = { tasks: [task], chores: [], concurrency: 1, pollInterval: 50, patienceMs: 1 };
  const worker = await startWorker(platform, database.jobs, work);
  const looking = new pg.Pool({ connectionString: database.jobs, max: 1 });
  try {
    await expect.poll(() => begun, { interval: 20 }).toBe(1);
    await expect.poll(() => peek(database, 'select from job_workers')).not.toHaveLength(0);
    await peek(database, "update graphile_worker._private_jobs set locked_at = now() - interval '1 hour'");
    expect(await freeDead(looking)).toEqual([]);
    // Control: the same job of a worker that has not been heard of.
    await peek(database, "update job_workers set seen_at = now() - interval '1 minute'");
    expect(await freeDead(looking)).toHaveLength(1);
  } finally {
    await worker.stop();
    await looking.end();
    await peek(database, 'delete from graphile_worker._private_jobs');
  }
});

test('the job of a worker that was killed in the middle is taken over within thirty seconds', {
  timeout: 90_000,
}, async () => {
  const world = await newWorld(portal());
  const { database, platform } = portal();
  const payload = JSON.stringify({ workspace: world.workspaceId });
  await peek(database, "select graphile_worker.add_job('stuck', $1::json)", [payload]);
  child = await startElsewhere(database.jobs);
  const locked = () =>
    peek<{ locked_by: string }>(
      database,
      'select locked_by from graphile_worker._private_jobs where locked_by is not null',
    );
  expect(await locked()).toHaveLength(1);

  child.kill('SIGKILL');
  // As if half of the time in which nobody takes it had gone by.
  const killed = performance.now() - 10_000;
  await peek(database, "update graphile_worker._private_jobs set locked_at = locked_at - interval '10 seconds'");
  await peek(database, "update job_workers set seen_at = seen_at - interval '10 seconds'");
  let takenAfter = 0;
  const task = {
    name: 'stuck',
    payload: { parse: (given: unknown) => given } as never,
    run: async () => {
      takenAfter = performance.now() - killed;
    },
  };
  const other = await startWorker(platform, database.jobs, {
    tasks: [task],
    chores: [],
    concurrency: 1,
    pollInterval: 100,
  });
  try {
    await expect.poll(() => takenAfter, { timeout: 60_000, interval: 100 }).toBeGreaterThan(0);
  } finally {
    await other.stop();
  }
  expect(takenAfter).toBeLessThan(30_000);
  // Control: it was not simply free. A living worker's job is left alone for as long as its heart beats.
  expect(takenAfter).toBeGreaterThan(15_000);
  expect(await peek(database, 'select id from graphile_worker._private_jobs')).toEqual([]);
});

import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { createWeb } from '#app/web.tsx';
import { startWorker } from '#app/worker.ts';
import { settled } from '#platform/behind.ts';
import { loadConfig } from '#platform/config.ts';
import { createPool, type Pool } from '#platform/db/pool.ts';
import type { RunningWorker } from '#platform/jobs/worker.ts';
import { createHub } from '#platform/live/hub.ts';
import { createLog } from '#platform/log.ts';
import { openPlaces } from '#platform/places.ts';
import type { Platform } from '#platform/platform.ts';
import { localFileStore } from '#platform/storage/local-store.ts';
import { cloneDatabase, peek, type TestDatabase } from './database.ts';

/** A whole Portico without a port: the real application on a database of its own. */
export interface TestPortal {
  platform: Platform;
  database: TestDatabase;
  app: ReturnType<typeof createWeb>;
  /** Works every job that is due, until none is left. */
  workJobs(): Promise<void>;
  close(): Promise<void>;
}

/** When PostgreSQL plans what it is asked: see `plan_cache_mode`. `auto` is what it does where Portico runs, for what is written. */
type Plans = 'auto' | 'force_generic_plan';

/** A test asks most of what it asks once or twice: five plans for each before one is kept were a fifth of all their time. */
const ONCE: Plans = 'force_generic_plan';

export async function openPortal(env: Record<string, string> = {}, plans = ONCE): Promise<TestPortal> {
  const database = await cloneDatabase();
  const name = new URL(database.app).pathname.slice(1);
  await peek(database, `alter database ${name} set plan_cache_mode = ${plans}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'portico-portal-'));
  const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: folder, ...env });
  const log = createLog({ level: (process.env.TEST_LOG as 'debug') ?? 'fatal' });
  const pool = oneAtATime(createPool(database.app, { max: 8, prepare: true, onError: () => undefined }));
  const hub = createHub();
  const masterKey = randomBytes(32);
  const files = localFileStore(path.join(folder, 'files'), masterKey, config.newFiles);
  const places = await openPlaces(config.geoipFile, log);
  const platform: Platform = { config, log, pool, hub, files, places, masterKey, build: 'test' };
  let worker: RunningWorker | undefined;
  return {
    platform,
    database,
    app: eachAlone(createWeb(platform)),
    async workJobs() {
      // A chore runs when a test runs it, and not because a minute is full.
      worker ??= await startWorker(platform, database.jobs, []);
      await idle(database);
    },
    async close() {
      await worker?.stop();
      hub.stop();
      await settled(pool);
      await pool.end();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** How many connections a request holds, as far as it has come. */
const holding = new AsyncLocalStorage<{ held: number }>();

/** Work that is done as in one request. */
export const asOneRequest = <T>(work: () => T): T => holding.run({ held: 0 }, work);

function eachAlone(app: TestPortal['app']): TestPortal['app'] {
  const { fetch } = app;
  app.fetch = (...given) => asOneRequest(() => fetch(...given));
  return app;
}

/**
 * A request that holds a connection and waits for a second one can wait for others like itself, which hold all the rest. None
 * may, in any test.
 */
function oneAtATime(pool: Pool): Pool {
  const refuse = () => {
    if ((holding.getStore()?.held ?? 0) > 0) throw new Error('a request that holds a connection asks for a second one');
  };
  return {
    ...pool,
    question(text, values) {
      refuse();
      return pool.question(text, values);
    },
    async connect(...given) {
      refuse();
      const connection = await pool.connect(...given);
      const request = holding.getStore();
      if (!request) return connection;
      request.held += 1;
      const giveBack =
        <Given extends unknown[]>(how: (...given: Given) => void) =>
        (...given: Given) => {
          request.held -= 1;
          how(...given);
        };
      return {
        ...connection,
        release: giveBack(connection.release),
        leaveReading: giveBack(connection.leaveReading),
      };
    },
  };
}

/** For a test file: one portal for all its tests, closed at the end. Each test makes its own workspaces. */
export function usePortal(env: Record<string, string> = {}, plans?: Plans): () => TestPortal {
  let portal: TestPortal | undefined;
  beforeAll(async () => {
    portal = await openPortal(env, plans);
  });
  afterAll(() => portal?.close());
  return () => portal!;
}

/** Longer than the longest import on a machine with other work. */
const PATIENCE_MS = 60_000;

/** Wakes the worker now and then rather than have it ask twenty times a second all through the tests. */
async function idle(database: TestDatabase): Promise<void> {
  const due = 'from graphile_worker._private_jobs where run_at <= now() and attempts < max_attempts';
  const until = Date.now() + PATIENCE_MS;
  for (let attempt = 0; Date.now() < until; attempt++) {
    const wake = attempt % 20 === 0 ? `, pg_notify('jobs:insert', '{"count":9}')` : '';
    const [row] = await peek<{ n: number }>(database, `select count(*)::int as n${wake} ${due}`);
    if (row!.n === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`jobs are still waiting after ${PATIENCE_MS / 1000} seconds`);
}

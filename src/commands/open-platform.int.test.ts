import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { behind } from '#platform/behind.ts';
import { loadConfig } from '#platform/config.ts';
import { createLog, type Log } from '#platform/log.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { openPlatform } from './open-platform.ts';

const portal = usePortal();

/** Opens a second Portico on the database, lets `during` happen to it, and returns what it warned of. */
async function warningsOf(
  during: (close: () => Promise<void>, cut: () => Promise<unknown>, said: unknown[]) => Promise<void>,
) {
  const folder = await mkdtemp(join(tmpdir(), 'portico-platform-'));
  const said: unknown[] = [];
  const quiet = () => undefined;
  const log = {
    warn: (_fields: unknown, text: string) => void said.push(text),
    debug: quiet,
    info: quiet,
    error: quiet,
  };
  const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: folder });
  const { database } = portal();
  const { platform, close } = await openPlatform(config, log as unknown as Log, database);
  const { client, release } = await platform.pool.connect();
  const [{ pid } = {}] = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows;
  let closed: Promise<void> | undefined;
  try {
    // The server ends a connection that somebody still holds, as it does when it stops before everybody let go.
    await during(
      async () => {
        closed = close();
      },
      () => peek(database, 'select pg_terminate_backend($1)', [pid]),
      said,
    );
  } finally {
    release(true);
    await (closed ?? close());
    await rm(folder, { recursive: true, force: true });
  }
  return said;
}

test('a connection that ends because we stop is not called lost', async () => {
  const said = await warningsOf(async (close, cut) => {
    await close();
    await cut();
    await sleep(200);
  });
  expect(said).toEqual([]);
});

test('control: one that ends while we run is', async () => {
  await warningsOf(async (_close, cut, said) => {
    await cut();
    await expect.poll(() => said).toContain('database connection lost');
  });
});

test('what goes on behind answers is done before the connections end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portico-platform-'));
  const { platform, close } = await openPlatform(
    loadConfig({ NODE_ENV: 'test', DATA_DIR: folder }),
    createLog({ level: 'fatal' }),
    portal().database,
  );
  const done: string[] = [];
  behind(platform.pool, async () => {
    await sleep(100);
    const { release } = await platform.pool.connect().catch(() => ({ release: undefined }));
    release?.();
    done.push(release ? 'done' : 'too late');
  });
  await close();
  expect(done).toEqual(['done']);
  await rm(folder, { recursive: true, force: true });
});

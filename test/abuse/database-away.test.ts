import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '#app/serve.ts';
import { createWeb } from '#app/web.tsx';
import { startWorker } from '#app/worker.ts';
import { loadConfig } from '#platform/config.ts';
import { type Embedded, startEmbedded } from '#platform/db/embedded.ts';
import { prepareEmbeddedOwner } from '#platform/db/embedded-owner.ts';
import { migrate } from '#platform/db/migrate.ts';
import { createPool } from '#platform/db/pool.ts';
import { type DatabaseUrls, prepareRoles } from '#platform/db/roles.ts';
import type { RunningWorker } from '#platform/jobs/worker.ts';
import { createHub } from '#platform/live/hub.ts';
import { createRelay } from '#platform/live/relay.ts';
import { createLog } from '#platform/log.ts';
import { nowhere } from '#platform/places.ts';
import type { Platform } from '#platform/platform.ts';
import { localFileStore } from '#platform/storage/local-store.ts';
import { logoAddress } from '#platform/ui/brand.ts';
import { as, type Client } from '../client.ts';
import { peek } from '../database.ts';
import type { TestPortal } from '../portal.ts';
import { newWorld, type World } from '../world.ts';

// A PostgreSQL of its own, because this test takes it away: the others share theirs.
const log = createLog({ level: 'silent' });
let folder: string;
let postgres: Embedded;
let urls: DatabaseUrls;
let platform: Platform;
let worker: RunningWorker;
let relay: ReturnType<typeof createRelay>;
let server: RunningServer;
let world: World;
let portal: TestPortal;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-away-'));
  // As root PostgreSQL runs as another user, who has to get in.
  chmodSync(folder, 0o755);
  postgres = await startEmbedded(path.join(folder, 'data'), log);
  const owner = await prepareEmbeddedOwner(postgres);
  urls = await prepareRoles(owner, folder);
  await migrate(urls.owner, { folder: path.resolve(import.meta.dirname, '../../migrations') });
  const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: folder });
  const pool = createPool(urls.app, { max: 6, prepare: true, onError: () => undefined });
  relay = createRelay(urls.app, log);
  const hub = createHub(relay.relay);
  relay.connect(hub);
  const masterKey = randomBytes(32);
  const files = localFileStore(path.join(folder, 'files'), masterKey, config.newFiles);
  platform = { config, log, pool, hub, files, places: nowhere, masterKey, build: 'test' };
  const app = createWeb(platform);
  portal = {
    platform,
    app,
    database: { ...urls, superuser: inPortal(postgres.superuserUrl), drop: async () => undefined },
    workJobs: async () => undefined,
    close: async () => undefined,
  };
  server = await serve(app, platform, { host: '127.0.0.1', port: 0 });
  worker = await startWorker(platform, urls.jobs);
  world = await newWorld(portal);
  const logo = JSON.stringify({ logoLight: logoAddress('light', '0123456789abcdef') });
  await peek(portal.database, 'update workspaces set brand = brand || $2 where id = $1', [world.workspaceId, logo]);
}, 60_000);

afterAll(async () => {
  await server?.close();
  await worker?.stop().catch(() => undefined);
  await relay?.stop();
  await platform?.pool.end();
  await postgres?.stop('immediate');
  rmSync(folder, { recursive: true, force: true });
});

/** The superuser in the portal's database, to look behind the walls. */
function inPortal(superuserUrl: string): string {
  const url = new URL(superuserUrl);
  url.pathname = new URL(urls.owner).pathname;
  return url.href;
}

const dana = (): Client => as(portal, world.dana);
const readiness = async () => (await fetch(`http://127.0.0.1:${server.port}/readyz`)).status;

test('while PostgreSQL is away every page says so and when to come back; afterwards all goes on in the same process', {
  timeout: 90_000,
}, async () => {
  const form = await dana().form('/support/new', '/support');
  expect(await dana().get('/support')).toMatchObject({
    status: 200,
    text: expect.stringContaining('/brand/logo-light'),
  });
  expect(await readiness()).toBe(200);
  const pageBefore = await dana().form('/support/new', '/support');

  await postgres.stop('fast');
  for (const path of ['/', '/support', '/inbox', '/sign-in', '/notifications']) {
    const started = performance.now();
    const { status, headers, text } = await dana().get(path);
    expect(status, path).toBe(503);
    expect(Number(headers.get('retry-after')), path).toBeGreaterThan(0);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(text).not.toMatch(/ECONN|ENOENT|socket|postgres/i);
    // It is in the database.
    expect(text).not.toContain('/brand/logo');
    // Nobody waits for a timeout to hear it.
    expect(performance.now() - started, path).toBeLessThan(8_000);
  }
  const program = await dana().get('/support', { accept: 'application/json' });
  expect([program.status, program.headers.get('content-type')]).toEqual([503, 'application/problem+json']);
  const written = { ...form, subject: 'While it was away', urgency: 'slows', body: 'Hello' };
  expect((await dana().postRaw('/support', written)).status).toBe(503);
  // Its answer is as old as a second.
  await expect.poll(readiness, { timeout: 15_000 }).toBe(503);
  expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200);

  postgres = await startEmbedded(path.join(folder, 'data'), log);
  await expect.poll(readiness, { timeout: 20_000, interval: 100 }).toBe(200);
  expect((await dana().get('/support')).status).toBe(200);
  // The very form that failed is sent again, and once more: its work is done once.
  expect((await dana().postRaw('/support', written)).status).toBe(303);
  expect((await dana().postRaw('/support', written)).status).toBe(303);
  expect((await dana().postRaw('/support', { ...pageBefore, ...written, _once: pageBefore._once! })).status).toBe(303);
  const tickets = await peek<{ number: number }>(portal.database, 'select number from tickets');
  expect(tickets.length).toBe(2);
  // The pool is whole again, and the worker took its work up: a mail to the team exists.
  expect(platform.pool.stats().waiting).toBe(0);
  await expect
    .poll(() => peek(portal.database, "select id from mails where kind = 'ticket.asked'"), {
      timeout: 30_000,
      interval: 200,
    })
    .not.toHaveLength(0);
});

test('a server that dies without a word is a 503 for the requests it had, and they work when sent again', {
  timeout: 60_000,
}, async () => {
  // Every connection of ours is ended from the other side, as a failing over or an impatient administrator does.
  const kill = () =>
    peek(
      portal.database,
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'portico' and pid <> pg_backend_pid()",
    );
  for (let round = 0; round < 5; round += 1) {
    const asked = Promise.all(Array.from({ length: 6 }, () => dana().get('/support')));
    await kill();
    for (const { status } of await asked) expect([200, 503]).toContain(status);
    expect([200, 503]).toContain((await dana().get('/support')).status);
  }
  await expect.poll(async () => (await dana().get('/support')).status).toBe(200);
});

test('what is said while the connection for it is gone reaches the other processes with the next one', async () => {
  const other = createRelay(urls.app, log);
  const hub = createHub(other.relay);
  let heard = 0;
  hub.onTopic('help:public', () => {
    heard += 1;
  });
  other.connect(hub);
  const connected = () =>
    peek(
      portal.database,
      "select pid from pg_stat_activity where application_name = 'portico live' order by backend_start",
    );
  await expect.poll(connected).toHaveLength(2);
  const say = () => platform.hub.publish(world.workspaceId, ['help:public']);
  // A connection is there a moment before it listens.
  const heardOf = async () => {
    const before = heard;
    await expect
      .poll(() => {
        say();
        return heard;
      })
      .toBeGreaterThan(before);
  };
  await heardOf();
  // Only ours goes: the other process has nothing to notice.
  const all = await connected();
  const [ours] = all;
  await peek(portal.database, 'select pg_terminate_backend($1)', [(ours as { pid: number }).pid]);
  await expect.poll(connected).not.toEqual(all);
  await heardOf();
  await other.stop();
});

test('a migration that was killed behind its last file opens the queue the next time', async () => {
  const open = async () =>
    (
      await peek<{ open: boolean }>(
        portal.database,
        "select has_schema_privilege('portico_queue', 'graphile_worker', 'usage') as open",
      )
    )[0]!.open;
  // It would stumble over the shut queue, and stop in the middle of something.
  await worker.stop();
  await peek(portal.database, 'revoke usage on schema graphile_worker from portico_queue');
  expect(await open()).toBe(false);
  const { applied } = await migrate(urls.owner, { folder: path.resolve(import.meta.dirname, '../../migrations') });
  expect([applied, await open()]).toEqual([[], true]);
});

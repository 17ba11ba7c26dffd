import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import pg from 'pg';
import { beforeEach, expect, test } from 'vitest';
import { peek } from '#test/database.ts';
import { checkpointsOf, sealAll, verified, writeEvents } from '#test/event-log.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { anchorFile } from './anchor.ts';
import { sealing, sealNow, sealWorkspace } from './sealer.ts';

const portal = usePortal();
let id: string;
beforeEach(async () => {
  id = (await newWorld(portal())).workspaceId;
});

const write = (count: number) => writeEvents(portal(), id, count);
const seal = () => sealAll(portal(), id);
const verify = () => verified(portal(), id);
const sealedNumbers = async () =>
  (
    await peek<{ seq: number }>(
      portal().database,
      'select seq::int from event_leaves where workspace_id = $1 order by position',
      [id],
    )
  ).map(({ seq }) => seq);
const eventNumbers = async () =>
  (
    await peek<{ seq: number }>(portal().database, 'select seq::int from events where workspace_id = $1 order by seq', [
      id,
    ])
  ).map(({ seq }) => seq);
const everything = 2 ** 50;

test('what has happened is sealed in its order, in batches, and the anchor file has every checkpoint', async () => {
  await write(25);
  expect(await sealWorkspace(portal().platform, id, everything, 10)).toBe(25);
  await write(3);
  await seal();
  await write(2);
  expect(await sealedNumbers()).toEqual((await eventNumbers()).slice(0, 28));
  expect(await verify()).toEqual({ workspace: id, events: 28, seals: 4, erased: 0, unsealed: 2, anchored: 4 });
  const rows = await peek<{ checkpoint: string }>(
    portal().database,
    'select checkpoint from seals where workspace_id = $1 order by size',
    [id],
  );
  expect(await checkpointsOf(anchorFile(portal().platform.config, id))).toEqual(
    rows.map(({ checkpoint }) => checkpoint),
  );
});

test('a workspace without events is sound, and nothing is sealed twice', async () => {
  await seal();
  expect(await verify()).toMatchObject({ events: 0, seals: 0, anchored: 0 });
  await write(1);
  await seal();
  await seal();
  expect(await verify()).toMatchObject({ events: 1, seals: 1, anchored: 1 });
});

test('the chore finds by itself where something is to be sealed', async () => {
  await write(4);
  await sealing.run(portal().platform);
  await write(4);
  await sealing.run(portal().platform);
  await sealing.run(portal().platform);
  expect(await verify()).toMatchObject({ events: 8, seals: 2, unsealed: 0, anchored: 2 });
});

async function transaction(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: portal().database.app });
  await client.connect();
  await client.query('begin');
  await client.query("select app.enter($1::uuid, null, 'system')", [id]);
  return client;
}
const insert = (client: pg.Client, at = 'now()') =>
  client.query(
    `insert into events (workspace_id, id, kind, audience, subject_type, subject_id, actor_kind, created_at)
     values ($1, gen_random_uuid(), 'late', 'team', 'ticket', gen_random_uuid(), 'system', ${at})`,
    [id],
  );

test('transactions that commit out of their order are each sealed once, in their order', async () => {
  const [first, second, third] = [await transaction(), await transaction(), await transaction()];
  try {
    await insert(first);
    await insert(second);
    await insert(third);
    await second.query('commit');
    // The first is still running: its number comes before that of the second, which must wait for it.
    let done = false;
    const pass = sealNow(portal().platform, [id]).then((trouble) => {
      done = true;
      return trouble;
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(done).toBe(false);
    expect(await sealedNumbers()).toEqual([]);
    await third.query('rollback');
    await first.query('commit');
    expect(await pass).toEqual([]);
    expect(await sealedNumbers()).toEqual(await eventNumbers());
    expect(await sealedNumbers()).toHaveLength(2);
    expect(await verify()).toMatchObject({ events: 2, unsealed: 0 });
  } finally {
    for (const client of [first, second, third]) await client.end();
  }
});

test('control: without waiting for the first transaction its event would be left out, and found', async () => {
  const [first, second] = [await transaction(), await transaction()];
  try {
    await insert(first);
    await insert(second);
    await second.query('commit');
    await sealWorkspace(portal().platform, id, everything);
    await first.query('commit');
    expect((await verify()).finding).toMatchObject({ what: 'inserted', part: 'event' });
  } finally {
    for (const client of [first, second]) await client.end();
  }
});

test('many writers and two sealers: everything is sealed once', async () => {
  let writing = true;
  const writers = Array.from({ length: 4 }, async (_, lane) => {
    for (let n = 0; n < 30; n++) {
      const client = await transaction();
      await insert(client);
      if ((n + lane) % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await insert(client);
      await client.query(n % 7 === 0 ? 'rollback' : 'commit');
      await client.end();
    }
  });
  const sealers = Array.from({ length: 2 }, async () => {
    while (writing) expect(await sealNow(portal().platform, [id])).toEqual([]);
  });
  await Promise.all(writers);
  writing = false;
  await Promise.all(sealers);
  await seal();
  expect(await sealedNumbers()).toEqual(await eventNumbers());
  expect(await verify()).toMatchObject({ events: 4 * 25 * 2, unsealed: 0 });
}, 60_000);

test('a clock that is set back changes nothing about the order', async () => {
  const client = await transaction();
  await insert(client, "now() + interval '1 day'");
  await insert(client, "now() - interval '10 years'");
  await insert(client);
  await client.query('commit');
  await client.end();
  await seal();
  await write(3);
  await seal();
  expect(await sealedNumbers()).toEqual(await eventNumbers());
  expect(await verify()).toMatchObject({ events: 6, seals: 2 });
});

/** Another process that seals one event at a time, and says so. */
const SEALER = `
  const { createPool } = await import('#platform/db/pool.ts');
  const { sealWorkspace } = await import('#platform/seal/sealer.ts');
  const [url, dataDir, key, id] = process.argv.slice(1);
  const pool = createPool(url, { max: 2, prepare: true, onError() {} });
  console.log('sealing');
  await sealWorkspace({ pool, config: { dataDir }, masterKey: Buffer.from(key, 'hex') }, id, 2 ** 50, 1);
  await pool.end();`;

function sealElsewhere(): ChildProcess {
  const { platform, database } = portal();
  const given = [database.app, platform.config.dataDir, platform.masterKey.toString('hex'), id];
  return spawn(process.execPath, ['--input-type=module', '-e', SEALER, ...given], {
    cwd: path.resolve(import.meta.dirname, '../../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test('a sealer that is killed half-way leaves a log that the next one goes on with', async () => {
  // More than four processes seal while they are looked for.
  const events = 2000;
  await write(events);
  for (let kill = 0; kill < 4; kill++) {
    const child = sealElsewhere();
    await new Promise((resolve) => child.stdout!.once('data', resolve));
    const before = (await sealedNumbers()).length;
    await expect.poll(async () => (await sealedNumbers()).length, { interval: 10 }).toBeGreaterThan(before);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
  }
  const sealed = (await sealedNumbers()).length;
  expect(sealed).toBeGreaterThan(0);
  expect(sealed).toBeLessThan(events);
  await seal();
  expect(await sealedNumbers()).toEqual(await eventNumbers());
  expect(await verify()).toMatchObject({ events, unsealed: 0 });
}, 60_000);

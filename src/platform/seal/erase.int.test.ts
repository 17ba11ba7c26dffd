import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { openHandle } from '#platform/db/handle.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { peek } from '#test/database.ts';
import { asIntruder, ownKey, sealAll, verified, writeEvents } from '#test/event-log.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { eraseFromEvents } from './erase.ts';
import { exportLog } from './export-log.ts';
import { verifyExport } from './verify-export.ts';

const portal = usePortal();

test('what privacy takes away leaves the proof whole, and cannot be put back otherwise', async () => {
  const id = (await newWorld(portal())).workspaceId;
  const write = (count: number) => writeEvents(portal(), id, count);
  const seal = () => sealAll(portal(), id);
  const verify = () => verified(portal(), id);
  await write(6);
  await seal();
  const { platform, database } = portal();
  const ids = (
    await peek<{ id: string }>(database, 'select id from events where workspace_id = $1 order by seq', [id])
  ).map((row) => row.id);
  await write(1);
  const fresh = (
    await peek<{ id: string }>(database, 'select id from events where workspace_id = $1 order by seq desc limit 1', [
      id,
    ])
  )[0]!.id;
  const erase = (which: string[], part: 'client' | 'data') =>
    inWorkspace(platform, id, (ctx) => eraseFromEvents(ctx, which, part));
  expect(await erase([ids[0]!, ids[3]!, fresh], 'client')).toBe(3);
  expect(await erase([ids[3]!], 'data')).toBe(1);
  expect(await erase([ids[3]!], 'client')).toBe(1);
  const rows = await peek(database, 'select ip, agent, data from events where workspace_id = $1 and id = $2', [
    id,
    ids[3],
  ]);
  expect(rows).toEqual([{ ip: null, agent: null, data: {} }]);
  const salts = await peek(
    database,
    'select client_salt, data_salt from event_leaves where workspace_id = $1 and event_id = $2',
    [id, ids[3]],
  );
  expect(salts).toEqual([{ client_salt: null, data_salt: null }]);
  await seal();
  expect(await verify()).toMatchObject({ events: 7, erased: 3, seals: 2 });
  await asIntruder(portal(), (client) =>
    client.query("update events set ip = '203.0.113.9' where workspace_id = $1 and id = $2", [id, ids[3]]),
  );
  expect((await verify()).finding).toMatchObject({ what: 'changed', event: { id: ids[3] } });
});

/** Somebody is forgotten after `reading` has read what was noted of the events, and before it reads the events themselves. */
async function erasedWhile<T>(workspaceId: string, reading: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: portal().database.superuser });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('lock table events in access exclusive mode');
    const read = reading();
    const waits = "select from pg_locks where not granted and relation = 'events'::regclass";
    while ((await peek(portal().database, waits)).length === 0);
    await client.query("select app.enter($1, null, 'system')", [workspaceId]);
    const { db } = openHandle((text, values) => client.query(text, values));
    const ids = (await client.query('select id from events where workspace_id = $1', [workspaceId])).rows;
    const ctx = { db, workspace: { id: workspaceId } as never };
    for (const part of ['client', 'data'] as const)
      await eraseFromEvents(
        ctx,
        ids.map(({ id }) => id as string),
        part,
      );
    await client.query('commit');
    return await read;
  } finally {
    await client.end();
  }
}

test('somebody who is forgotten during a check or an export makes neither of them say that the log was changed', async () => {
  const { platform } = portal();
  const [one, other] = [(await newWorld(portal())).workspaceId, (await newWorld(portal())).workspaceId];
  for (const id of [one, other]) {
    await writeEvents(portal(), id, 12);
    await sealAll(portal(), id);
  }
  const report = await erasedWhile(one, () => verified(portal(), one));
  expect(report.finding).toBeUndefined();
  expect(report).toMatchObject({ events: 12, erased: 24 });
  const lines: string[] = [];
  await erasedWhile(other, () => exportLog(platform, other, async (line) => void lines.push(line)));
  const folder = mkdtempSync(path.join(tmpdir(), 'portico-erased-'));
  try {
    const file = path.join(folder, 'log.jsonl');
    writeFileSync(file, lines.join(''));
    expect((await verifyExport(file, [ownKey(portal())])).finding).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

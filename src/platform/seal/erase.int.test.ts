import { expect, test } from 'vitest';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { peek } from '#test/database.ts';
import { asIntruder, sealAll, verified, writeEvents } from '#test/event-log.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { eraseFromEvents } from './erase.ts';

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

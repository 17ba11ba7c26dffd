import { truncateSync } from 'node:fs';
import { expect, test } from 'vitest';
import { anchorFile } from '#platform/seal/anchor.ts';
import { peek } from '#test/database.ts';
import { asIntruder, sealAll, writeEvents } from '#test/event-log.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { checkSeals } from './doctor-seals.ts';

const portal = usePortal();

test('the age of the last seal is shown, events that wait too long, and an anchor file that does not fit', async () => {
  const { platform, database } = portal();
  const asOwner = { superuser: database.owner };
  const config = { ...platform.config, masterKey: Buffer.from(platform.masterKey) };
  const check = () => checkSeals(config, (text) => peek(asOwner, text));
  const { workspaceId: id } = await newWorld(portal());
  expect(await check()).toEqual([{ state: 'ok', about: 'Event log', seen: 'is not sealed yet' }]);
  await writeEvents(portal(), id, 3);
  await sealAll(portal(), id);
  expect(await check()).toEqual([
    { state: 'ok', about: 'Event log', seen: expect.stringMatching(/^last sealed \d s ago$/) },
  ]);
  await writeEvents(portal(), id, 1);
  expect((await check())[0]!.seen).toContain('newer events wait');
  await asIntruder(portal(), async (client) => {
    await client.query("update seals set sealed_at = now() - interval '3 hours'");
    await client.query("update events set created_at = now() - interval '1 hour'");
  });
  expect(await check()).toEqual([
    { state: 'warn', about: 'Event log', seen: expect.stringMatching(/last sealed 3 h ago.*is a worker running/) },
  ]);
  truncateSync(anchorFile(platform.config, id), 30);
  await writeEvents(portal(), id, 1);
  await asIntruder(portal(), (client) =>
    client.query('insert into seals select workspace_id, size + 1, last_seq, root, peaks, checkpoint from seals'),
  );
  expect(await check()).toEqual([
    { state: 'wrong', about: 'Event log', seen: expect.stringContaining('does not fit') },
  ]);
});

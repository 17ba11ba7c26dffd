import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { peek } from '#test/database.ts';
import { asIntruder, checkpointsOf, sealAll, verified, writeEvents } from '#test/event-log.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { anchorFile } from './anchor.ts';
import { publicHalf, sealKey } from './checkpoint.ts';
import { restartAnchor, sealNow } from './sealer.ts';
import { verifyDatabase } from './verify-database.ts';

const portal = usePortal();
let id: string;
let file: string;
beforeEach(async () => {
  id = (await newWorld(portal())).workspaceId;
  file = anchorFile(portal().platform.config, id);
});

const write = (count: number) => writeEvents(portal(), id, count);
const seal = () => sealAll(portal(), id);
const verify = (copy?: string) => verified(portal(), id, copy);
const lastNumber = async () =>
  (
    await peek<{ seq: number }>(portal().database, 'select max(seq)::int as seq from events where workspace_id = $1', [
      id,
    ])
  )[0]!.seq;

test('a sealer that was killed before it wrote the anchor file, or while it did: the next one completes it', async () => {
  await write(2);
  await seal();
  const before = readFileSync(file);
  await write(2);
  await seal();
  const whole = readFileSync(file);
  for (const length of [before.length, before.length + 30, whole.length - 10]) {
    writeFileSync(file, whole.subarray(0, length));
    expect((await verify()).finding).toMatchObject({ part: 'anchor' });
    await seal();
    expect(readFileSync(file)).toEqual(whole);
  }
  expect(await verify()).toMatchObject({ events: 4, anchored: 2 });
});

test('an anchor file that was cut off further, or taken away, is found, and the seals stop until somebody looks', async () => {
  for (let n = 0; n < 3; n++) {
    await write(2);
    await seal();
  }
  const whole = readFileSync(file);
  const [one] = await checkpointsOf(file);
  for (const length of [Buffer.byteLength(one!) + 1, 0]) {
    writeFileSync(file, whole);
    truncateSync(file, length);
    const { finding } = await verify();
    expect(finding).toMatchObject({ what: 'missing', part: 'anchor', seal: { size: length === 0 ? 2 : 4 } });
    const [trouble] = (await sealNow(portal().platform, [id]))!;
    expect(trouble!.message).toContain('cut off or put back');
    // A copy that was shipped on an earlier day is allowed to be shorter.
    expect(await verify(file)).toMatchObject({ events: 6, anchored: length === 0 ? 0 : 1 });
  }
});

test('an older database beside a newer anchor file is found, until its operator says that it was on purpose', async () => {
  await write(3);
  await seal();
  const event = await lastNumber();
  await write(3);
  await seal();
  // What a restore of an older backup leaves.
  await asIntruder(portal(), async (client) => {
    await client.query('delete from events where workspace_id = $1 and seq > $2', [id, event]);
    await client.query('delete from event_leaves where workspace_id = $1 and seq > $2', [id, event]);
    await client.query('delete from seals where workspace_id = $1 and last_seq > $2', [id, event]);
  });
  const { finding } = await verify();
  expect(finding).toMatchObject({ what: 'missing', part: 'event', seal: { after: 3, size: 6 } });
  expect(finding!.seen).toContain('knows 6 sealed events, here are 3');
  await write(1);
  const [trouble] = (await sealNow(portal().platform, [id]))!;
  expect(trouble!.message).toContain('an older database was put back');
  const aside = await restartAnchor(portal().platform, id, new Date());
  await seal();
  expect(await verify()).toMatchObject({ events: 4, anchored: 2 });
  // The old file still shows it.
  expect((await verify(aside!)).finding).toMatchObject({ what: 'missing' });
});

test('a damaged last seal is not built upon', async () => {
  await write(3);
  await seal();
  await asIntruder(portal(), (client) =>
    client.query("update seals set peaks = decode(repeat('00', 64), 'hex') where workspace_id = $1", [id]),
  );
  await write(1);
  const [trouble] = (await sealNow(portal().platform, [id]))!;
  expect(trouble!.message).toContain('the last seal is damaged');
  expect((await verify()).finding).toMatchObject({ what: 'changed', part: 'seal' });
});

test('another master key does not go on from a seal it did not sign, unless the operator says so', async () => {
  await write(3);
  await seal();
  await write(2);
  const { platform } = portal();
  const other = { ...platform, masterKey: Buffer.alloc(32, 9) };
  const [trouble] = (await sealNow(other, [id]))!;
  expect(trouble!.message).toContain('not signed with the key');
  expect(await sealNow(other, [id], 'any key')).toEqual([]);
  const keys = [platform, other].map(({ masterKey }) => publicHalf(sealKey(masterKey)));
  expect(await verifyDatabase(platform, id, keys)).toMatchObject({ events: 5, seals: 2, anchored: 2 });
  expect((await verifyDatabase(platform, id, keys.slice(1))).finding).toMatchObject({
    part: 'seal',
    seal: { size: 3 },
  });
  expect((await verifyDatabase(platform, id, keys.slice(0, 1))).finding).toMatchObject({
    part: 'seal',
    seal: { size: 5 },
  });
});

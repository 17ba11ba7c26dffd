import { randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { concealed } from '#app/features.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { sealAll, writeEvents } from '#test/event-log.ts';
import { type TestPortal, usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { keyId, reveal } from './at-rest.ts';
import { addMasterKey, earlierKeys, forgetEarlierKeys, openMasterKey } from './master-key.ts';
import { rewrap } from './rewrap.ts';
import {
  publicHalf,
  readVerifierKeys,
  retireSealKeys,
  sealKey,
  trustedSealKeys,
  verifierKeysOf,
} from './seal/checkpoint.ts';
import { exportLog } from './seal/export-log.ts';
import { sealNow } from './seal/sealer.ts';
import { verifyDatabase } from './seal/verify-database.ts';
import { verifyExport } from './seal/verify-export.ts';

const portal = usePortal({ EGRESS_ALLOW: '127.0.0.1' });
const HOME = '/settings/log-streams';

/** The same portal, started again with the keys that are in its folder. */
async function restarted(): Promise<TestPortal> {
  const { platform } = portal();
  return { ...portal(), platform: { ...platform, masterKey: await openMasterKey(platform.config) } };
}

async function withSecret() {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  const page = (await owner.submit(HOME, HOME, { url: 'http://127.0.0.1:1/' })).location!;
  await owner.submit(page, `${page}/secret`);
  const kept = async () =>
    (
      await peek<{ id: string; secret: string; previous_secret: string }>(
        portal().database,
        'select id, secret, previous_secret from log_streams where workspace_id = $1',
        [world.workspaceId],
      )
    )[0]!;
  return { world, kept };
}

test('a rotation conceals every stored secret anew, with the log and its seals as sound as before', async () => {
  const { platform } = portal();
  const old = platform.masterKey;
  const file = join(platform.config.dataDir, 'master.key');
  await writeFile(file, `${old.toString('base64')}\n`);
  const { world, kept } = await withSecret();
  const place = { table: 'log_streams', column: 'secret', workspaceId: world.workspaceId, rowId: (await kept()).id };
  const clear = reveal(old, place, (await kept()).secret);
  await sealAll(portal(), world.workspaceId);

  const key = await addMasterKey(platform.config);
  expect(key.equals(old)).toBe(false);
  const again = await restarted();
  expect(earlierKeys(again.platform.masterKey)).toEqual([old]);
  expect(await rewrap(again.platform, concealed)).toBeGreaterThanOrEqual(2);
  expect(await rewrap(again.platform, concealed)).toBe(0);
  const { secret, previous_secret } = await kept();
  for (const text of [secret, previous_secret]) expect(text).toMatch(new RegExp(`^v1\\.${keyId(key)}\\.`));

  await writeEvents(portal(), world.workspaceId, 5);
  expect(await sealNow(again.platform, [world.workspaceId])).toEqual([]);
  await retireSealKeys(platform.config.dataDir, [old]);
  await forgetEarlierKeys(platform.config);
  const after = await restarted();
  expect(earlierKeys(after.platform.masterKey)).toEqual([]);
  expect(reveal(after.platform.masterKey, place, secret)).toBe(clear);
  const { finding, seals } = await verifyDatabase(
    after.platform,
    world.workspaceId,
    await trustedSealKeys(after.platform),
  );
  expect([finding, seals]).toEqual([undefined, 2]);
  // Control: without the public half that was kept, the first seal is nobody's.
  const own = [publicHalf(sealKey(after.platform.masterKey))];
  expect((await verifyDatabase(after.platform, world.workspaceId, own)).finding).toMatchObject({ part: 'seal' });
  // An auditor is given all keys, and an export is sound by them; control: by the present one alone it is not.
  const exported: string[] = [];
  await exportLog(after.platform, world.workspaceId, async (line) => void exported.push(line));
  const log = join(platform.config.dataDir, 'log.jsonl');
  await writeFile(log, exported.join(''));
  const given = await verifierKeysOf(after.platform, world.workspaceId);
  expect((await verifyExport(log, readVerifierKeys(given.join('\n')))).finding).toBeUndefined();
  expect((await verifyExport(log, readVerifierKeys(given[0]!))).finding).toMatchObject({ part: 'seal' });
});

test('a process that began before a rotation opens what was concealed after it', async () => {
  const { platform } = portal();
  const running = await openMasterKey(platform.config);
  const key = await addMasterKey(platform.config);
  expect(earlierKeys(running).some((each) => each.equals(key))).toBe(true);
  expect(earlierKeys(randomBytes(32))).toEqual([]);
});

test('every secret that the code conceals is in the list of what a rotation conceals anew', () => {
  const places = globSync('src/**/*.{ts,tsx}')
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/table: '(\w+)',\s*column: '(\w+)',\s*workspaceId/g)])
    .map(([, table, column]) => `${table}.${column}`);
  expect(places.length).toBeGreaterThan(0);
  const listed = concealed.map(({ table, column, as: bound }) => `${table}.${bound ?? column}`);
  expect(places.filter((place) => !listed.includes(place))).toEqual([]);
});

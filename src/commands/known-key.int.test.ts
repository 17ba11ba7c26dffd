import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Config } from '#platform/config.ts';
import { openMasterKey } from '#platform/master-key.ts';
import { peek } from '#test/database.ts';
import { sealAll, writeEvents } from '#test/event-log.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { checkSeals } from './doctor-seals.ts';
import { openPlatform } from './open-platform.ts';

const portal = usePortal();

test('a master key that is missing, or another one than the seals were signed with, is said; where one was, none is made', async () => {
  const { platform, database } = portal();
  const { workspaceId: id } = await newWorld(portal());
  await writeEvents(portal(), id, 3);
  await sealAll(portal(), id);
  const asOwner = { superuser: database.owner };
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-key-'));
  const config: Config = { ...platform.config, dataDir, masterKey: undefined };
  const check = () => checkSeals(config, (text) => peek(asOwner, text));
  const missing = 'The master key of this database is missing: restore ';
  expect(await check()).toEqual([{ state: 'wrong', about: 'Master key', seen: expect.stringContaining(missing) }]);
  await expect(openPlatform(config, platform.log, database)).rejects.toThrow(missing);
  expect(readdirSync(dataDir)).not.toContain('master.key');
  await openMasterKey(config);
  expect(await check()).toEqual([
    { state: 'wrong', about: 'Master key', seen: expect.stringContaining('is another one than') },
  ]);
  // The control: with the key that it was sealed with there is nothing to say.
  writeFileSync(join(dataDir, 'master.key'), `${Buffer.from(platform.masterKey).toString('base64')}\n`);
  expect((await check())[0]!.state).toBe('ok');
  rmSync(dataDir, { recursive: true });
});

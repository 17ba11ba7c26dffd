import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { keyFile } from '#platform/master-key.ts';
import { usePortal } from '#test/portal.ts';
import { demandRestarted } from './keys.ts';

const portal = usePortal();

test('no key is forgotten while a server runs that began before the present one was made; control: once it was restarted', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-keys-'));
  const { platform, database } = portal();
  const rotated = async (seconds: number) => {
    const at = new Date(Date.now() + seconds * 1000);
    await utimes(keyFile({ dataDir }), at, at);
  };
  await writeFile(keyFile({ dataDir }), 'not read here');
  const server = new pg.Client({ connectionString: database.app, application_name: 'portico live' });
  await server.connect();
  await rotated(60);
  await expect(demandRestarted(platform, { dataDir })).rejects.toThrow('restart it');
  await rotated(-60);
  await expect(demandRestarted(platform, { dataDir })).resolves.toBeUndefined();
  await server.end();
  await rm(dataDir, { recursive: true });
});

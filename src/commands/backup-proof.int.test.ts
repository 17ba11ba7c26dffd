import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { eventsOf } from '#features/identity/doors.testing.ts';
import { as } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { proofOf, proveEverywhere } from './backup-proof.ts';

const portal = usePortal();
const folder = mkdtempSync(join(tmpdir(), 'portico-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a backup that was made, and one that was restored, stand in the log of every workspace, with the hash of the file', async () => {
  const worlds = [await newWorld(portal()), await newWorld(portal(), 'Lumen Cloud')];
  const file = join(folder, 'portico-2026-11-28.tar.gz');
  writeFileSync(file, 'abc');
  const made = await proofOf(file, 'made');
  expect(made).toEqual({
    proof: 'made',
    name: 'portico-2026-11-28.tar.gz',
    bytes: 3,
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  });
  expect(await proveEverywhere(portal().platform, made)).toMatch(
    /3 bytes, made: written into the logs of \d+ workspaces/,
  );
  await proveEverywhere(portal().platform, await proofOf(file, 'restored'));
  for (const world of worlds) {
    const proofs = await eventsOf(portal(), world, 'audit.backup_proved');
    expect(proofs.map(({ data }) => data.proof)).toEqual(['made', 'restored']);
    const log = (await as(portal(), world.owner).get('/audit')).text;
    expect(log).toContain('wrote down that the backup portico-2026-11-28.tar.gz was restored and found whole');
  }
});

test.each([
  ['nowhere.tar', undefined, /cannot be read: ENOENT/],
  ['empty.tar', '', /is empty/],
])('of %s it says what is wrong, and writes nothing down', async (name, content, wrong) => {
  if (content !== undefined) writeFileSync(join(folder, name), content);
  await expect(proofOf(join(folder, name), 'made')).rejects.toThrow(wrong);
});

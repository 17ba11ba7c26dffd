import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { addMasterKey, openMasterKey } from '#platform/master-key.ts';
import { sealAll, writeEvents } from '#test/event-log.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { publicHalf, sealKey } from './checkpoint.ts';
import { exportLog } from './export-log.ts';
import { proveEvent, whyNotProved } from './prove.ts';
import { sealNow } from './sealer.ts';
import { keepSuccessions, signSuccession, successionsOf, withSuccessors } from './succession.ts';
import { verifyExport } from './verify-export.ts';

const portal = usePortal();
const half = (key: Uint8Array): Buffer => publicHalf(sealKey(key));
let folder: string;
let lines: string[];
let noted: Buffer;
let present: Buffer;
let newest: unknown;

/** A log that is sealed by one key, and after two rotations by a third. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portico-succession-'));
  const { platform } = portal();
  await writeFile(join(platform.config.dataDir, 'master.key'), `${platform.masterKey.toString('base64')}\n`);
  noted = half(platform.masterKey);
  const { workspaceId: id } = await newWorld(portal());
  await writeEvents(portal(), id, 5);
  await sealAll(portal(), id);
  let masterKey = platform.masterKey;
  for (let n = 0; n < 2; n += 1) {
    await addMasterKey(platform.config);
    masterKey = await openMasterKey(platform.config);
    await keepSuccessions({ ...platform, masterKey });
  }
  present = half(masterKey);
  const rotated = { ...platform, masterKey };
  await writeEvents(portal(), id, 5);
  expect(await sealNow(rotated, [id])).toEqual([]);
  lines = [];
  await exportLog(rotated, id, async (line) => void lines.push(line));
  const last = lines.findLast((line) => line.startsWith('{"position"'))!;
  const proof = await inWorkspace(rotated, id, (ctx) => proveEvent(ctx.db, id, JSON.parse(last).event.id));
  newest = { ...proof, successions: await successionsOf(rotated) };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function finding(written: readonly string[], keys: Buffer[]) {
  const file = join(folder, 'log.jsonl');
  await writeFile(file, written.join(''));
  return (await verifyExport(file, keys)).finding;
}

const withNotes = (notes: string[]): string[] => [
  `${JSON.stringify({ ...JSON.parse(lines[0]!), successions: notes })}\n`,
  ...lines.slice(1),
];

test('whoever holds only the key of before two rotations can follow the log, and prove an event of after them', async () => {
  expect(await finding(lines, [noted])).toBeUndefined();
  expect(whyNotProved(newest, [noted])).toBeNull();
  // Control: without what the keys said of one another they cannot, and a later key vouches for none before it.
  expect(await finding(withNotes([]), [noted])).toMatchObject({ part: 'seal' });
  expect(whyNotProved({ ...(newest as object), successions: [] }, [noted])).toContain('not signed with a known key');
  expect(await finding(lines, [present])).toMatchObject({ part: 'seal' });
});

test('a forged chain leads nowhere: signed by a stranger, cut, or with another key written into it', async () => {
  const stranger = randomBytes(32);
  const { successions } = JSON.parse(lines[0]!) as { successions: string[] };
  const own = half(stranger);
  const byStranger = signSuccession(sealKey(stranger), present);
  expect(await finding(withNotes([byStranger]), [noted])).toMatchObject({ part: 'seal' });
  // The name of another key, under a signature that was made for the true one.
  const named = /^portico\+\S+$/m;
  const forged = successions.map((note) => note.replace(named, named.exec(signSuccession(sealKey(stranger), own))![0]));
  expect(withSuccessors([noted], forged)).toEqual([noted]);
  expect(await finding(withNotes(forged), [noted])).toMatchObject({ part: 'seal' });
  const cut = successions.map((note) => note.slice(0, -3));
  expect(withSuccessors([noted], cut)).toEqual([noted]);
  expect(withSuccessors([own], successions)).toEqual([own]);
  // Control: as they are, they lead to the present key.
  expect(withSuccessors([noted], successions).some((key) => key.equals(present))).toBe(true);
});

test('what a key has signed for its successor is written down once, however often it is said', async () => {
  const { platform } = portal();
  const before = await successionsOf(platform);
  await keepSuccessions({ ...platform, masterKey: await openMasterKey(platform.config) });
  expect(await successionsOf(platform)).toEqual(before);
  expect(before.length).toBeGreaterThanOrEqual(2);
});

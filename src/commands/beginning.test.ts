import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepBeginning, settleBeginning, writeBeginning } from './beginning.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'portico-beginning-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('the first start settles it: with the demo, unless it was begun empty', async () => {
  const first = await settleBeginning({ dataDir, demo: true }, true);
  expect(first).toEqual({ demo: false, seeded: false });
  await keepBeginning({ dataDir }, first);
  expect(await settleBeginning({ dataDir, demo: true }, false)).toEqual({ demo: false, seeded: false });
});

test('a start that came to no database settles nothing', async () => {
  expect(await settleBeginning({ dataDir, demo: false }, false)).toEqual({ demo: false, seeded: false });
  expect(await settleBeginning({ dataDir, demo: true }, false)).toEqual({ demo: true, seeded: false });
});

test('a demo that was not filled in to the end is filled in by the next start, and once', async () => {
  const first = await settleBeginning({ dataDir, demo: true }, false);
  expect(first).toEqual({ demo: true, seeded: false });
  await keepBeginning({ dataDir }, first);
  expect(await settleBeginning({ dataDir, demo: true }, false)).toEqual(first);
  await writeBeginning({ dataDir }, { demo: true, seeded: true });
  expect(await settleBeginning({ dataDir, demo: true }, false)).toEqual({ demo: true, seeded: true });
});

test('an installation that holds the demo cannot become empty', async () => {
  await keepBeginning({ dataDir }, await settleBeginning({ dataDir, demo: true }, false));
  await expect(settleBeginning({ dataDir, demo: true }, true)).rejects.toThrow(/holds the demo already/);
});

test('what a full disk or a power cut left of it is said in a line', async () => {
  const file = join(dataDir, 'installation.json');
  for (const left of ['', '{']) {
    await writeFile(file, left);
    const refused = settleBeginning({ dataDir, demo: true }, false);
    await expect(refused).rejects.toThrow(`${file} is damaged: restore it from a backup.`);
  }
});

test('where nothing can be kept is said in a line', async () => {
  const file = join(dataDir, 'file');
  await writeFile(file, '');
  await expect(settleBeginning({ dataDir: file, demo: true }, false)).rejects.toThrow(/^DATA_DIR .* is no directory/);
});

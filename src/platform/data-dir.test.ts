import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDataDir } from './data-dir.ts';
import { OperatorError } from './operator-error.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portico-data-dir-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function refusal(dataDir: string): Promise<string> {
  const failure = await makeDataDir(dataDir).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(OperatorError);
  expect((failure as Error).message).not.toContain('\n');
  return (failure as Error).message;
}

test('it is made with its parents, and one that is there is good', async () => {
  const dataDir = join(folder, 'a/b/c');
  await Promise.all([makeDataDir(dataDir), makeDataDir(dataDir)]);
  await makeDataDir(dataDir);
  expect((await stat(dataDir)).isDirectory()).toBe(true);
});

test('a file, and what would be below one, is named', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  expect(await refusal(file)).toBe(
    `DATA_DIR ${file} is no directory and cannot become one (EEXIST): set another DATA_DIR.`,
  );
  expect(await refusal(join(file, 'below'))).toContain('(ENOTDIR): set another DATA_DIR.');
});

test.skipIf(process.platform !== 'linux')('where no directory can be made it ends, with a line', async () => {
  expect(await refusal('/proc/x')).toContain('DATA_DIR /proc/x cannot be written to (ENOENT)');
  expect(await refusal('/proc')).toContain('DATA_DIR /proc cannot be written to (ENOENT)');
});

// To root everything is writable.
test.skipIf(process.getuid?.() === 0)('one that belongs to somebody else is named', async () => {
  await chmod(folder, 0o500);
  expect(await refusal(folder)).toContain('cannot be written to (EACCES): start Portico as its owner');
});

import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMasterKey } from './master-key.ts';

let dataDir: string;
const open = () => openMasterKey({ dataDir, masterKey: undefined });

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'portico-key-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('the key is made once, for its owner’s eyes only, and kept', async () => {
  const key = await open();
  expect(key).toHaveLength(32);
  expect(await open()).toEqual(key);
  expect((await stat(join(dataDir, 'master.key'))).mode & 0o777).toBe(0o600);
});

test('two processes that start at once agree on one key', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, open));
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
});

test('a key in the environment wins, and none is written', async () => {
  const masterKey = Buffer.alloc(32, 7);
  expect(await openMasterKey({ dataDir, masterKey })).toBe(masterKey);
  await expect(readFile(join(dataDir, 'master.key'))).rejects.toThrow('ENOENT');
});

test('a damaged key is an error and stays as it is', async () => {
  await writeFile(join(dataDir, 'master.key'), 'short');
  await expect(open()).rejects.toThrow(/is damaged: restore it from a backup/);
  expect(await readFile(join(dataDir, 'master.key'), 'utf8')).toBe('short');
});

test('a key that others could read is closed to them', async () => {
  await open();
  await chmod(join(dataDir, 'master.key'), 0o644);
  await open();
  expect((await stat(join(dataDir, 'master.key'))).mode & 0o777).toBe(0o600);
});

import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, utimesSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asStorageError, StorageError } from '#platform/storage/errors.ts';
import type { FileStore, FileStores } from '#platform/storage/file-store.ts';
import { HOSTILE_NAMES } from '#platform/storage/hostile-samples.testing.ts';
import { localFileStore } from '#platform/storage/local-store.ts';
import { type MemoryWatch, memoryUsed, watchMemory } from '#platform/storage/memory-held.testing.ts';
import { receive } from '#platform/storage/receive.ts';

// Every file is brought to a real disk.
vi.setConfig({ testTimeout: 30_000 });

let root: string;
let stores: FileStores;
let store: FileStore;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portico-store-'));
  stores = localFileStore(root, Buffer.alloc(32, 1), 'clear');
  store = stores.of('w');
});
afterEach(() => rmSync(root, { recursive: true }));

async function* chunks(...parts: (string | Uint8Array)[]): AsyncIterable<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
}

async function* brokenAfter(...parts: string[]): AsyncIterable<Uint8Array> {
  yield* chunks(...parts);
  throw new Error('connection lost');
}

const filesIn = (directory: string) =>
  existsSync(directory)
    ? readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((e) => e.isFile())
        .map((e) => join(e.parentPath, e.name))
    : [];
const content = async (stream: ReadableStream<Uint8Array>) => Buffer.from(await new Response(stream).arrayBuffer());
async function listed(keys: AsyncIterable<string>): Promise<string[]> {
  const list: string[] = [];
  for await (const key of keys) list.push(key);
  return list;
}
const tooEarly = new Date(0);
const inAnHour = () => new Date(Date.now() + 3_600_000);

describe('a content on its way in', () => {
  it('is hashed, counted, typed and named, and cannot be read before it is kept', async () => {
    const staged = await store.stage(chunks('%PDF-', '1.7\n', 'x'.repeat(100_000)), { limit: 1e6, name: '../a.pdf' });
    const whole = `%PDF-1.7\n${'x'.repeat(100_000)}`;
    expect(staged).toMatchObject({ bytes: whole.length, type: 'application/pdf', name: 'a.pdf' });
    expect(staged.sha256).toBe(createHash('sha256').update(whole).digest('hex'));
    await expect(store.open(staged.key)).rejects.toMatchObject({ problem: 'missing' });
    const kept = await store.keep(staged);
    expect(kept.key).not.toBe(staged.key);
    expect((await content(await store.open(kept.key))).toString()).toBe(whole);
    expect(filesIn(join(root, 'staging'))).toEqual([]);
  });

  it('lies under a random key, readable by its owner only, whatever its name', async () => {
    for (const name of HOSTILE_NAMES) await store.put(chunks('x'), { limit: 1, name });
    const files = filesIn(root);
    expect(files).toHaveLength(HOSTILE_NAMES.length);
    for (const file of files) {
      expect(file.slice(root.length)).toMatch(/^\/kept\/([0-9a-f]{2})\/([0-9a-f]{2})\/\1\2[0-9a-f]{36}$/);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });

  it('may be empty, and may have exactly the limit', async () => {
    const empty = await store.put(chunks(), { limit: 0, name: 'x' });
    expect(empty.bytes).toBe(0);
    expect(await content(await store.open(empty.key))).toHaveLength(0);
    expect((await store.put(chunks('12345'), { limit: 5, name: 'x' })).bytes).toBe(5);
  });

  it('is refused above the limit and leaves nothing; control: a limit that allows it lets it through', async () => {
    const source = () => chunks('x'.repeat(60), 'x'.repeat(60));
    await expect(store.stage(source(), { limit: 119, name: 'x' })).rejects.toMatchObject({
      problem: 'limit',
      status: 413,
    });
    expect(filesIn(root)).toEqual([]);
    await store.stage(source(), { limit: 120, name: 'x' });
    expect(filesIn(root)).toHaveLength(1);
  });

  it('leaves nothing when its source breaks, and tells the reason of the source', async () => {
    await expect(store.put(brokenAfter('half of it'), { limit: 1e6, name: 'x' })).rejects.toThrow('connection lost');
    expect(filesIn(root)).toEqual([]);
  });

  it('does not pass through memory as a whole; control: gathered in a list it would', async () => {
    const atRest = memoryUsed();
    const [streamed, gathered] = [watchMemory(atRest), watchMemory(atRest)];
    async function* large(watch: MemoryWatch): AsyncIterable<Uint8Array> {
      for (let at = 1; at <= 1600; at += 1) {
        yield randomBytes(64 * 1024);
        if (at % 100 === 0) watch.look();
      }
    }
    await store.stage(large(streamed), { limit: 1e9, name: 'x' });
    const list: Uint8Array[] = [];
    for await (const chunk of large(gathered)) list.push(chunk);
    expect(streamed.held()).toBeLessThan(16);
    expect(gathered.held()).toBeGreaterThan(32);
    expect(list).toHaveLength(1600);
  });
});

describe('a full disk', () => {
  const isFull = { problem: 'full', status: 507 };

  it.runIf(existsSync('/dev/full'))('is told as what it is', async () => {
    const full = await open('/dev/full', 'w');
    const failure = await receive(chunks('x'), full, 1e6).catch(asStorageError);
    await full.close();
    expect(failure).toBeInstanceOf(StorageError);
    expect(failure).toMatchObject(isFull);
  });

  it('leaves no half file, and the store works again when there is room', async (test) => {
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', root]).status === 0;
    test.skip(!mounted, 'needs the right to mount a small disk');
    try {
      const small = await store.put(chunks('x'), { limit: 1e9, name: 'x' });
      const big = Array.from({ length: 64 }, () => randomBytes(64 * 1024));
      await expect(store.put(chunks(...big), { limit: 1e9, name: 'x' })).rejects.toMatchObject(isFull);
      expect(filesIn(root)).toHaveLength(1);
      expect(await content(await store.open(small.key))).toHaveLength(1);
      expect((await store.put(chunks(...big.slice(0, 4)), { limit: 1e9, name: 'x' })).bytes).toBe(256 * 1024);
    } finally {
      spawnSync('umount', [root]);
    }
  });
});

describe('a kept content', () => {
  it('can be kept only once, and not after it was discarded', async () => {
    const staged = await store.stage(chunks('x'), { limit: 1, name: 'x' });
    const kept = await store.keep(staged);
    await expect(store.keep(staged)).rejects.toMatchObject({ problem: 'missing' });
    await store.discard(staged);
    expect(await content(await store.open(kept.key))).toHaveLength(1);
    const other = await store.stage(chunks('x'), { limit: 1, name: 'x' });
    await store.discard(other);
    await expect(store.keep(other)).rejects.toMatchObject({ problem: 'missing' });
  });

  it('is read in ranges, across chunks', async () => {
    const bytes = randomBytes(300_000);
    const { key } = await store.put(chunks(bytes), { limit: 1e6, name: 'x' });
    for (const [start, end] of [
      [0, 0],
      [0, 299_999],
      [65_535, 65_536],
      [100_000, 250_000],
      [299_999, 299_999],
    ] as const) {
      expect(await content(await store.open(key, { start, end }))).toEqual(bytes.subarray(start, end + 1));
    }
  });

  it('that is shorter than its record is called damaged, not served short', async () => {
    const { key } = await store.put(chunks('1234567890'), { limit: 10, name: 'x' });
    truncateSync(join(root, 'kept', key.slice(0, 2), key.slice(2, 4), key), 5);
    await expect(store.open(key, { start: 0, end: 9 })).rejects.toMatchObject({ problem: 'damaged', status: 500 });
  });

  it.runIf(existsSync('/proc/self/fd'))('lets its file go when the reader leaves', async () => {
    const { key } = await store.put(chunks(randomBytes(300_000)), { limit: 1e6, name: 'x' });
    const openFiles = () => readdirSync('/proc/self/fd').length;
    const before = openFiles();
    const reader = (await store.open(key)).getReader();
    await reader.read();
    expect(openFiles()).toBe(before + 1);
    await reader.cancel();
    expect(openFiles()).toBe(before);
    await store.open(key);
    expect(openFiles()).toBe(before);
  });

  it('is gone after it was removed, and removing twice is no error', async () => {
    const { key } = await store.put(chunks('x'), { limit: 1, name: 'x' });
    await store.remove(key);
    await store.remove(key);
    await expect(store.open(key)).rejects.toMatchObject({ problem: 'missing', status: 404 });
  });
});

describe('keys that are not ours', () => {
  it('never become a path; control: joined as they are they would', async () => {
    await writeFile(join(root, 'secret'), 'x');
    const keys = [
      '../../../secret',
      '..',
      '',
      '/etc/passwd',
      'A'.repeat(40),
      `${'a'.repeat(39)}\0`,
      `${'a'.repeat(40)}\n`,
      `../${'a'.repeat(37)}`,
    ];
    for (const key of keys) {
      await expect(store.open(key)).rejects.toMatchObject({ problem: 'missing' });
      await expect(store.remove(key)).rejects.toMatchObject({ problem: 'missing' });
      await expect(store.keep({ staged: true, key, bytes: 1, sha256: '', type: '', name: '' })).rejects.toMatchObject({
        problem: 'missing',
      });
    }
    expect(existsSync(join(root, 'kept', 'ab', 'cd', '../../../secret'))).toBe(true);
  });
});

describe('what is left over', () => {
  it('in staging is swept when it is old, and only that', async () => {
    const old = await store.stage(chunks('x'), { limit: 1, name: 'x' });
    const young = await store.stage(chunks('x'), { limit: 1, name: 'x' });
    const kept = await store.put(chunks('x'), { limit: 1, name: 'x' });
    await writeFile(join(root, 'staging', 'README'), 'not ours');
    const yesterday = new Date(Date.now() - 86_400_000);
    utimesSync(join(root, 'staging', old.key), yesterday, yesterday);
    utimesSync(join(root, 'staging', 'README'), yesterday, yesterday);
    expect(await stores.sweepStaging(new Date(Date.now() - 3_600_000))).toBe(1);
    expect(readdirSync(join(root, 'staging')).sort()).toEqual([young.key, 'README'].sort());
    await expect(store.keep(old)).rejects.toMatchObject({ problem: 'missing' });
    expect(await content(await store.open(kept.key))).toHaveLength(1);
  });

  it('in an unused store is nothing', async () => {
    expect(await stores.sweepStaging(inAnHour())).toBe(0);
    expect(await listed(stores.keysKeptBefore(inAnHour()))).toEqual([]);
  });

  it('among the kept contents can be found by age', async () => {
    const kept = [];
    for (const name of ['a', 'b', 'c']) kept.push((await store.put(chunks(name), { limit: 1, name })).key);
    expect((await listed(stores.keysKeptBefore(inAnHour()))).sort()).toEqual(kept.sort());
    expect(await listed(stores.keysKeptBefore(tooEarly))).toEqual([]);
  });
});

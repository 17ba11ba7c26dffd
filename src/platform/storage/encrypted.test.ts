import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test, vi } from 'vitest';
import { CHUNK_BYTES, HEADER_BYTES } from '#platform/storage/encrypted-format.ts';
import type { StoredFile } from '#platform/storage/file-store.ts';
import { localFileStore } from '#platform/storage/local-store.ts';
import { memoryUsed, watchMemory } from '#platform/storage/memory-held.testing.ts';

// Every file is brought to a real disk.
vi.setConfig({ testTimeout: 60_000 });

const root = mkdtempSync(join(tmpdir(), 'portico-encrypted-'));
const master = randomBytes(32);
const store = localFileStore(root, master, 'encrypted').of('one');
afterAll(() => rmSync(root, { recursive: true }));

async function* pieces(content: Uint8Array, sizes: number[]): AsyncIterable<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    yield content.subarray(at, at + size);
    at += size;
  }
  yield content.subarray(at);
}

const put = (content: Uint8Array, sizes: number[] = []) => store.put(pieces(content, sizes), { limit: 1e9, name: 'x' });
const pathOf = ({ key }: StoredFile) => join(root, 'kept', key.slice(0, 2), key.slice(2, 4), `${key}.enc`);
const read = async (from: ReadableStream<Uint8Array>) => Buffer.from(await new Response(from).arrayBuffer());
const open = async (file: StoredFile, range?: { start: number; end: number }) =>
  read(await store.open(file.key, range));

/** As the parts of a zip are read: from an open file, in no order. */
async function inPieces({ key }: StoredFile, start: number, end: number): Promise<Buffer> {
  const file = await store.openFile(key);
  const whole = Buffer.alloc(end + 1 - start);
  try {
    const middle = Math.floor((start + end) / 2);
    for (const [from, to] of [
      [middle, end + 1],
      [start, middle],
    ] as const)
      for (let at = from; at < to; ) {
        const piece = await file.read(at, to - at);
        whole.set(piece, at - start);
        at += piece.length;
      }
  } finally {
    await file.close();
  }
  return whole;
}

/** Around the borders of chunks, where a mistake would be. */
const lengths = fc.oneof(
  fc.nat(300),
  fc.tuple(fc.nat(3), fc.integer({ min: -2, max: 2 })).map(([chunks, by]) => Math.max(0, chunks * CHUNK_BYTES + by)),
);
const contents = lengths.map((length) => randomBytes(length));

test('any content, in pieces of any length, comes back whole and in any range, and its sha256 is that of the clear one', async () => {
  const sizes = fc.array(fc.oneof(fc.nat(100), fc.nat(2 * CHUNK_BYTES)), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(contents, sizes, fc.nat(), fc.nat(), async (content, cut, a, b) => {
      const file = await put(content, cut);
      expect(file.bytes).toBe(content.length);
      expect(file.sha256).toBe(createHash('sha256').update(content).digest('hex'));
      expect((await open(file)).equals(content)).toBe(true);
      if (content.length === 0) return;
      const start = a % content.length;
      const end = start + (b % (content.length - start));
      expect((await open(file, { start, end })).equals(content.subarray(start, end + 1))).toBe(true);
      expect(await inPieces(file, start, end)).toEqual(content.subarray(start, end + 1));
    }),
    { numRuns: 60 },
  );
});

test('whatever is changed, cut off or added on the disk is found, or changes nothing that is read', async () => {
  const tamper = fc.oneof(
    fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), bit: fc.nat(7) }),
    fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), bit: fc.constant(0) }),
    fc.record({ kind: fc.constant('add' as const), at: fc.nat(70_000), bit: fc.constant(0) }),
  );
  await fc.assert(
    fc.asyncProperty(contents, tamper, async (content, { kind, at, bit }) => {
      const file = await put(content);
      const stored = readFileSync(pathOf(file));
      const where = at % stored.length;
      // Nothing is written in the rest of the header: the free slot and what lies between.
      const idle = kind === 'flip' && where >= 72 && where < HEADER_BYTES;
      if (kind === 'flip') stored.writeUInt8(stored.readUInt8(where) ^ (1 << bit), where);
      const changed =
        kind === 'flip'
          ? stored
          : kind === 'cut'
            ? stored.subarray(0, where)
            : Buffer.concat([stored, randomBytes(at + 1)]);
      writeFileSync(pathOf(file), changed);
      if (idle) expect((await open(file)).equals(content)).toBe(true);
      // Contents of up to sixteen chunks are proven whole before anything is sent.
      else await expect(store.open(file.key)).rejects.toMatchObject({ problem: 'damaged', status: 500 });
    }),
    { numRuns: 150 },
  );
});

test('a chunk in another place, in another file, and a shorter content that ends at a chunk are damaged', async () => {
  const content = randomBytes(3 * CHUNK_BYTES);
  const [file, other] = [await put(content), await put(content)];
  const stored = readFileSync(pathOf(file));
  const chunk = (of: Buffer, index: number) =>
    of.subarray(HEADER_BYTES + index * (CHUNK_BYTES + 16), HEADER_BYTES + (index + 1) * (CHUNK_BYTES + 16));
  const header = stored.subarray(0, HEADER_BYTES);
  const foreign = readFileSync(pathOf(other));
  for (const [what, parts] of Object.entries({
    swapped: [header, chunk(stored, 1), chunk(stored, 0), chunk(stored, 2)],
    'from another file': [header, chunk(foreign, 0), chunk(stored, 1), chunk(stored, 2)],
    'cut at a chunk': [header, chunk(stored, 0), chunk(stored, 1)],
    'with a chunk twice': [header, chunk(stored, 0), chunk(stored, 1), chunk(stored, 2), chunk(stored, 2)],
    'under the key of another': [foreign.subarray(0, HEADER_BYTES), stored.subarray(HEADER_BYTES)],
  })) {
    writeFileSync(pathOf(file), Buffer.concat(parts));
    await expect(store.open(file.key), what).rejects.toMatchObject({ problem: 'damaged' });
    // A range at the front as well: the end is looked at too.
    await expect(store.open(file.key, { start: 0, end: 9 }), what).rejects.toMatchObject({ problem: 'damaged' });
  }
  // Control: put together as it was, it is read.
  writeFileSync(pathOf(file), Buffer.concat([header, chunk(stored, 0), chunk(stored, 1), chunk(stored, 2)]));
  expect((await open(file)).equals(content)).toBe(true);
});

test('a change far behind in a large file ends the stream with an error, before one wrong byte', async () => {
  const content = randomBytes(40 * CHUNK_BYTES);
  const file = await put(content);
  const stored = readFileSync(pathOf(file));
  const at = HEADER_BYTES + 30 * (CHUNK_BYTES + 16) + 5;
  stored.writeUInt8(stored.readUInt8(at) ^ 1, at);
  writeFileSync(pathOf(file), stored);
  const got: Uint8Array[] = [];
  const reading = (async () => {
    for await (const piece of await store.open(file.key)) got.push(piece);
  })();
  await expect(reading).rejects.toMatchObject({ problem: 'damaged' });
  expect(Buffer.concat(got).equals(content.subarray(0, 30 * CHUNK_BYTES))).toBe(true);
});

test('a content opens in its own workspace, under its own key and master key only', async () => {
  const [file, other] = [await put(Buffer.from('one')), await put(Buffer.from('two'))];
  const damaged = { problem: 'damaged' };
  await expect(localFileStore(root, master, 'clear').of('two').open(file.key)).rejects.toMatchObject(damaged);
  await expect(localFileStore(root, randomBytes(32), 'clear').of('one').open(file.key)).rejects.toMatchObject(damaged);
  const before = readFileSync(pathOf(file));
  writeFileSync(pathOf(file), readFileSync(pathOf(other)));
  await expect(store.open(file.key)).rejects.toMatchObject(damaged);
  writeFileSync(pathOf(file), before);
  // Control, and the option off again: what is encrypted is still read.
  expect((await read(await localFileStore(root, master, 'clear').of('one').open(file.key))).toString()).toBe('one');
});

test('a clear file that begins like an encrypted one is what it is, and the same content is never stored in the same bytes', async () => {
  const clear = localFileStore(root, master, 'clear').of('one');
  const copy = readFileSync(pathOf(await put(Buffer.from('x'))));
  const uploaded = await clear.put(pieces(copy, []), { limit: 1e6, name: 'x' });
  expect((await read(await store.open(uploaded.key))).equals(copy)).toBe(true);
  const [a, b] = [await put(Buffer.alloc(1000)), await put(Buffer.alloc(1000))];
  expect(readFileSync(pathOf(a)).equals(readFileSync(pathOf(b)))).toBe(false);
});

test('it passes through memory a chunk at a time, in and out; and a cut-off upload leaves nothing', async () => {
  const watch = watchMemory(memoryUsed());
  async function* large(): AsyncIterable<Uint8Array> {
    for (let at = 1; at <= 1600; at += 1) {
      yield randomBytes(64 * 1024);
      if (at % 100 === 0) watch.look();
    }
  }
  const file = await store.put(large(), { limit: 1e9, name: 'x' });
  let count = 0;
  for await (const _ of await store.open(file.key)) if (++count % 100 === 0) watch.look();
  expect(count).toBe(1600);
  expect(watch.held()).toBeLessThan(16);
  async function* broken(): AsyncIterable<Uint8Array> {
    yield randomBytes(200_000);
    throw new Error('connection lost');
  }
  await expect(store.put(broken(), { limit: 1e9, name: 'x' })).rejects.toThrow('connection lost');
  expect(readdirSync(join(root, 'staging'))).toEqual([]);
});

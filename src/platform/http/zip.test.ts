import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { type ZipFile, zipOf } from './zip.ts';

test('a zip is given out as it is made: no file is asked for before the one before it is out', async () => {
  const content = new TextEncoder().encode('Some words of it. '.repeat(200));
  let out = 0;
  const before: number[] = [];
  async function* files(): AsyncGenerator<ZipFile> {
    for (const path of ['a.md', 'b.png', 'c.md']) {
      before.push(out);
      yield { path, content };
    }
    before.push(out);
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of zipOf(files())) {
    out += piece.length;
    pieces.push(piece);
  }
  expect(before[0]).toBe(0);
  for (const [n, bytes] of before.slice(1).entries()) expect(bytes).toBeGreaterThan(before[n]!);
  // The picture is packed already, the words are packed well.
  expect(before[2]! - before[1]!).toBeGreaterThan(content.length);
  expect(before[3]! - before[2]!).toBeLessThan(content.length / 4);
  const whole = unzipSync(Buffer.concat(pieces));
  expect(Object.keys(whole)).toEqual(['a.md', 'b.png', 'c.md']);
  for (const name of ['a.md', 'b.png', 'c.md']) expect(Buffer.from(whole[name]!)).toEqual(Buffer.from(content));
});

test('what shrinks to next to nothing lies in it as it is, so that no reader of zips takes it for a trap', async () => {
  async function* files(): AsyncGenerator<ZipFile> {
    yield { path: 'log.md', content: Buffer.alloc(3_000_000, 'a') };
  }
  let out = 0;
  for await (const piece of zipOf(files())) out += piece.length;
  expect(out).toBeGreaterThan(3_000_000);
});

test('what comes in pieces is in it whole, and no piece waits for the next', async () => {
  const parts = ['One ', 'two ', 'three'].map((text) => new TextEncoder().encode(text));
  const asked: number[] = [];
  let out = 0;
  async function* pieces() {
    for (const part of parts) {
      asked.push(out);
      yield part;
    }
  }
  async function* files(): AsyncGenerator<ZipFile> {
    yield { path: 'a.txt', content: pieces() };
    yield { path: 'b.txt', content: new TextEncoder().encode('Four') };
  }
  const all: Uint8Array[] = [];
  for await (const piece of zipOf(files())) {
    out += piece.length;
    all.push(piece);
  }
  expect(asked[2]).toBeGreaterThan(asked[1]!);
  const whole = unzipSync(Buffer.concat(all));
  expect(Object.values(whole).map((content) => Buffer.from(content).toString())).toEqual(['One two three', 'Four']);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredFile } from '#platform/storage/file-store.ts';
import { localFileStore } from '#platform/storage/local-store.ts';
import { parseRange } from '#platform/storage/range.ts';
import { fileResponse } from '#platform/storage/response.ts';

const root = mkdtempSync(join(tmpdir(), 'portico-response-'));
const store = localFileStore(root, Buffer.alloc(32, 1), 'clear').of('w');
let file: StoredFile;
let empty: StoredFile;

async function* once(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}

beforeAll(async () => {
  file = await store.put(once('0123456789'), { limit: 10, name: 'digits.txt' });
  empty = await store.put(once(''), { limit: 10, name: 'empty.txt' });
});
afterAll(() => rmSync(root, { recursive: true }));

const get = (headers: Record<string, string> = {}, method = 'GET') =>
  fileResponse(store, file, new Request('http://portal.test/files/1', { method, headers }));

describe('a file answered', () => {
  it('comes whole, with its length, tag and walls', async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('0123456789');
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': '10',
      'content-disposition': 'attachment; filename="digits.txt"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, max-age=0, must-revalidate',
      'accept-ranges': 'bytes',
      etag: `"${file.sha256}"`,
    });
  });

  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
    ['bytes=9-99999999999999999999999', '9', 'bytes 9-9/10'],
  ])('comes in part for %s', async (range, text, contentRange) => {
    const response = await get({ range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(contentRange);
    expect(response.headers.get('content-length')).toBe(String(text.length));
    expect(await response.text()).toBe(text);
  });

  it.each(['bytes=10-', 'bytes=-0', 'bytes=99999999999999999999999-'])('tells its size for %s', async (range) => {
    const response = await get({ range });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */10');
  });

  it.each([
    'bytes=3-2',
    'bytes=-',
    'bytes=0-1,3-4',
    'items=0-1',
    'bytes=a-b',
    'bytes=1e1-',
    `bytes=${'0-1,'.repeat(9999)}0-1`,
  ])('comes whole for %.20s', async (range) => {
    const response = await get({ range });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('0123456789');
  });

  it('comes whole when the earlier part was of another content', async () => {
    expect((await get({ range: 'bytes=5-', 'if-range': '"other"' })).status).toBe(200);
    expect((await get({ range: 'bytes=5-', 'if-range': `"${file.sha256}"` })).status).toBe(206);
  });

  it('is not sent again to a browser that has it, yet asks each time', async () => {
    const response = await get({ 'if-none-match': `W/"x", "${file.sha256}"` });
    expect(response.status).toBe(304);
    expect(await response.text()).toBe('');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await get({ 'if-none-match': '"x"' })).status).toBe(200);
  });

  it('has the same headers and no body for HEAD', async () => {
    const [whole, head] = [await get(), await get({}, 'HEAD')];
    expect(head.body).toBeNull();
    expect([...head.headers]).toEqual([...whole.headers]);
  });

  it('may be empty', async () => {
    const response = await fileResponse(store, empty, new Request('http://portal.test/'));
    expect(response.headers.get('content-length')).toBe('0');
    expect(await response.text()).toBe('');
    const ranged = await fileResponse(
      store,
      empty,
      new Request('http://portal.test/', { headers: { range: 'bytes=0-' } }),
    );
    expect(ranged.status).toBe(416);
  });

  it('is a picture to save when the reader asks for that', async () => {
    const png = { ...file, type: 'image/png', name: 'a.png' };
    const request = new Request('http://portal.test/');
    const shown = await fileResponse(store, png, request);
    const saved = await fileResponse(store, png, request, { download: true });
    expect(shown.headers.get('content-disposition')).toBe('inline; filename="a.png"');
    expect(saved.headers.get('content-disposition')).toBe('attachment; filename="a.png"');
  });

  it('that is gone or too short is an error before anything is sent', async () => {
    const gone = { ...file, key: 'a'.repeat(40) };
    for (const method of ['GET', 'HEAD']) {
      const request = new Request('http://portal.test/', { method });
      await expect(fileResponse(store, gone, request)).rejects.toMatchObject({ problem: 'missing' });
      await expect(fileResponse(store, { ...file, bytes: 11 }, request)).rejects.toMatchObject({ problem: 'damaged' });
    }
  });
});

describe('a range', () => {
  it('lies within the content, whatever was asked', () => {
    const part = fc.oneof(
      fc.constant(''),
      fc.nat({ max: 30 }).map(String),
      fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String),
    );
    fc.assert(
      fc.property(part, part, fc.nat({ max: 25 }), (first, last, size) => {
        const range = parseRange(`bytes=${first}-${last}`, size);
        if (range === undefined || range === 'unsatisfiable') return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeGreaterThanOrEqual(range.start);
        expect(range.end).toBeLessThan(size);
      }),
      { numRuns: 2000 },
    );
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import {
  ACTIVE_CONTENTS,
  HOSTILE_NAMES,
  type HostileContent,
  POLYGLOTS,
} from '#platform/storage/hostile-samples.testing.ts';
import { localFileStore } from '#platform/storage/local-store.ts';
import { fileResponse } from '#platform/storage/response.ts';
import { servedAs } from '#platform/storage/serving.ts';
import { sniffType } from '#platform/storage/sniff.ts';

// Every file is brought to a real disk.
vi.setConfig({ testTimeout: 30_000 });

const root = mkdtempSync(join(tmpdir(), 'portico-untrusted-'));
const store = localFileStore(root, Buffer.alloc(32, 1), 'clear').of('w');
afterAll(() => rmSync(root, { recursive: true }));

async function* once(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content;
}

async function served({ content }: Pick<HostileContent, 'content'>, name: string): Promise<Response> {
  const file = await store.put(once(content), { limit: 1e6, name });
  return fileResponse(store, file, new Request('http://portal.test/files/1'));
}

/** Each function is one wall on its own: does the browser run the content although the others were missing? */
const runsByType = (headers: Headers) =>
  /html|xml|script|rfc822|multipart|json|css|pdf/.test(headers.get('content-type') ?? 'html');
const runsByGuess = (headers: Headers) => headers.get('x-content-type-options') !== 'nosniff';
const runsInPlace = (headers: Headers) => !headers.get('content-disposition')?.startsWith('attachment;');
const runsUnboxed = (headers: Headers) => !/(^|;) *sandbox *(;|$)/.test(headers.get('content-security-policy') ?? '');

describe('content that could run', () => {
  it.each(ACTIVE_CONTENTS)('is offered to save, unnamed and boxed: $what', async (sample) => {
    for (const name of ['picture.png', 'page.html', 'x.svg']) {
      const { headers } = await served(sample, name);
      expect(runsInPlace(headers)).toBe(false);
      expect(runsByGuess(headers)).toBe(false);
      expect(runsUnboxed(headers)).toBe(false);
      const isPdf = headers.get('content-type') === 'application/pdf';
      if (!isPdf) expect(runsByType(headers)).toBe(false);
    }
  });

  it.each(ACTIVE_CONTENTS)('control: under the claimed type it passes every wall: $what', ({ claimed }) => {
    const headers = new Headers({ 'content-type': claimed });
    for (const runs of [runsByType, runsByGuess, runsInPlace, runsUnboxed]) expect(runs(headers)).toBe(true);
  });

  it.each(POLYGLOTS)('goes out only as the picture it starts as: $what', async (sample) => {
    const { headers } = await served(sample, 'page.html');
    expect(headers.get('content-type')).toMatch(/^image\/(gif|jpeg|png)$/);
    expect(runsByGuess(headers)).toBe(false);
    expect(runsUnboxed(headers)).toBe(false);
  });

  it('keeps its bytes: what is downloaded is what was sent', async () => {
    for (const sample of [...ACTIVE_CONTENTS, ...POLYGLOTS]) {
      const response = await served(sample, 'x');
      expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(sample.content));
    }
  });

  it('may be called anything', async () => {
    for (const name of HOSTILE_NAMES) {
      const response = await served({ content: new TextEncoder().encode('x') }, name);
      expect(response.headers.get('content-disposition')).toMatch(
        /^attachment; filename="[^"\\]+"(; filename\*=UTF-8''[\w.%~!-]+)?$/,
      );
      await response.body?.cancel();
    }
  });
});

describe('what is shown', () => {
  it('is five kinds of picture and nothing else, whatever a type is called', () => {
    const shown = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'];
    for (const type of shown) expect(servedAs(type)).toEqual({ type, disposition: 'inline' });
    const others = [
      'image/svg+xml',
      'IMAGE/PNG',
      'image/png; x',
      'text/html',
      'text/css',
      '',
      'constructor',
      'application/wasm',
    ];
    for (const type of others)
      expect(servedAs(type)).toEqual({ type: 'application/octet-stream', disposition: 'attachment' });
    expect(servedAs('application/pdf')).toEqual({ type: 'application/pdf', disposition: 'attachment' });
    expect(servedAs('text/plain')).toEqual({ type: 'text/plain; charset=utf-8', disposition: 'attachment' });
  });
});

describe('the type by content', () => {
  it.each([
    ['hello\nworld ü', 'text/plain'],
    ['name,amount\nA,1\n', 'text/plain'],
    ['', 'application/octet-stream'],
    ['a\0b', 'application/octet-stream'],
    ['%PDF-1.7\n', 'application/pdf'],
    ['<svg width="1">', 'image/svg+xml'],
    ['hi <script>', 'text/html'],
    ['<?xml version="1.0"?><note/>', 'application/xml'],
  ])('of %j is %s', async (content, type) => {
    expect(await sniffType(new TextEncoder().encode(content))).toBe(type);
  });

  it('is found for any bytes without an exception', async () => {
    for (const magic of [
      'PK\x03\x04',
      '\x1f\x8b\x08',
      'RIFF',
      '\0\0\0\x18ftyp',
      'ID3',
      '\x1aE\xdf\xa3',
      'OggS',
      '0&\xb2u\x8ef\xcf\x11',
      '',
    ]) {
      for (let seed = 0; seed < 40; seed += 1) {
        const noise = Buffer.from(Array.from({ length: 400 }, (_, at) => (at * 7919 * (seed + 1) + seed * 31) % 251));
        expect(await sniffType(Buffer.concat([Buffer.from(magic, 'latin1'), noise]))).toMatch(/^[\w.+-]+\/[\w.+-]+/);
      }
    }
  });
});

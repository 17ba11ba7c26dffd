import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Busboy } from '@fastify/busboy';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FormError } from '#platform/http/form-error.ts';
import type { FormLimits } from '#platform/http/form-limits.ts';
import { END, field, file, multipart, part, post, streaming } from '#platform/http/form-samples.ts';
import { readForm } from '#platform/http/multipart.ts';
import type { FileStore } from '#platform/storage/file-store.ts';
import { localFileStore } from '#platform/storage/local-store.ts';

// Every file is brought to a real disk.
vi.setConfig({ testTimeout: 30_000 });

let root: string;
let store: FileStore;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portico-form-'));
  store = localFileStore(root, Buffer.alloc(32, 1), 'clear').of('w');
});
afterEach(() => rmSync(root, { recursive: true }));

const stagedFiles = () => (existsSync(join(root, 'staging')) ? readdirSync(join(root, 'staging')) : []);
const read = (request: Request, limits: Partial<FormLimits> = {}) => readForm(request, store, limits);

async function problemOf(request: Request, limits: Partial<FormLimits> = {}): Promise<FormError> {
  const error = await read(request, limits).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(FormError);
  expect(stagedFiles()).toEqual([]);
  return error as FormError;
}

describe('a form that is not whole', () => {
  it('is refused wherever it was cut, and nothing stays', async () => {
    const body = Buffer.concat([
      field('a', 'text'),
      file('x.txt', 'content'),
      file('y.txt', 'content'),
      Buffer.from(END),
    ]);
    // The last line end may be missing: the closing boundary is complete without it.
    for (let length = 1; length < body.length - 2; length += 1) {
      const { problem } = await problemOf(post([body.subarray(0, length)]));
      expect(['cut-off', 'malformed']).toContain(problem);
    }
    expect((await read(post([body.subarray(0, -2)]))).files).toHaveLength(2);
  });

  it('is refused when its stream breaks, with the reason kept', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(file('x.txt', 'half')),
      pull: () => Promise.reject(new Error('socket hang up')),
    });
    const request = new Request('http://portal.test/', {
      method: 'POST',
      body: broken,
      ...streaming,
      headers: { 'content-type': multipart },
    });
    const error = await problemOf(request);
    expect([error.problem, error.cause]).toEqual(['cut-off', new Error('socket hang up')]);
  });

  it('is refused when the sender falls silent', async () => {
    const silent = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(file('x.txt', 'half')) });
    const request = new Request('http://portal.test/', {
      method: 'POST',
      body: silent,
      ...streaming,
      headers: { 'content-type': multipart },
    });
    expect((await problemOf(request, { idleMs: 50 })).status).toBe(408);
  });

  it('tells a full disk as such and leaves nothing, also of the files that had room', async (test) => {
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', root]).status === 0;
    test.skip(!mounted, 'needs the right to mount a small disk');
    try {
      const big = Array.from({ length: 64 }, () => 'x'.repeat(64 * 1024));
      const body = [file('small.txt', 'x'), file('big.txt', '').subarray(0, -2), ...big, '\r\n', END];
      await expect(read(post(body))).rejects.toMatchObject({ problem: 'full', status: 507 });
      expect(stagedFiles()).toEqual([]);
    } finally {
      spawnSync('umount', [root]);
    }
  });
});

describe('text no column can hold', () => {
  const invalid = Buffer.from([0x61, 0xff, 0xfe, 0x62]);
  const surrogate = Buffer.from([0xed, 0xa0, 0x80]);
  const overlong = Buffer.from([0xc0, 0xaf]);

  it.each([
    ['not-utf8', [field('a', invalid), END]],
    ['not-utf8', [field('a', surrogate), END]],
    ['not-utf8', [field('a', overlong), END]],
    ['null-byte', [field('a', 'x\0y'), END]],
    [
      'not-utf8',
      [
        Buffer.concat([
          Buffer.from('--b\r\nContent-Disposition: form-data; name="'),
          invalid,
          Buffer.from('"\r\n\r\nx\r\n'),
        ]),
        END,
      ],
    ],
    ['null-byte', [field('a\0b', 'x'), END]],
  ] as const)('is refused as %s', async (problem, body) => {
    const error = await problemOf(post([file('before.txt', 'x'), ...body]));
    expect([error.problem, error.status]).toEqual([problem, 400]);
    expect(error.field ?? '').toMatch(/^[\x20-\x7e]*$/);
  });

  it('control: the parser alone changes it silently, or passes it on', async () => {
    const values: string[] = [];
    const parser = new Busboy({ headers: { 'content-type': multipart } });
    parser.on('field', (_name, value) => values.push(value));
    parser.end(Buffer.concat([field('a', invalid), field('b', 'x\0y'), Buffer.from(END)]));
    await once(parser, 'finish');
    expect(values).toEqual(['a\ufffd\ufffdb', 'x\0y']);
  });
});

describe('a body that is no form', () => {
  it.each([
    ['JSON', 415, { 'content-type': 'application/json' }],
    ['plain text', 415, { 'content-type': 'text/plain' }],
    ['something without a type', 415, { 'content-type': '' }],
    ['something compressed', 415, { 'content-type': multipart, 'content-encoding': 'gzip' }],
    ['multipart without a boundary', 400, { 'content-type': 'multipart/form-data' }],
    ['an endless boundary', 400, { 'content-type': `multipart/form-data; boundary=${'b'.repeat(300)}` }],
  ])('is refused when it is %s', async (_, status, headers) => {
    expect((await problemOf(post([field('a', 'x'), END], headers))).status).toBe(status);
  });

  it.each([
    ['a file without a name', [part('name="f"; filename=""', 'x'), END]],
    ['a part without a name', [part('x="y"', 'x'), END]],
    ['another boundary', ['--c\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--c--\r\n']],
    ['only noise', ['x'.repeat(1000)]],
  ])('is refused: %s', async (_, body) => {
    expect((await problemOf(post(body))).status).toBe(400);
  });

  it('never hangs, never crashes and leaves nothing behind when it is refused, however it is broken', async () => {
    const whole = Buffer.concat([
      field('a', 'text'),
      file('x.txt', 'content'),
      part('name="z"; filename*=UTF-8\'\'%ff', 'x', 'Content-Type: a\r\n'),
      Buffer.from(END),
    ]);
    const edit = fc.record({
      at: fc.nat(whole.length),
      cut: fc.nat(30),
      insert: fc.constantFrom('', '\r\n', '--b', '--b--', '\0', '"', ';', '\\', ':', '\r\n\r\n', 'é', '--b\r\n\r\n'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 4 }), fc.nat(whole.length), async (edits, split) => {
        let body: Buffer = whole;
        for (const { at, cut, insert } of edits)
          body = Buffer.concat([body.subarray(0, at), Buffer.from(insert), body.subarray(at + cut)]);
        const result = await read(post([body.subarray(0, split), body.subarray(split)]), { idleMs: 2000 }).catch(
          (error: unknown) => error,
        );
        if (result instanceof Error) expect(result).toBeInstanceOf(FormError);
        const files = result instanceof Error ? [] : (result as Awaited<ReturnType<typeof read>>).files;
        expect(stagedFiles().sort()).toEqual(files.map((each) => each.key).sort());
        for (const each of files) await store.discard(each);
      }),
      { numRuns: 1500, interruptAfterTimeLimit: 20_000 },
    );
  });
});

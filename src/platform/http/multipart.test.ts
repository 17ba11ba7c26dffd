import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FormError } from '#platform/http/form-error.ts';
import type { FormLimits } from '#platform/http/form-limits.ts';
import { END, field, file, post } from '#platform/http/form-samples.ts';
import { readForm } from '#platform/http/multipart.ts';
import type { FileStore } from '#platform/storage/file-store.ts';
import { HOSTILE_NAMES } from '#platform/storage/hostile-samples.testing.ts';
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

describe('a multipart form', () => {
  it('as a browser sends it becomes fields in order and staged files', async () => {
    const data = new FormData();
    data.append('subject', 'Grüße, 日本 😀');
    data.append('tag', 'b');
    data.append('tag', 'a');
    data.append('empty', '');
    data.append('__proto__', 'x');
    data.append('file', new File(['hello'], 'a "quoted" ü.txt', { type: 'text/html' }));
    data.append('file', new File([''], '', { type: 'application/octet-stream' }));
    data.append('logo', new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])], '../../logo.png'));
    const form = await read(post(data));
    expect([...form.fields.keys()]).toEqual(['subject', 'tag', 'empty', '__proto__']);
    expect(form.get('subject')).toBe('Grüße, 日本 😀');
    expect(form.all('tag')).toEqual(['b', 'a']);
    expect([form.get('empty'), form.get('other'), form.all('other')]).toEqual(['', undefined, []]);
    expect(form.files.map(({ field, name, bytes, type }) => ({ field, name, bytes, type }))).toEqual([
      { field: 'file', name: 'a "quoted" ü.txt', bytes: 5, type: 'text/plain' },
      { field: 'logo', name: 'logo.png', bytes: 8, type: expect.any(String) },
    ]);
    expect(stagedFiles().sort()).toEqual(form.files.map((each) => each.key).sort());
  });

  it('is the same whatever pieces it arrives in', async () => {
    const body = Buffer.concat([
      field('a', 'é\r\n-b\r--'),
      file('x.bin', Buffer.from('\r\n--\r\n-b--c\0\r\n')),
      field('c', ''),
      file('y', ''),
      Buffer.from(END),
    ]);
    const sum = async (pieces: Uint8Array[]) => {
      const { fields, files } = await read(post(pieces));
      return [[...fields], files.map(({ sha256, name }) => [sha256, name])];
    };
    const whole = await sum([body]);
    expect(whole).toMatchObject([
      [
        ['a', ['é\r\n-b\r--']],
        ['c', ['']],
      ],
      [
        [expect.any(String), 'x.bin'],
        [expect.any(String), 'y'],
      ],
    ]);
    expect(await sum([...body].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
    for (let at = 1; at < body.length; at += 3)
      expect(await sum([body.subarray(0, at), body.subarray(at)])).toEqual(whole);
  });

  it('may be empty', async () => {
    expect((await read(post([END]))).fields.size).toBe(0);
    expect((await read(new Request('http://portal.test/', { method: 'POST' }))).fields.size).toBe(0);
  });

  it('keeps hostile file names out of the file system', async () => {
    for (const name of HOSTILE_NAMES.filter((each) => each !== '')) {
      const sent = name.toWellFormed().replace(/[\r\n"\0]/g, (found) => `%${found.charCodeAt(0)}`);
      const { files } = await read(post([file(sent, 'x'), END]));
      for (const each of files) expect(each.name).not.toMatch(/[/\\]|\.\.$|\p{Cc}|\p{Cf}/u);
    }
    for (const key of stagedFiles()) expect(key).toMatch(/^[0-9a-f]{40}$/);
  });
});

describe('a form over a limit', () => {
  it.each([
    ['body-too-large', { bodyBytes: 200 }, [file('a.txt', 'x'.repeat(300)), END]],
    ['file-too-large', { fileBytes: 10 }, [file('a.txt', 'x'.repeat(11)), END]],
    ['too-many-files', { files: 1 }, [file('a', 'x'), file('b', 'x'), END]],
    ['too-many-fields', { fields: 2 }, [field('a', 'x'), field('b', 'x'), field('c', 'x'), END]],
    ['field-too-large', { fieldBytes: 10 }, [field('a', 'x'.repeat(11)), END]],
    ['body-too-large', { textBytes: 20 }, [field('a', 'x'.repeat(11)), field('b', 'x'.repeat(11)), END]],
    ['field-too-large', {}, [field('n'.repeat(201), 'x'), END]],
  ] as const)(
    'is refused as %s with %j, and nothing stays; control: under the usual limits it is read',
    async (problem, limits, body) => {
      const error = await problemOf(post([...body]), limits);
      expect([error.problem, error.status]).toEqual([problem, 413]);
      if (Object.keys(limits).length > 0) await read(post([...body]));
    },
  );

  it('is refused by its declared length before a byte is read, when it can hold no file', async () => {
    let touched = false;
    const type = 'application/x-www-form-urlencoded';
    const request = post([END], { 'content-length': '3221225472', 'content-type': type });
    const body = new Proxy(request.body ?? new ReadableStream(), {
      get: () => {
        touched = true;
      },
    });
    const error = await problemOf(Object.defineProperty(request, 'body', { value: body }));
    expect([error.problem, touched]).toEqual(['body-too-large', false]);
  });

  it('names the file and the limit', async () => {
    const error = await problemOf(post([file('../big.bin', 'x'.repeat(20)), END]), { fileBytes: 10 });
    expect(error).toMatchObject({ fileName: 'big.bin', limit: 10, field: 'file' });
  });

  it('is refused when a thousand parts come in one piece', async () => {
    const many = Buffer.concat(Array.from({ length: 1000 }, (_, at) => file(`${at}`, 'x')));
    expect((await problemOf(post([many, END]))).problem).toBe('too-many-files');
    expect(
      (await problemOf(post([Buffer.concat(Array.from({ length: 9000 }, () => field('a', ''))), END]))).problem,
    ).toBe('too-many-fields');
  });

  it('may hold a text of 1 MiB, which is for the form itself to judge', async () => {
    const { get } = await read(post([field('subject', 'x'.repeat(1024 * 1024)), END]));
    expect(get('subject')).toHaveLength(1024 * 1024);
  });

  it('holds no file where files are not wanted', async () => {
    await expect(readForm(post([file('a', 'x'), END]), null)).rejects.toMatchObject({ problem: 'too-many-files' });
    const large = post([END], { 'content-length': '20000000' });
    await expect(readForm(large, null)).rejects.toMatchObject({ problem: 'body-too-large' });
    expect((await read(post([END], { 'content-length': '20000000' }))).files).toEqual([]);
    expect((await readForm(post([field('a', 'x'), file('', ''), END]), null)).get('a')).toBe('x');
  });
});

import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FormError } from '#platform/http/form-error.ts';
import type { FormLimits } from '#platform/http/form-limits.ts';
import { readForm } from '#platform/http/multipart.ts';
import { localFileStore } from '#platform/storage/local-store.ts';
import { type MemoryWatch, memoryUsed, watchMemory } from '#platform/storage/memory-held.testing.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const HEAD = '--b\r\nContent-Disposition: form-data; name="file"; filename="big.bin"\r\n\r\n';
const END = '\r\n--b--\r\n';

// Real disks and sockets on a busy machine.
vi.setConfig({ testTimeout: 60_000 });
const soon = { timeout: 20_000 };

let root: string;
let server: ServerType;
let port: number;
let limits: Partial<FormLimits>;
/** What the server saw, one entry a request: bytes of the file, or the problem. */
let seen: (number | string)[];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'portico-upload-'));
  limits = {};
  seen = [];
  const store = localFileStore(root, Buffer.alloc(32, 1), 'clear').of('w');
  const app = new Hono();
  app.post('/', async (c) => {
    const form = await readForm(c.req.raw, store, limits);
    seen.push(form.files[0]?.bytes ?? 0);
    return c.text('received');
  });
  app.post('/held', async (c) => {
    seen.push((await c.req.arrayBuffer()).byteLength);
    return c.text('received');
  });
  app.onError((error, c) => {
    seen.push(error instanceof FormError ? error.problem : String(error));
    return c.text('refused', error instanceof FormError ? error.status : 500);
  });
  await new Promise<void>((listening) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => listening());
  });
  port = (server.address() as AddressInfo).port;
});

afterEach(async () => {
  const closed = new Promise((done) => server.close(done));
  if ('closeAllConnections' in server) server.closeAllConnections();
  await closed;
  rmSync(root, { recursive: true });
});

const stagedFiles = () => (existsSync(join(root, 'staging')) ? readdirSync(join(root, 'staging')) : []);

interface Client {
  socket: Socket;
  answer: () => string;
  /** Bytes handed to the network when the answer began. */
  sentBeforeAnswer: () => number;
  closed: Promise<void>;
}

function open(headers: string, path = '/'): Client {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  let sent = 0;
  socket.on('data', (data) => {
    sent ||= socket.bytesWritten;
    answer += data.toString('latin1');
  });
  // A reset is an expected end of a refused upload.
  socket.on('error', () => {});
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: portal.test\r\nContent-Type: multipart/form-data; boundary=b\r\n${headers}\r\n\r\n`,
  );
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  return { socket, answer: () => answer, sentBeforeAnswer: () => sent, closed };
}

/** Sends the text again and again until the amount is reached or the server does not take it any more. */
async function pour({ socket, closed }: Client, bytes: number, piece: Buffer, framed: boolean): Promise<void> {
  const frame = framed
    ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
    : piece;
  for (let sent = 0; sent < bytes && !socket.destroyed; sent += piece.length) {
    if (!socket.write(frame)) await Promise.race([new Promise((drained) => socket.once('drain', drained)), closed]);
    if (sent % (4 * MIB) < piece.length) memory.look();
  }
}

const chunked = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const zeros = Buffer.alloc(64 * 1024);

let atRest: number;
let memory: MemoryWatch;
beforeAll(() => {
  atRest = memoryUsed();
});
beforeEach(() => {
  memory = watchMemory(atRest);
});

describe('an upload of 3 GB', () => {
  it('is refused by its declared length before it is read', async () => {
    const client = open(`Content-Length: ${3 * GIB}`);
    await pour(client, 3 * GIB, zeros, false);
    await client.closed;
    expect(client.answer()).toMatch(/^HTTP\/1\.1 413 /);
    expect(seen).toEqual(['body-too-large']);
    expect(client.sentBeforeAnswer()).toBeLessThan(64 * MIB);
    expect(client.socket.bytesWritten).toBeLessThan(3 * GIB);
    expect(memory.held()).toBeLessThan(16);
    expect(stagedFiles()).toEqual([]);
  });

  it('that does not tell its length is cut at the limit', async () => {
    limits = { fileBytes: 16 * MIB, bodyBytes: GIB };
    const client = open('Transfer-Encoding: chunked');
    client.socket.write(chunked(HEAD));
    await pour(client, 3 * GIB, zeros, true);
    await client.closed;
    expect(client.answer()).toMatch(/^HTTP\/1\.1 413 /);
    expect(seen).toEqual(['file-too-large']);
    expect(client.sentBeforeAnswer()).toBeLessThan(64 * MIB);
    expect(client.socket.bytesWritten).toBeLessThan(3 * GIB);
    expect(memory.held()).toBeLessThan(16);
    expect(stagedFiles()).toEqual([]);
  });

  it('in parts that each are small enough is cut at the limit of the body', async () => {
    limits = { fileBytes: 16 * MIB, bodyBytes: 24 * MIB, files: 1e6 };
    const client = open('Transfer-Encoding: chunked');
    await pour(client, 3 * GIB, Buffer.concat([Buffer.from(HEAD), Buffer.alloc(MIB), Buffer.from('\r\n')]), true);
    await client.closed;
    expect(seen).toEqual(['body-too-large']);
    expect(stagedFiles()).toEqual([]);
  });

  it('control: with the limits off, an upload is taken to its end, and still not held in memory', async () => {
    limits = { fileBytes: GIB, bodyBytes: GIB };
    const client = open('Connection: close\r\nTransfer-Encoding: chunked');
    client.socket.write(chunked(HEAD));
    await pour(client, 96 * MIB, zeros, true);
    client.socket.write(`${chunked(END)}0\r\n\r\n`);
    await client.closed;
    expect(client.answer()).toMatch(/^HTTP\/1\.1 200 /);
    expect(seen).toEqual([96 * MIB]);
    expect(memory.held()).toBeLessThan(16);
  });

  it('control: a reader without limits takes it and holds it', async () => {
    const client = open('Connection: close\r\nTransfer-Encoding: chunked', '/held');
    await pour(client, 96 * MIB, zeros, true);
    client.socket.write('0\r\n\r\n');
    await client.closed;
    expect(seen).toEqual([96 * MIB]);
    expect(memory.held()).toBeGreaterThan(32);
  });
});

describe('an upload cut off in the middle', () => {
  it.each([
    ['with a length', `Content-Length: ${MIB}`, HEAD + 'x'.repeat(200_000)],
    ['without one', 'Transfer-Encoding: chunked', chunked(HEAD + 'x'.repeat(200_000))],
    ['within the head of a part', `Content-Length: ${MIB}`, HEAD.slice(0, 30)],
    ['before its first byte', `Content-Length: ${MIB}`, ''],
  ])('leaves no file: %s', async (_, headers, body) => {
    const client = open(headers);
    client.socket.write(body);
    await vi.waitFor(() => expect(stagedFiles()).toHaveLength(body.length > 1000 ? 1 : 0), soon);
    await pause(20);
    client.socket.resetAndDestroy();
    await vi.waitFor(() => expect(seen).toEqual(['cut-off']), soon);
    expect(stagedFiles()).toEqual([]);
  });

  it('leaves no file when it ends as if it were whole', async () => {
    const body = `${HEAD}half`;
    const client = open(`Connection: close\r\nContent-Length: ${body.length}`);
    client.socket.write(body);
    await client.closed;
    expect(client.answer()).toMatch(/^HTTP\/1\.1 400 /);
    expect(seen).toEqual(['cut-off']);
    expect(stagedFiles()).toEqual([]);
  });

  it('leaves no file when its sender falls silent', async () => {
    limits = { idleMs: 100 };
    const client = open(`Connection: close\r\nContent-Length: ${MIB}`);
    client.socket.write(`${HEAD}half`);
    await vi.waitFor(() => expect(seen).toEqual(['too-slow']), soon);
    expect(stagedFiles()).toEqual([]);
    await client.closed;
    expect(client.answer()).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('a length that lies', () => {
  const body = `${HEAD}content${END}`;

  it.each([
    ['is too short', `Content-Length: ${body.length - 30}`, 'cut-off'],
    ['is negative', 'Content-Length: -1', undefined],
    ['is no number', 'Content-Length: 1e3', undefined],
    ['is given twice', `Content-Length: ${body.length}\r\nContent-Length: 3`, undefined],
    ['stands beside chunks', `Content-Length: ${body.length}\r\nTransfer-Encoding: chunked`, undefined],
    ['is beyond what can be counted', 'Content-Length: 99999999999999999999', undefined],
  ])('because it %s, stores nothing', async (_, headers, problem) => {
    const client = open(headers);
    client.socket.write(body);
    await client.closed;
    expect(client.answer()).toMatch(/^HTTP\/1\.1 4\d\d /);
    if (problem) expect(seen).toEqual([problem]);
    else expect(seen.every((each) => typeof each === 'string')).toBe(true);
    expect(stagedFiles()).toEqual([]);
  });

  it('control: the true length stores the file', async () => {
    const client = open(`Connection: close\r\nContent-Length: ${body.length}`);
    client.socket.write(body);
    await client.closed;
    expect(client.answer()).toMatch(/^HTTP\/1\.1 200 /);
    expect(seen).toEqual([7]);
    expect(stagedFiles()).toHaveLength(1);
  });
});

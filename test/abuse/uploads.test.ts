import { once } from 'node:events';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { as } from '../client.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import { newWorld, type World } from '../world.ts';
import { heard, plain, useWire, type Wired } from './wire.ts';

const MIB = 1024 * 1024;
const LIMIT = 8 * MIB;
const THREE_GB = 3 * 1024 * MIB;

const portal = usePortal({ UPLOAD_LIMIT: String(LIMIT) });
const wire = useWire(portal);
let world: World;
let token: string;

beforeAll(async () => {
  world = await newWorld(portal());
  token = (await as(portal(), world.dana).form('/notifications', '/preferences'))._token!;
});

/** The head of an upload by Dana; `framing` says how its body is told apart from what follows. */
function head(framing: [string, string], who: 'dana' | 'nobody' = 'dana'): string {
  return plain('POST /uploads', [
    ['Host', `${world.host}:3000`],
    ['Origin', world.origin],
    ...(who === 'dana' ? [['Cookie', `portico_session=${world.dana.token}`] as [string, string]] : []),
    ['X-CSRF-Token', token],
    ['Accept', 'application/json'],
    ['Content-Type', 'multipart/form-data; boundary=b'],
    framing,
  ]);
}

const START =
  '--b\r\nContent-Disposition: form-data; name="file"; filename="big.bin"\r\nContent-Type: application/octet-stream\r\n\r\n';
const chunkOf = (bytes: Uint8Array) =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

const onDisk = (): string[] => {
  const root = portal().platform.config.dataDir;
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((one) =>
    // One that was on its way may be gone by now.
    statSync(path.join(root, one), { throwIfNoEntry: false })?.isFile(),
  );
};

/** Writes as fast as the other side takes it, until it hangs up or `total` is reached; tells how much that was. */
async function pour(socket: Socket, piece: Uint8Array, total: number): Promise<number> {
  let poured = 0;
  let gone = false;
  socket.once('close', () => {
    gone = true;
  });
  socket.once('error', () => {
    gone = true;
  });
  while (poured < total && !gone && socket.writable) {
    poured += piece.length;
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined);
  }
  return poured;
}

/** The most memory this process held while `work` ran, over what it held before, in MiB. */
async function memoryDuring<T>(work: () => Promise<T>): Promise<{ value: T; grownMib: number }> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  try {
    return { value: await work(), grownMib: (Math.max(most, process.memoryUsage().rss) - before) / MIB };
  } finally {
    clearInterval(watch);
  }
}

test('TRUST 48: an upload that says it has three gigabytes is refused before a byte of it is taken', async () => {
  const before = onDisk();
  const { status, body } = await wire().say(head(['Content-Length', String(THREE_GB)]));
  expect(status).toBe(413);
  expect(body).toContain('too large');
  expect(onDisk()).toEqual(before);
});

test('TRUST 48: an upload of three gigabytes that does not say so is cut at the limit, in little memory', {
  timeout: 60_000,
}, async () => {
  const before = onDisk();
  const socket = await wire().open();
  const answer = heard(socket, 15_000);
  const piece = chunkOf(Buffer.alloc(256 * 1024, 'x'));
  const { value, grownMib } = await memoryDuring(async () => {
    socket.write(head(['Transfer-Encoding', 'chunked']));
    socket.write(chunkOf(Buffer.from(START)));
    return pour(socket, piece, THREE_GB);
  });
  const { status, body }: Wired = await answer;
  expect(status).toBe(413);
  expect(body).toContain('big.bin');
  // What was under way when the answer came is lost in the buffers between the two; it is far from three gigabytes.
  expect(value).toBeLessThan(LIMIT + 128 * MIB);
  expect(grownMib).toBeLessThan(200);
  expect(onDisk()).toEqual(before);
});

test('TRUST 48: an upload whose length lies the other way ends where it said, and what follows is no part of it', async () => {
  const before = onDisk();
  const body = `${START}only half of this\r\n--b--\r\n`;
  const short = await wire().say(head(['Content-Length', String(START.length + 4)]) + body);
  expect(short.status).toBe(400);
  await expect.poll(onDisk).toEqual(before);
  const refused = await wire().say(head(['Content-Length', '-1']));
  expect(refused.status).toBe(400);
  const both = plain('POST /uploads', [
    ['Host', `${world.host}:3000`],
    ['Content-Length', '5'],
    ['Transfer-Encoding', 'chunked'],
  ]);
  expect((await wire().say(`${both}0\r\n\r\n`)).status).toBe(400);
});

/** What is on the disk once nothing that came before is being tidied away any more. */
async function settled(): Promise<string[]> {
  let seen = onDisk();
  for (let quiet = 0; quiet < 5; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = onDisk();
    quiet = now.join() === seen.join() ? quiet + 1 : 0;
    seen = now;
  }
  return seen;
}

test('TRUST 48: of an upload that is cut off in the middle nothing remains', async () => {
  const before = await settled();
  const rows = () => peek(portal().database, 'select id from attachments where workspace_id = $1', [world.workspaceId]);
  const rowsBefore = await rows();
  for (const framing of [
    ['Content-Length', String(2 * MIB)],
    ['Transfer-Encoding', 'chunked'],
  ] as [string, string][]) {
    for (const how of ['end', 'destroy', 'resetAndDestroy'] as const) {
      const socket = await wire().open();
      socket.on('error', () => undefined);
      const chunked = framing[0] === 'Transfer-Encoding';
      const half = Buffer.concat([Buffer.from(START), Buffer.alloc(MIB, 'x')]);
      socket.write(head(framing));
      socket.write(chunked ? chunkOf(half) : half);
      // So much of it is there already that it has begun to be written.
      await expect.poll(() => onDisk().length).toBeGreaterThan(before.length);
      socket[how]();
      await expect.poll(onDisk).toEqual(before);
    }
  }
  expect(await rows()).toEqual(rowsBefore);
});

test('TRUST 48, control: the same upload, not cut off, is there afterwards', async () => {
  const before = onDisk().length;
  const body = Buffer.concat([Buffer.from(START), Buffer.alloc(MIB, 'x'), Buffer.from('\r\n--b--\r\n')]);
  const socket = await wire().open();
  const answer = heard(socket, 10_000);
  socket.write(head(['Content-Length', String(body.length)]));
  socket.write(body);
  expect((await answer).status).toBe(201);
  expect(onDisk().length).toBe(before + 1);
});

test('a visitor’s file is not taken, whatever its size', async () => {
  const before = onDisk();
  const body = `${START}small\r\n--b--\r\n`;
  const { status } = await wire().say(head(['Content-Length', String(body.length)], 'nobody') + body);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(onDisk()).toEqual(before);
});

test('TRUST 47: a file named ../../etc/passwd is stored under a key and called passwd', async () => {
  const body =
    '--b\r\nContent-Disposition: form-data; name="file"; filename="../../etc/passwd"\r\n\r\nroot\r\n--b--\r\n';
  const sent = await wire().say(head(['Content-Length', String(body.length)]) + body);
  expect(sent.status).toBe(201);
  const { id, name } = JSON.parse(sent.body);
  expect(name).toBe('passwd');
  const { headers, text } = await as(portal(), world.dana).get(`/files/${id}/passwd`);
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="passwd"/);
  expect(text).toBe('root');
  const astray = () => onDisk().filter((file) => !/^files\/(kept|staging)\//.test(file));
  expect(astray()).toEqual([]);
  // Control: one that had been written by its name is found.
  const place = path.join(portal().platform.config.dataDir, 'files/passwd');
  writeFileSync(place, 'root');
  expect(astray()).toEqual(['files/passwd']);
  rmSync(place);
});

test('TRUST 66, in part: a request smuggled behind another is refused, and its connection closed', async () => {
  const inner = plain('GET /support', [['Host', world.host]]);
  const [host, length, chunked] = [
    ['Host', world.host],
    ['Content-Length', '4'],
    ['Transfer-Encoding', 'chunked'],
  ] as [string, string][];
  const post = (headers: [string, string][], rest: string) => plain('POST /preferences', [host!, ...headers]) + rest;
  const smuggled = [
    post([length!, chunked!], `0\r\n\r\n${inner}`),
    post([['Transfer-Encoding', 'chunked, identity']], inner),
    post([['Transfer-Encoding', 'xchunked']], inner),
    post([length!, ['Content-Length', '40']], inner),
    `GET /support HTTP/1.1\r\nHost: ${world.host}\r\nTransfer-Encoding : chunked\r\n\r\n${inner}`,
    `GET /support HTTP/1.1\r\nHost: ${world.host}\n\n`,
  ];
  for (const bytes of smuggled) {
    const { status } = await wire().say(bytes);
    expect([400, 0], JSON.stringify(bytes).slice(0, 120)).toContain(status);
  }
});

test('TRUST 66, control: a parser that is not strict answers the smuggled request, too', async () => {
  const { serve } = await import('@hono/node-server');
  const lax = serve({
    fetch: portal().app.fetch,
    hostname: '127.0.0.1',
    port: 0,
    serverOptions: { insecureHTTPParser: true },
  });
  await once(lax, 'listening');
  const { port } = lax.address() as { port: number };
  const inner = plain('GET /sign-in', [['Host', `${world.host}:3000`]]);
  const outer = plain('GET /offline', [
    ['Host', `${world.host}:3000`],
    ['Content-Length', '4'],
    ['Transfer-Encoding', 'chunked'],
  ]);
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (piece) => {
    text += piece.toString('latin1');
  });
  socket.write(`${outer}0\r\n\r\n${inner}`);
  await expect.poll(() => text.match(/HTTP\/1\.1 200 OK/g)?.length).toBe(2);
  expect(text).toContain('/sign-in/password');
  socket.destroy();
  lax.close();
});

test('the page of a sender who is too slow does not hold others up', { timeout: 30_000 }, async () => {
  // Twelve senders that stop in the middle are more than the pool has connections: a body is read before one is taken.
  const slow = await Promise.all(Array.from({ length: 12 }, () => wire().open()));
  for (const socket of slow) {
    socket.on('error', () => undefined);
    socket.write(head(['Content-Length', String(MIB)]) + START);
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  const started = performance.now();
  expect((await as(portal(), world.dana).get('/support')).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(3_000);
  expect(portal().platform.pool.stats().waiting).toBe(0);
  for (const socket of slow) socket.destroy();
});

test('more files in an hour than anybody has are refused with 429, ahead of a form and in one, and none is kept', async () => {
  const dana = as(portal(), world.dana);
  const file = { name: 'a.txt', content: 'x' };
  const ahead = () => dana.postRaw('/uploads', { _token: token, file });
  const question = { subject: 'With a file', urgency: 'slows', body: 'Precious words' };
  await peek(portal().database, 'delete from rate_limits');
  expect((await ahead()).status).toBe(201);
  const taken = await peek(portal().database, 'update rate_limits set used = 300 returning key');
  expect(taken).toHaveLength(1);
  const before = onDisk();
  const inForm = await dana.submit('/support/new', '/support', { ...question, files: file });
  const details = await dana.postRaw('/company/details', { _token: token, 'f-x': file });
  for (const { status, headers } of [await ahead(), inForm, details]) {
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(3_000);
  }
  expect(inForm.text).toContain('Precious words');
  expect(onDisk()).toEqual(before);
  // Words without a file are not counted, and after the hour files are taken again.
  expect((await dana.submit('/support/new', '/support', question)).status).toBe(303);
  await peek(portal().database, "update rate_limits set resets_at = now() - interval '1 second'");
  expect((await ahead()).status).toBe(201);
});

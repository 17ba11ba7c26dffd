import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../config.ts';
import type { Resolve } from './connection.ts';
import { insideV4, insideV6, leadingInside, spellings, wrongForms } from './hostile-targets.testing.ts';
import { fetchThrough, NoAnswer, safeFetch } from './safe-fetch.ts';

const config = (allow?: string) => loadConfig(allow ? { EGRESS_ALLOW: allow } : {});
/** What this process tried to connect to: not what it says it did. */
let attempts: string[] = [];
const noticed = (message: unknown) => {
  const { socket } = message as { socket: Socket };
  socket.on('connectionAttempt', (ip: string) => attempts.push(ip));
};
let server: Server;
let base = '';
let port = 0;
let requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];

beforeAll(async () => {
  subscribe('net.client.socket', noticed);
  server = createServer(serve).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  port = (server.address() as AddressInfo).port;
  base = `http://127.0.0.1:${port}`;
});
afterAll(() => {
  unsubscribe('net.client.socket', noticed);
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  attempts = [];
  requests = [];
});

function serve(request: IncomingMessage, response: ServerResponse): void {
  let body = '';
  request.on('data', (piece) => {
    body += piece;
  });
  request.on('end', () => {
    const { method = '', url = '', headers } = request;
    requests.push({ method, url, headers, body });
    if (url === '/slow') return;
    if (url === '/large') return void response.end('x'.repeat(2_000_000));
    if (url.startsWith('/to?'))
      return void response.writeHead(302, { location: decodeURIComponent(url.slice(4)) }).end();
    if (url === '/again') return void response.writeHead(307, { location: '/end' }).end();
    response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'] }).end(`hello ${method}`);
  });
}

const refusal = (address: string, call = {}) =>
  safeFetch(config(), address, { timeoutMs: 2_000, ...call }).then(
    () => 'answered',
    (error: unknown) => (error instanceof NoAnswer ? error.why : String(error)),
  );

const corpus = [
  ...insideV4.flatMap(spellings).flatMap((host) => [`https://${host}/`, `https://${host}:8443/latest/meta-data/`]),
  ...insideV6.flatMap((host) => [`https://[${host}]/`, `https://[${host}]:8443/`]),
  ...['localhost', 'localhost.', 'LOCALHOST', 'portal.localhost', 'ip6-localhost'].map((host) => `https://${host}/`),
  ...wrongForms,
];

test('TRUST 57: more than five hundred ways to look into our own network open no connection at all', async () => {
  expect(new Set(corpus).size).toBeGreaterThan(500);
  const through: string[] = [];
  for (const address of corpus) {
    const why = await refusal(address, { redirects: 3 });
    // A name that this machine does not know is not reached either.
    if (why !== 'refused' && !(why === 'unreachable' && /localhost/i.test(address))) through.push(`${address} ${why}`);
  }
  expect(through).toEqual([]);
  expect(attempts).toEqual([]);
});

test('TRUST 57, control: without the guard the same spellings of this machine are connected to', async () => {
  const open = config('127.0.0.0/8, ::1, ::ffff:127.0.0.0/104, localhost');
  const spelled = [...spellings('127.0.0.1').slice(0, 13), 'localhost'].map((host) => `http://${host}:${port}/`);
  const answers = await Promise.all(
    spelled.map((address) => safeFetch(open, address).then(({ status }) => status, String)),
  );
  expect(answers.filter((status) => status === 200).length).toBeGreaterThanOrEqual(12);
  expect(attempts.length).toBeGreaterThanOrEqual(12);
});

test('TRUST 57: a name that leads inside by any of its addresses is not connected to', async () => {
  const resolve: Resolve = async (name) =>
    (leadingInside[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  for (const name of Object.keys(leadingInside))
    expect([name, await refusal(`https://${name}/`, { resolve })]).toEqual([name, 'refused']);
  expect(attempts).toEqual([]);
});

test('TRUST 57: a name server that changes its mind is asked once, and what it said then is connected to', async () => {
  const answers = ['127.0.0.2', '127.0.0.1', '127.0.0.1'];
  let asked = 0;
  const resolve: Resolve = async () => [{ address: answers[asked++] ?? '', family: 4 }];
  // The first address stands for a public one; the second is what the attacker is after.
  const only = config('127.0.0.2');
  await expect(safeFetch(only, 'https://rebound.example:8443/', { resolve })).rejects.toThrow(NoAnswer);
  expect([asked, attempts]).toEqual([1, ['127.0.0.2']]);
});

test('TRUST 57, control: a name that leads to a public address is connected to', async () => {
  const resolve: Resolve = async () => [{ address: '127.0.0.2', family: 4 }];
  await expect(safeFetch(config('127.0.0.2'), 'https://public.example:8443/', { resolve })).rejects.toMatchObject({
    why: 'unreachable',
  });
  expect(attempts).toEqual(['127.0.0.2']);
});

test('TRUST 57: a redirect is looked at like the first address', async () => {
  const ours = config(`127.0.0.1`);
  for (const to of [
    'https://169.254.169.254/latest/',
    'https://[::1]/',
    'http://portal.example/',
    'file:///etc/passwd',
    'http://127.0.0.2/',
  ]) {
    const address = `${base}/to?${encodeURIComponent(to)}`;
    await expect(safeFetch(ours, address, { redirects: 5 })).rejects.toMatchObject({ why: 'refused' });
  }
  expect(new Set(attempts)).toEqual(new Set(['127.0.0.1']));
  const circle = `${base}/to?${encodeURIComponent('/to?%2F')}`;
  expect((await safeFetch(ours, circle, { redirects: 2 })).status).toBe(200);
  await expect(safeFetch(ours, circle, { redirects: 1 })).rejects.toMatchObject({ why: 'refused' });
});

test('TRUST 57, control: a redirect that is not followed is an answer, and one to a destination of ours is followed', async () => {
  const ours = config('127.0.0.1');
  expect((await safeFetch(ours, `${base}/to?%2Fend`)).status).toBe(302);
  const followed = await safeFetch(ours, `${base}/to?%2Fend`, { redirects: 1 });
  expect([followed.status, followed.url]).toEqual([200, `${base}/end`]);
});

test('a credential stays with the origin that it was for, and a 307 keeps what was sent', async () => {
  const ours = config('127.0.0.1, localhost');
  const headers = { authorization: 'Bearer secret', 'x-kept': '1' };
  await safeFetch(ours, `${base}/to?${encodeURIComponent(`http://localhost:${port}/end`)}`, { redirects: 1, headers });
  expect(requests.map((request) => request.headers.authorization)).toEqual(['Bearer secret', undefined]);
  expect(requests[1]?.headers['x-kept']).toBe('1');
  requests = [];
  await safeFetch(ours, `${base}/again`, { redirects: 1, method: 'POST', body: 'kept', headers });
  expect(requests.map(({ method, body }) => `${method} ${body}`)).toEqual(['POST kept', 'POST kept']);
});

test('an answer that is too large or too slow is none', async () => {
  const ours = config('127.0.0.1');
  await expect(safeFetch(ours, `${base}/large`)).rejects.toMatchObject({ why: 'large' });
  await expect(safeFetch(ours, `${base}/slow`, { timeoutMs: 200 })).rejects.toMatchObject({ why: 'slow' });
  expect((await safeFetch(ours, `${base}/large`, { mostBytes: 3_000_000 })).body.length).toBe(2_000_000);
});

test('a proxy of the environment is not asked', async () => {
  process.env.HTTP_PROXY = process.env.http_proxy = 'http://127.0.0.9:1';
  const { body } = await safeFetch(config('127.0.0.1'), `${base}/`);
  delete process.env.HTTP_PROXY;
  delete process.env.http_proxy;
  expect([body.toString(), attempts]).toEqual(['hello GET', ['127.0.0.1']]);
});

test('a library that wants a fetch gets one', async () => {
  const fetched = fetchThrough(config('127.0.0.1'));
  const answer = await fetched(`${base}/token`, { method: 'POST', body: new URLSearchParams({ code: '1' }) });
  expect([answer.status, await answer.text(), answer.headers.getSetCookie()]).toEqual([
    200,
    'hello POST',
    ['a=1', 'b=2'],
  ]);
  expect(requests[0]).toMatchObject({
    body: 'code=1',
    headers: { 'content-type': expect.stringContaining('urlencoded') },
  });
  expect((await fetched(`${base}/to?%2Fend`)).status).toBe(302);
  await expect(fetched('https://169.254.169.254/')).rejects.toThrow(NoAnswer);
});

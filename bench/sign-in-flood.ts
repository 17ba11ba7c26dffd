/**
 * A flood of sign-ins, and somebody who is in already and reads pages: `node bench/sign-in-flood.ts URL`, at a running Portico
 * (its demo will do). FLOOD_RATE attempts a second (1,000), for FLOOD_SECONDS (5), each from an address of its own in the form; and what
 * the reader waits for a page before, during and after. The flood has a thread of its own: else the reader would wait for it here, too.
 * READER_COOKIE is a session's cookie ("portico_session=…"); with READER_EMAIL and READER_PASSWORD the command signs in itself.
 */
import { once } from 'node:events';
import http from 'node:http';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

const base = new URL(process.argv[2] ?? 'http://northwind.localhost:3000');
const rate = Number(process.env.FLOOD_RATE ?? 1_000);
const seconds = Number(process.env.FLOOD_SECONDS ?? 5);
const page = process.env.READER_PAGE ?? '/';
const agent = new http.Agent({ keepAlive: true, maxSockets: 512 });
const own = new http.Agent({ keepAlive: true, maxSockets: 1 });

interface Got {
  status: number;
  cookies: string[];
  text: string;
  ms: number;
}

function send(
  path: string,
  given: { cookie?: string; form?: Record<string, string>; from?: string },
  via = agent,
): Promise<Got> {
  const body = given.form && new URLSearchParams(given.form).toString();
  const headers = {
    host: base.host,
    origin: base.origin,
    'sec-fetch-site': 'same-origin',
    ...(given.from ? { 'x-forwarded-for': given.from } : {}),
    ...(given.cookie ? { cookie: given.cookie } : {}),
    ...(body ? { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) } : {}),
  };
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const where = {
      host: '127.0.0.1',
      port: base.port || 80,
      path,
      method: body ? 'POST' : 'GET',
      headers,
      agent: via,
    };
    const request = http.request(where, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const cookies = (response.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]!);
        resolve({ status: response.statusCode ?? 0, cookies, text, ms: performance.now() - began });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

const hidden = (html: string): Record<string, string> =>
  Object.fromEntries([...html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1]!, m[2]!]));

async function door(): Promise<{ form: Record<string, string>; cookie: string }> {
  const { text, cookies } = await send('/sign-in', {});
  return { form: hidden(text), cookie: cookies.join('; ') };
}

async function readersCookie(): Promise<string> {
  if (process.env.READER_COOKIE) return process.env.READER_COOKIE;
  const { READER_EMAIL: email = '', READER_PASSWORD: password = '' } = process.env;
  const { form, cookie } = await door();
  const answer = await send('/sign-in/password', { cookie, form: { ...form, email, password } });
  const session = answer.cookies.find((one) => one.includes('portico_session='));
  if (!session) throw new Error(`the reader could not sign in: ${answer.status}`);
  return session;
}

/** Reads one page after the other, as somebody does, until told to stop. */
async function read(cookie: string, until: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (!until()) {
    const { status, ms } = await send(page, { cookie }, own);
    if (status !== 200) throw new Error(`the reader got ${status}`);
    times.push(ms);
    await new Promise((go) => setTimeout(go, 20));
  }
  return times;
}

/** From everywhere at once, where the proxy is trusted (`TRUSTED_PROXIES=127.0.0.1/32`); else all from here. */
const addressOf = (n: number): string => `198.${18 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`;

async function flood(statuses: Map<number, number>): Promise<void> {
  const { form, cookie } = await door();
  const ends = performance.now() + seconds * 1000;
  const began = performance.now();
  let sent = 0;
  const open: Promise<unknown>[] = [];
  while (performance.now() < ends) {
    const due = ((performance.now() - began) / 1000) * rate;
    for (; sent < due; sent++) {
      const guess = { ...form, email: `nobody-${sent}@flood.example`, password: 'not my password' };
      const note = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
      open.push(
        send('/sign-in/password', { cookie, form: guess, from: addressOf(sent) })
          .then(({ status }) => note(status))
          .catch(() => note(0)),
      );
    }
    await new Promise((go) => setTimeout(go, 5));
  }
  await Promise.all(open);
}

const at = (times: number[], part: number): string => {
  const sorted = [...times].sort((a, b) => a - b);
  return `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1)} ms`;
};
const line = (what: string, times: number[]) =>
  console.log(
    `${what.padEnd(8)} ${String(times.length).padStart(5)} pages   median ${at(times, 0.5)}   p95 ${at(times, 0.95)}`,
  );

const after = (ms: number) => {
  const ends = performance.now() + ms;
  return () => performance.now() > ends;
};

async function whatTheReaderWaits(): Promise<void> {
  const cookie = await readersCookie();
  await read(cookie, after(1_000));
  line('before', await read(cookie, after(3_000)));
  const flooding = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
  let over = false;
  const statuses = once(flooding, 'message').finally(() => {
    over = true;
  });
  line('during', await read(cookie, () => over));
  const [counted] = (await statuses) as [Map<number, number>];
  line('after', await read(cookie, after(3_000)));
  const attempts = [...counted].map(([status, n]) => `${status}: ${n}`).join(', ');
  console.log(`attempts ${attempts} (${rate} a second for ${seconds} s)`);
}

if (isMainThread) {
  await whatTheReaderWaits();
  process.exit();
}
const statuses = new Map<number, number>();
await flood(statuses);
parentPort?.postMessage(statuses);

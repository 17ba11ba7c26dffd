import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { ask, cookie, formToken, type Target } from './client.ts';
import { addressOf, type FloorReady, type PageName, searched, sideOf } from './pages.ts';
import { cpuTime } from './process.ts';
import type { Asking } from './search-report.ts';

const CONNECTIONS = 16;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);

export interface Server extends Target {
  pid: number;
}

export interface Load {
  perSecond: number;
  p50: number;
  p99: number;
  /** Milliseconds of processor time of the server for one answer; what a busy machine changes least. */
  cpu: number | undefined;
  /** Answers that were not what was asked for; a run with any is no measurement. */
  wrong: number;
}

/** One request. */
export interface Asked {
  path: string;
  headers?: Record<string, string>;
  /** Makes it a POST. */
  body?: string;
}

/** What is asked for, of whom. */
export interface Shot {
  /** Where the server is: 'http://127.0.0.1:3000'. */
  origin: string;
  /** Each call is one request. */
  next: () => Asked;
  expected: number;
  /** The server's. */
  pid: number;
}

/** What was seen so far of one shot, over connections that stay open as those of browsers do. */
interface Seen {
  pool: Pool;
  milliseconds: number[];
  seconds: number;
  right: number;
  wrong: number;
  cpu: number | undefined;
}

/**
 * Asks for each of them for SECONDS in all, one second of one after one second of the other: a machine whose speed changes from
 * minute to minute is as slow for the one as for the other. For how long somebody waits see `shoot`: here each second begins with
 * all connections at once, on a server that has just stood still.
 */
export async function shootInTurn(shots: Shot[]): Promise<Load[]> {
  const seen = shots.map(({ origin }) => nothingSeen(connected(origin)));
  for (const [i, shot] of shots.entries()) await stretch(shot, nothingSeen(seen[i]!.pool), 1);
  for (let second = 0; second < SECONDS; second++) {
    for (const [i, shot] of shots.entries()) await stretch(shot, seen[i]!, 1);
  }
  await Promise.all(seen.map(({ pool }) => pool.close()));
  return seen.map(loadOf);
}

/** SECONDS in one piece, after a second to warm up. */
export async function shoot(shot: Shot): Promise<Load> {
  const seen = nothingSeen(connected(shot.origin));
  await stretch(shot, nothingSeen(seen.pool), 1);
  await stretch(shot, seen, SECONDS);
  await seen.pool.close();
  return loadOf(seen);
}

const connected = (origin: string) => new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });

/** The status of the answer, once all of it is there; its bytes are looked at no further. */
function statusOf(pool: Pool, { path, headers = {}, body }: Asked): Promise<number> {
  return new Promise((resolve, reject) => {
    let status = 0;
    pool.dispatch(
      { path, method: body === undefined ? 'GET' : 'POST', headers, ...(body === undefined ? {} : { body }) },
      {
        onRequestStart: () => undefined,
        onResponseData: () => undefined,
        onResponseStart: (_, code) => {
          status = code;
        },
        onResponseEnd: () => resolve(status),
        onResponseError: (_, error) => reject(error),
      },
    );
  });
}

/** What a page takes when it is asked for at a rate that leaves the machine room: in milliseconds, waiting for one's turn included. */
export interface Steady {
  p50: number;
  p99: number;
}

/** Requests a second of a steady load. */
export const STEADY = 100;

/** One request after another in even steps, whether or not the last one is answered; each is timed from when it was due. */
export async function shootSteadily({ origin, next, expected }: Shot): Promise<Steady> {
  const pool = connected(origin);
  const milliseconds: number[] = [];
  const began = performance.now();
  const one = async (due: number) => {
    const asked = next();
    const status = await statusOf(pool, asked);
    if (status !== expected) throw new Error(`${status} from ${asked.path}`);
    milliseconds.push(performance.now() - began - due);
  };
  const asking: Promise<void>[] = [];
  for (let n = 0; n < STEADY * SECONDS; n++) {
    const due = (n * 1000) / STEADY;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, began + due - performance.now())));
    asking.push(one(due));
  }
  await Promise.all(asking);
  await pool.close();
  const [p50, p99] = percentiles(milliseconds, 0.5, 0.99);
  return { p50: p50!, p99: p99! };
}

const nothingSeen = (pool: Pool): Seen => ({ pool, milliseconds: [], seconds: 0, right: 0, wrong: 0, cpu: 0 });

/** Each connection asks again as soon as it is answered. */
async function stretch({ next, expected, pid }: Shot, seen: Seen, seconds: number): Promise<void> {
  const before = cpuTime(pid);
  const since = performance.now();
  const until = since + 1000 * seconds;
  const one = async () => {
    for (let asked = since; asked < until; ) {
      const status = await statusOf(seen.pool, next()).catch(() => 0);
      const now = performance.now();
      seen.milliseconds.push(now - asked);
      if (status === expected) seen.right += 1;
      else seen.wrong += 1;
      asked = now;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  seen.seconds += (performance.now() - since) / 1000;
  const after = cpuTime(pid);
  seen.cpu =
    before === undefined || after === undefined || seen.cpu === undefined ? undefined : seen.cpu + after - before;
}

function loadOf({ milliseconds, seconds, right, wrong, cpu }: Seen): Load {
  const [p50, p99] = percentiles(milliseconds, 0.5, 0.99);
  return {
    perSecond: right / seconds,
    p50: p50!,
    p99: p99!,
    cpu: cpu === undefined ? undefined : cpu / (right + wrong),
    wrong,
  };
}

function percentiles(milliseconds: number[], ...shares: number[]): number[] {
  const sorted = milliseconds.sort((a, b) => a - b);
  return shares.map((share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0));
}

const originOf = ({ port }: { port: number }) => `http://127.0.0.1:${port}`;

/** A page of the product. `encoding` is what the browser accepts; nothing when absent. */
export function pageShot(target: Server, page: Exclude<PageName, 'reply'>, ready: FloorReady, encoding?: string): Shot {
  const asked = {
    path: addressOf(page, ready),
    headers: {
      host: `${target.host}:${target.port}`,
      cookie: cookie(ready[sideOf(page)]),
      accept: 'text/html,application/xhtml+xml',
      ...(encoding ? { 'accept-encoding': encoding } : {}),
    },
  };
  return { origin: originOf(target), next: () => asked, expected: 200, pid: target.pid };
}

/**
 * What the palette asks for as one types, and the help center's results and suggestions for visitors, each of a network of their own. Visitors are given what
 * others have found: `fresh` writes the words as nobody has before, in large and small letters.
 */
export function searchShot(target: Server, asking: Asking, ready: FloorReady): Shot {
  const host = `${target.host}:${target.port}`;
  const { path, headers } = VISITOR[asking] ?? {
    path: '/search/palette',
    headers: { cookie: cookie(asking === 'team' ? ready.agent : ready.customer), accept: 'text/vnd.portico.palette' },
  };
  let n = 0;
  const next = inTurn(searched, (words) => {
    n++;
    const typed = asking === 'fresh' ? inOwnLetters(words, Math.floor(n / searched.length)) : words;
    const from = VISITOR[asking] && { 'x-forwarded-for': `10.${n >> 8}.${n & 255}.1` };
    return { path: `${path}?q=${encodeURIComponent(typed)}`, headers: { ...headers, host, ...from } };
  });
  return { origin: originOf(target), next, expected: 200, pid: target.pid };
}

const inOwnLetters = (words: string, n: number): string =>
  words.replace(/./g, (letter, at: number) => (n & (1 << at) ? letter.toUpperCase() : letter));

/** As browsers say it. */
const PAGE = {
  path: '/help/search',
  headers: {
    accept: 'text/html',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-site': 'same-origin',
    'sec-fetch-user': '?1',
  },
};
const VISITOR: { [asking in Asking]?: { path: string; headers: Record<string, string> } } = {
  results: PAGE,
  fresh: PAGE,
  typing: {
    path: '/help/search/typing',
    headers: { accept: '*/*', 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-origin' },
  },
};

/** Replies as a browser posts them, one form after another. */
export async function replyShot(target: Server, ready: FloorReady): Promise<Shot> {
  const token = ready.customer;
  const page = await ask(target, `/support/${ready.open[0]}`, { token });
  const fields = { _token: formToken(page.body.toString()), body: TEXT, body_format: 'text' };
  const next = inTurn(ready.open, (number) => ({
    path: `/support/${number}/replies`,
    headers: {
      host: `${target.host}:${target.port}`,
      origin: `http://${target.host}:${target.port}`,
      cookie: cookie(token),
      'content-type': FORM,
    },
    body: new URLSearchParams({ ...fields, _once: randomUUID(), _page: `/support/${number}` }).toString(),
  }));
  return { origin: originOf(target), next, expected: 303, pid: target.pid };
}

export function jsonShot(floor: FloorReady, page: Exclude<PageName, 'reply'>): Shot {
  const asked = { path: `/json/${page}`, headers: { cookie: cookie(floor[sideOf(page)]) } };
  return { origin: originOf(floor), next: () => asked, expected: 200, pid: floor.pid };
}

export const jsonReplyShot = (floor: FloorReady): Shot => ({
  origin: originOf(floor),
  next: inTurn(floor.open, (number) => ({
    path: `/json/reply/${number}`,
    headers: { cookie: cookie(floor.customer), 'content-type': FORM },
    body: new URLSearchParams({ body: TEXT }).toString(),
  })),
  expected: 201,
  pid: floor.pid,
});

export const staticShot = (floor: FloorReady, bytes: number): Shot => ({
  origin: originOf(floor),
  next: () => ({ path: `/static/${bytes}` }),
  expected: 200,
  pid: floor.pid,
});

const FORM = 'application/x-www-form-urlencoded';
const TEXT = 'Thank you, that is what we needed to know.\n\nWe will try it on Thursday and write here again.';

function inTurn<Of>(many: readonly Of[], make: (one: Of) => Asked): () => Asked {
  let next = 0;
  return () => make(many[next++ % many.length]!);
}

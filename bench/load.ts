import { randomUUID } from 'node:crypto';
import autocannon from 'autocannon';
import { Pool } from 'undici';
import { ask, cookie, formToken, type Target } from './client.ts';
import { addressOf, type FloorReady, type PageName, searched, sideOf } from './pages.ts';
import { cpuTime } from './process.ts';
import type { Side } from './search-report.ts';

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

/** What is asked for, of whom. */
export interface Shot {
  url: string;
  headers?: Record<string, string>;
  requests?: Parameters<typeof autocannon>[0]['requests'];
  expected: number;
  /** The server's. */
  pid: number;
}

/** What was seen so far of one shot. */
interface Seen {
  milliseconds: number[];
  seconds: number;
  right: number;
  wrong: number;
  cpu: number | undefined;
}

/**
 * Asks for each of them for SECONDS in all, one second of one after one second of the other: a machine whose speed changes from
 * minute to minute is as slow for the one as for the other. The slowest hundredth is that of all seconds together.
 */
export async function shootInTurn(shots: Shot[]): Promise<Load[]> {
  for (const shot of shots) await oneSecond(shot, started());
  const seen = shots.map(started);
  for (let second = 0; second < SECONDS; second++) {
    for (const [i, shot] of shots.entries()) await oneSecond(shot, seen[i]!);
  }
  return seen.map(loadOf);
}

/** What a page takes when it is asked for at a rate that leaves the machine room: in milliseconds, waiting for one's turn included. */
export interface Steady {
  p50: number;
  p99: number;
}

/** Requests a second of a steady load. */
export const STEADY = 100;

/** One request after another in even steps, whether or not the last one is answered; each is timed from when it was due. */
export async function shootSteadily({ url, headers = {}, requests, expected }: Shot): Promise<Steady> {
  const pool = new Pool(new URL(url).origin, { connections: CONNECTIONS, pipelining: 1 });
  const milliseconds: number[] = [];
  const began = performance.now();
  const one = async (due: number) => {
    const { path = url, method = 'GET', body, ...given } = requests?.[0]?.setupRequest?.({ method: 'POST' }) ?? {};
    const asked = {
      path: new URL(path, url).pathname + new URL(path, url).search,
      method,
      headers: given.headers ?? headers,
    };
    const answer = await pool.request(body === undefined ? asked : { ...asked, body });
    await answer.body.dump();
    if (answer.statusCode !== expected) throw new Error(`${answer.statusCode} from ${asked.path}`);
    milliseconds.push(performance.now() - began - due);
  };
  const asking: Promise<void>[] = [];
  for (let n = 0; n < STEADY * SECONDS; n++) {
    const due = (n * 1000) / STEADY;
    await new Promise((resolve) => setTimeout(resolve, began + due - performance.now()));
    asking.push(one(due));
  }
  await Promise.all(asking);
  await pool.close();
  const [p50, p99] = percentiles(milliseconds, 0.5, 0.99);
  return { p50: p50!, p99: p99! };
}

export const shoot = async (shot: Shot): Promise<Load> => (await shootInTurn([shot]))[0]!;

const started = (): Seen => ({ milliseconds: [], seconds: 0, right: 0, wrong: 0, cpu: 0 });

async function oneSecond({ url, headers, requests, expected, pid }: Shot, seen: Seen): Promise<void> {
  const asked = { url, connections: CONNECTIONS, duration: 1, ...(headers ? { headers } : {}) };
  const before = cpuTime(pid);
  const since = performance.now();
  const shooting = autocannon({ ...asked, ...(requests ? { requests } : {}) });
  shooting.on('response', (_client, _status, _bytes, milliseconds) => seen.milliseconds.push(milliseconds));
  const result = await shooting;
  seen.seconds += (performance.now() - since) / 1000;
  const after = cpuTime(pid);
  seen.cpu =
    before === undefined || after === undefined || seen.cpu === undefined ? undefined : seen.cpu + after - before;
  const right = result.statusCodeStats[String(expected)]?.count ?? 0;
  const answered = Object.values(result.statusCodeStats).reduce((sum, { count }) => sum + count, 0);
  seen.right += right;
  seen.wrong += answered - right + result.errors + result.timeouts;
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

/** A page of the product. `encoding` is what the browser accepts; nothing when absent. */
export function pageShot(target: Server, page: Exclude<PageName, 'reply'>, ready: FloorReady, encoding?: string): Shot {
  return {
    url: `http://127.0.0.1:${target.port}${addressOf(page, ready)}`,
    headers: {
      host: `${target.host}:${target.port}`,
      cookie: cookie(ready[sideOf(page)]),
      accept: 'text/html,application/xhtml+xml',
      ...(encoding ? { 'accept-encoding': encoding } : {}),
    },
    expected: 200,
    pid: target.pid,
  };
}

/** The help center's page of results, and what the palette asks for as one types. A stranger would be told to wait: so a customer reads it. */
export function searchShot(target: Server, side: Side, ready: FloorReady): Shot {
  const headers = {
    host: `${target.host}:${target.port}`,
    cookie: cookie(side === 'team' ? ready.agent : ready.customer),
    accept: side === 'visitor' ? 'text/html' : 'text/vnd.portico.palette',
  };
  return {
    url: `http://127.0.0.1:${target.port}`,
    requests: searched.map((words) => ({
      path: `${side === 'visitor' ? '/help/search' : '/search/palette'}?q=${encodeURIComponent(words)}`,
      headers,
    })),
    expected: 200,
    pid: target.pid,
  };
}

/** Replies as a browser posts them, one form after another. */
export async function replyShot(target: Server, ready: FloorReady): Promise<Shot> {
  const token = ready.customer;
  const page = await ask(target, `/support/${ready.open[0]}`, { token });
  const fields = { _token: formToken(page.body.toString()), body: TEXT, body_format: 'text' };
  return {
    url: `http://127.0.0.1:${target.port}`,
    requests: inTurn(ready.open, (number) => ({
      path: `/support/${number}/replies`,
      headers: {
        host: `${target.host}:${target.port}`,
        origin: `http://${target.host}:${target.port}`,
        cookie: cookie(token),
        'content-type': FORM,
      },
      body: new URLSearchParams({ ...fields, _once: randomUUID(), _page: `/support/${number}` }).toString(),
    })),
    expected: 303,
    pid: target.pid,
  };
}

export const jsonShot = (floor: FloorReady, page: Exclude<PageName, 'reply'>): Shot => ({
  url: `http://127.0.0.1:${floor.port}/json/${page}`,
  headers: { cookie: cookie(floor[sideOf(page)]) },
  expected: 200,
  pid: floor.pid,
});

export const jsonReplyShot = (floor: FloorReady): Shot => ({
  url: `http://127.0.0.1:${floor.port}`,
  requests: inTurn(floor.open, (number) => ({
    path: `/json/reply/${number}`,
    headers: { cookie: cookie(floor.customer), 'content-type': FORM },
    body: new URLSearchParams({ body: TEXT }).toString(),
  })),
  expected: 201,
  pid: floor.pid,
});

export const staticShot = (floor: FloorReady, bytes: number): Shot => ({
  url: `http://127.0.0.1:${floor.port}/static/${bytes}`,
  expected: 200,
  pid: floor.pid,
});

const FORM = 'application/x-www-form-urlencoded';
const TEXT = 'Thank you, that is what we needed to know.\n\nWe will try it on Thursday and write here again.';

interface Posted {
  path: string;
  headers: Record<string, string>;
  body: string;
}

function inTurn(numbers: readonly number[], make: (number: number) => Posted) {
  let next = 0;
  return [
    {
      method: 'POST' as const,
      setupRequest: (request: object) => ({ ...request, ...make(numbers[next++ % numbers.length]!) }),
    },
  ];
}

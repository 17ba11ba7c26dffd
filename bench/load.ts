import { randomUUID } from 'node:crypto';
import autocannon from 'autocannon';
import { ask, cookie, formToken, type Target } from './client.ts';
import { addressOf, type FloorReady, type PageName, sideOf } from './pages.ts';
import { cpuTime } from './process.ts';

const CONNECTIONS = 16;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const WARM_SECONDS = 1;

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

interface Shot {
  url: string;
  headers?: Record<string, string>;
  requests?: Parameters<typeof autocannon>[0]['requests'];
  expected: number;
  /** The server's. */
  pid: number;
}

async function shoot({ url, headers, requests, expected, pid }: Shot): Promise<Load> {
  const options = { url, connections: CONNECTIONS, ...(headers ? { headers } : {}), ...(requests ? { requests } : {}) };
  await autocannon({ ...options, duration: WARM_SECONDS });
  const before = cpuTime(pid);
  const result = await autocannon({ ...options, duration: SECONDS });
  const used = (cpuTime(pid) ?? 0) - (before ?? 0);
  const right = result.statusCodeStats[String(expected)]?.count ?? 0;
  const answered = Object.values(result.statusCodeStats).reduce((sum, { count }) => sum + count, 0);
  const { p50, p99 } = result.latency;
  const cpu = before === undefined ? undefined : used / answered;
  return {
    perSecond: result.requests.average,
    p50,
    p99,
    cpu,
    wrong: answered - right + result.errors + result.timeouts,
  };
}

/** A page of the product. `encoding` is what the browser accepts; nothing when absent. */
export function loadPage(
  target: Server,
  page: Exclude<PageName, 'reply'>,
  ready: FloorReady,
  encoding?: string,
): Promise<Load> {
  return shoot({
    url: `http://127.0.0.1:${target.port}${addressOf(page, ready)}`,
    headers: {
      host: `${target.host}:${target.port}`,
      cookie: cookie(ready[sideOf(page)]),
      accept: 'text/html,application/xhtml+xml',
      ...(encoding ? { 'accept-encoding': encoding } : {}),
    },
    expected: 200,
    pid: target.pid,
  });
}

/** Replies as a browser posts them, one form after another. */
export async function loadReplies(target: Server, ready: FloorReady): Promise<Load> {
  const token = ready.customer;
  const page = await ask(target, `/support/${ready.open[0]}`, { token });
  const fields = { _token: formToken(page.body.toString()), body: TEXT, body_format: 'text' };
  return shoot({
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
  });
}

export const loadJson = (floor: FloorReady, page: Exclude<PageName, 'reply'>): Promise<Load> =>
  shoot({
    url: `http://127.0.0.1:${floor.port}/json/${page}`,
    headers: { cookie: cookie(floor[sideOf(page)]) },
    expected: 200,
    pid: floor.pid,
  });

export const loadJsonReplies = (floor: FloorReady): Promise<Load> =>
  shoot({
    url: `http://127.0.0.1:${floor.port}`,
    requests: inTurn(floor.open, (number) => ({
      path: `/json/reply/${number}`,
      headers: { cookie: cookie(floor.customer), 'content-type': FORM },
      body: new URLSearchParams({ body: TEXT }).toString(),
    })),
    expected: 201,
    pid: floor.pid,
  });

export const loadStatic = (floor: FloorReady, bytes: number): Promise<Load> =>
  shoot({ url: `http://127.0.0.1:${floor.port}/static/${bytes}`, expected: 200, pid: floor.pid });

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

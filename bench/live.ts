import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { ask, cookie, formToken, type Target } from './client.ts';
import type { FloorReady } from './pages.ts';
import { memory } from './process.ts';

const CLIENTS = 1_000;
const ROUNDS = 40;

export interface Live {
  clients: number;
  /** Milliseconds from sending the reply to the other browser's hearing that its page is stale. */
  signal: { p50: number; p99: number };
  /** The same, until that browser has the new page: its wait of 50 ms for more news, and the fetch. */
  refetched: { p50: number; p99: number };
  /** Of the server with all of them connected, in megabytes. */
  memory: number | undefined;
}

const SETTLE_MS = 50;

/** An agent answers tickets while a thousand pages listen, one of them the customer's. */
export async function measureLive(target: Target, ready: FloorReady, pid: number): Promise<Live> {
  const number = ready.open[0]!;
  const streams: http.ClientRequest[] = [];
  for (const [index, token] of ready.others.entries()) {
    const topics = await liveToken(target, '/', token);
    for (let each = 0; each < CLIENTS / ready.others.length - (index === 0 ? 1 : 0); each++) {
      streams.push(await listen(target, topics, token, () => {}));
    }
  }
  let heard = () => {};
  const thread = `/support/${number}`;
  streams.push(await listen(target, await liveToken(target, thread, ready.customer), ready.customer, () => heard()));
  const signals: number[] = [];
  const pages: number[] = [];
  const form = formToken((await ask(target, `/inbox/${number}`, { token: ready.agent })).body.toString());
  for (let round = 0; round < ROUNDS; round++) {
    const told = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const since = performance.now();
    const [answer] = await Promise.all([
      answerTicket(target, number, ready.agent, form),
      told.then(() => signals.push(performance.now() - since)),
    ]);
    if (answer.status !== 303) throw new Error(`the agent's reply got ${answer.status}`);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const fetching = performance.now();
    await ask(target, thread, { token: ready.customer });
    pages.push(signals.at(-1)! + SETTLE_MS + performance.now() - fetching);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  const used = memory(pid);
  for (const stream of streams) stream.destroy();
  return { clients: streams.length, signal: spread(signals), refetched: spread(pages), memory: used };
}

const answerTicket = (target: Target, number: number, token: string, form: string) =>
  ask(target, `/inbox/${number}/replies`, {
    token,
    form: {
      _token: form,
      _once: randomUUID(),
      _page: `/inbox/${number}`,
      body: 'We have found it and are on it.',
      body_format: 'text',
      outcome: 'keep',
    },
  });

async function liveToken(target: Target, path: string, token: string): Promise<string> {
  const { body } = await ask(target, path, { token });
  const found = /name="portico-live" content="([^"]+)"/.exec(body.toString())?.[1];
  if (!found) throw new Error(`${path} does not listen`);
  return found;
}

/** Resolves when the stream has said hello. */
function listen(target: Target, topics: string, token: string, onRefresh: () => void): Promise<http.ClientRequest> {
  return new Promise((resolve, reject) => {
    const headers = { host: `${target.host}:${target.port}`, cookie: cookie(token), accept: 'text/event-stream' };
    const path = `/live?t=${encodeURIComponent(topics)}`;
    const request = http.get({ host: '127.0.0.1', port: target.port, path, headers, agent: false }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`/live answers ${response.statusCode}`));
      response.on('data', (chunk: Buffer) => {
        if (chunk.includes('event: hello')) resolve(request);
        if (chunk.includes('event: refresh')) onRefresh();
      });
      response.on('error', () => {});
    });
    request.on('error', reject);
  });
}

function spread(times: number[]): { p50: number; p99: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]! * 10) / 10;
  return { p50: at(0.5), p99: at(0.99) };
}

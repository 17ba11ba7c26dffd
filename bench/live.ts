import { randomUUID } from 'node:crypto';
import { ask, formToken, type Target } from './client.ts';
import { openPages } from './live-pages.ts';
import type { FloorReady } from './pages.ts';
import { memory } from './process.ts';

/** How many pages listen: BENCH_LIVE. */
export const LISTENING = Number(process.env.BENCH_LIVE ?? 1_000);
if (!Number.isInteger(LISTENING) || LISTENING < 1) throw new Error('BENCH_LIVE is a number of pages, such as 5000.');

export const ROUNDS = 40;
const SETTLE_MS = 50;

export interface Spread {
  p50: number;
  p99: number;
}

export interface Answered {
  /** Milliseconds from sending the reply to the other browser's hearing that its page is stale. */
  signal: Spread;
  /** The same, until that browser has the new page: its wait of 50 ms for more news, and the fetch. */
  refetched: Spread;
}

export interface Live extends Answered {
  clients: number;
  /** Of the server with all of them connected, in megabytes. */
  memory: number | undefined;
}

/** An agent answers tickets while pages listen, one of them the customer's. */
export async function measureLive(target: Target, ready: FloorReady, pid: number): Promise<Live> {
  const pages = await openPages(target, ready, LISTENING);
  const answered = await answerWhile(target, ready, pages);
  const used = memory(pid);
  pages.close();
  return { clients: pages.count, ...answered, memory: used };
}

export async function answerWhile(
  target: Target,
  ready: FloorReady,
  pages: { heard(): Promise<number> },
): Promise<Answered> {
  const number = ready.open[0]!;
  const signals: number[] = [];
  const fetched: number[] = [];
  const form = formToken((await ask(target, `/inbox/${number}`, { token: ready.agent })).body.toString());
  for (let round = 0; round < ROUNDS; round++) {
    const since = performance.now();
    const told = pages.heard().then((at) => signals.push(at - since));
    const [answer] = await Promise.all([answerTicket(target, number, ready.agent, form), told]);
    if (answer.status !== 303) throw new Error(`the agent's reply got ${answer.status}`);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const fetching = performance.now();
    await ask(target, `/support/${number}`, { token: ready.customer });
    fetched.push(signals.at(-1)! + SETTLE_MS + performance.now() - fetching);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return { signal: spread(signals), refetched: spread(fetched) };
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

function spread(times: number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]! * 10) / 10;
  return { p50: at(0.5), p99: at(0.99) };
}

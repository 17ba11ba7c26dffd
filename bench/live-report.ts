import type { Target } from './client.ts';
import { answerWhile, LISTENING, ROUNDS } from './live.ts';
import { type OpenPages, openPages } from './live-pages.ts';
import type { FloorReady } from './pages.ts';
import { cpuTime, memory, quiet } from './process.ts';

/** Of pages that listen: two heartbeats, and what lies between. */
const IDLE_SECONDS = 40;
const IDLE_SECONDS_ALONE = 15;

interface Idle {
  /** Hundredths of one processor. */
  share: number;
  /** Milliseconds of processor time of one heartbeat to all pages. */
  heartbeat: number;
  /** Milliseconds from the first page that gets a heartbeat to the last. */
  spread: number;
  /** Heartbeats that came, of all pages. */
  came: number;
}

/** What pages cost that listen and hear nothing, and what somebody waits for who listens among them. */
export async function liveReport(target: Target, ready: FloorReady, pid: number): Promise<string> {
  await quiet([pid]);
  const alone = { memory: memory(pid), idle: await idle(pid, IDLE_SECONDS_ALONE) };
  const began = performance.now();
  const pages = await openPages(target, ready, LISTENING);
  const seconds = (performance.now() - began) / 1000;
  await quiet([pid]);
  const held = memory(pid);
  const still = await idle(pid, IDLE_SECONDS, pages);
  const { signal, refetched } = await answerWhile(target, ready, pages);
  const lost = pages.lost();
  const most = memory(pid);
  pages.close();
  const each = held && alone.memory ? `, ${(((held - alone.memory) * 1024) / pages.count).toFixed(0)} KB each` : '';
  return [
    `${pages.count.toLocaleString('en')} pages listen, of ${ready.others.length + 1} people`,
    `  all opened in            ${seconds.toFixed(1)} s, with the pages they belong to; closed by the server since: ${lost}`,
    `  memory of the server     ${whole(alone.memory)} MB before, ${whole(held)} MB with them${each}; ${whole(most)} MB after ${ROUNDS} replies`,
    `  processor, idle          ${alone.idle.share.toFixed(2)} % of one before, ${still.share.toFixed(2)} % with them`,
    `  a heartbeat to all       ${still.heartbeat.toFixed(0)} ms of processor every 20 s; the last page has it ${still.spread.toFixed(0)} ms after the first (${still.came} came)`,
    `  reply to signal          p50 ${signal.p50} ms, p99 ${signal.p99} ms`,
    `  reply to new page        p50 ${refetched.p50} ms, p99 ${refetched.p99} ms`,
  ].join('\n');
}

const whole = (megabytes: number | undefined): string => (megabytes === undefined ? 'unknown' : megabytes.toFixed(0));

/** Looks on while nothing happens, a second at a time. */
async function idle(pid: number, seconds: number, pages?: OpenPages): Promise<Idle> {
  pages?.heartbeats();
  const quietly: number[] = [];
  const beating: number[] = [];
  const beats: number[] = [];
  for (let second = 0; second < seconds; second++) {
    const before = cpuTime(pid) ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const used = (cpuTime(pid) ?? 0) - before;
    const came = pages?.heartbeats() ?? [];
    beats.push(...came);
    (came.length > 0 ? beating : quietly).push(used);
  }
  const share = ((sum(quietly) + sum(beating)) / seconds / 1_000) * 100;
  // Those to all pages come together; a second without any says what the server does besides.
  const waves = beats.filter((at, i) => i === 0 || at - beats[i - 1]! > APART_MS).length;
  const besides = sum(quietly) / quietly.length;
  const heartbeat = waves === 0 ? 0 : (sum(beating) - besides * beating.length) / waves;
  return { share, heartbeat, spread: longestWave(beats), came: beats.length };
}

const APART_MS = 5_000;

function longestWave(beats: number[]): number {
  let longest = 0;
  let first = beats[0] ?? 0;
  for (const [i, at] of beats.entries()) {
    if (i > 0 && at - beats[i - 1]! > APART_MS) first = at;
    longest = Math.max(longest, at - first);
  }
  return longest;
}

const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);

import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { sha256Hex } from '#platform/crypto.ts';
import { createPool, type Pool } from '#platform/db/pool.ts';
import { inScope } from '#platform/db/scope.ts';
import { STEADY } from './load.ts';
import { type FloorReady, searched, written } from './pages.ts';
import { type Door, type Side, sides } from './search-report.ts';

const AT_ONCE = 16;
const ROUNDS = 5;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);

const kinds: Record<Side, string[]> = {
  visitor: ['article'],
  customer: ['ticket', 'note', 'article'],
  team: ['ticket', 'note', 'article', 'account', 'contact'],
};
/** A visitor has a page of results, the others the palette. */
const most: Record<Side, number> = { visitor: 40, customer: 5, team: 5 };

/** app.search() by itself, and app.related_articles() for who writes: alone, sixteen at once each on a connection of its own, and at a steady rate. */
export async function measureDoor(url: string, ready: FloorReady, workspaceId: string): Promise<Door[]> {
  const pool = createPool(url, { max: AT_ONCE, prepare: true, onError: () => undefined });
  const doors: Door[] = [];
  try {
    for (const side of [...sides, 'writing'] as const) {
      const search = (words: string) => once(pool, workspaceId, side, ready, words);
      const asked = side === 'writing' ? written : searched;
      for (const words of asked) await search(words);
      const alone: number[] = [];
      for (let round = 0; round < ROUNDS; round++) for (const words of asked) alone.push(await search(words));
      // What a connection plans once, it has planned.
      await together(search, asked, 1_000);
      const saturated = await together(search, asked, SECONDS * 1_000);
      const steady = await steadily(search, asked);
      doors.push({ side, alone: alone.sort(byTime), together: saturated, steady });
    }
  } finally {
    await pool.end();
  }
  return doors;
}

function once(pool: Pool, workspaceId: string, side: Door['side'], ready: FloorReady, words: string): Promise<number> {
  const token = { visitor: null, customer: ready.customer, writing: ready.customer, team: ready.agent }[side];
  const scope = { workspaceId, readOnly: true, ...(token ? { tokenHash: sha256Hex(token) } : {}) };
  const asked = words.split(' ');
  const query =
    side === 'writing'
      ? sql`select article_id from app.related_articles(${asked}::text[], '{en,de,es,fr}', 8)`
      : sql`select kind, object_id from app.search(${asked}::text[], '{en}', ${kinds[side]}::text[], ${most[side]})`;
  return inScope(pool, scope, async (db) => {
    const since = performance.now();
    await query.execute(db);
    return { value: performance.now() - since, commit: false };
  });
}

async function together(
  search: (words: string) => Promise<number>,
  asked: readonly string[],
  milliseconds: number,
): Promise<number[]> {
  const times: number[] = [];
  const until = performance.now() + milliseconds;
  const lane = async (_: unknown, at: number) => {
    for (let next = at * 5; performance.now() < until; next++) times.push(await search(asked[next % asked.length]!));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return times.sort(byTime);
}

/** At a rate that leaves the machine room, whether or not the last one is answered; each is timed from when it was due. */
async function steadily(search: (words: string) => Promise<number>, asked: readonly string[]): Promise<number[]> {
  const began = performance.now();
  const one = async (at: number) => {
    const due = began + (at * 1_000) / STEADY;
    await sleep(Math.max(0, due - performance.now()));
    await search(asked[at % asked.length]!);
    return performance.now() - due;
  };
  const times = await Promise.all(Array.from({ length: SECONDS * STEADY }, (_, at) => one(at)));
  return times.sort(byTime);
}

const byTime = (a: number, b: number): number => a - b;

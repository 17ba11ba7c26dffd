import { sql } from 'kysely';
import { sha256Hex } from '#platform/crypto.ts';
import { createPool, type Pool } from '#platform/db/pool.ts';
import { type Db, inScope, type Principal } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Platform } from '#platform/platform.ts';
import { queries } from './floor-queries.ts';
import { type FloorReady, sideOf, titles } from './pages.ts';
import type { Walls } from './walls-report.ts';

const ROUNDS = 300;
const WARM = 30;

type PageCtx = (db: Db, principal: Principal) => Ctx;

/**
 * The queries of each page in one transaction of the running role, and in one of the owner in which row-level security is
 * not forced: the owner passes the walls then, and nobody else sees it, because the transaction is rolled back.
 */
export async function measureWalls(
  platform: Platform,
  owner: string,
  ready: FloorReady,
  workspaceId: string,
  ctxOf: PageCtx,
): Promise<Walls> {
  const bypassing = createPool(owner, { max: 1, prepare: true, onError: () => undefined });
  const pages: Walls['pages'] = [];
  try {
    for (const page of Object.keys(queries) as (keyof typeof queries)[]) {
      const tokenHash = sha256Hex(ready[sideOf(page)]);
      const time = (pool: Pool, open: boolean) =>
        inScope(pool, { workspaceId, tokenHash }, async (db, principal) => {
          const who = open ? await past(db, workspaceId, tokenHash) : principal;
          const ctx = ctxOf(db, who);
          return { value: median(await times(() => queries[page](ctx))), commit: false };
        });
      pages.push({ page: titles[page], with: await time(platform.pool, false), without: await time(bypassing, true) });
    }
  } finally {
    await bypassing.end();
  }
  return { pages, session: await session(platform.pool, ready, workspaceId) };
}

/** Takes the owner's walls down for this transaction, and enters again as the person. */
async function past(db: Db, workspaceId: string, tokenHash: string): Promise<Principal> {
  const { rows: tables } = await sql<{ name: string }>`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relforcerowsecurity`.execute(db);
  for (const { name } of tables) await sql`alter table ${sql.table(name)} no force row level security`.execute(db);
  const { rows } = await sql<Principal>`select * from app.enter(${workspaceId}::uuid, ${tokenHash}, 'person')`.execute(
    db,
  );
  return rows[0]!;
}

async function session(pool: Pool, ready: FloorReady, workspaceId: string): Promise<Walls['session']> {
  return inScope(pool, { workspaceId }, async (db) => {
    const enter = (token: string) => {
      const hash = sha256Hex(token);
      return times(() => sql`select * from app.enter(${workspaceId}::uuid, ${hash}, 'person')`.execute(db));
    };
    const [customer, team] = [await enter(ready.customer), await enter(ready.agent)];
    const wayThere = await times(() => sql`select 1`.execute(db));
    const value = {
      customer: median(customer),
      customerP99: p99(customer),
      team: median(team),
      teamP99: p99(team),
      wayThere: median(wayThere),
    };
    return { value, commit: false };
  });
}

async function times(once: () => Promise<unknown>): Promise<number[]> {
  const found: number[] = [];
  for (let round = -WARM; round < ROUNDS; round++) {
    const since = performance.now();
    await once();
    if (round >= 0) found.push(performance.now() - since);
  }
  return found.sort((a, b) => a - b);
}

const median = (sorted: number[]): number => sorted[sorted.length >> 1]!;
const p99 = (sorted: number[]): number => sorted[Math.floor(sorted.length * 0.99)]!;

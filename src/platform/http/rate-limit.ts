import { sql } from 'kysely';
import { sha256Hex } from '../crypto.ts';
import type { Db } from '../db/scope.ts';
import type { Platform } from '../platform.ts';
import { tooMany } from './http-error.ts';

export interface Budget {
  /** What is counted, e.g. `sign-in`. */
  purpose: string;
  /** Attempts allowed in one window. */
  limit: number;
  windowSeconds: number;
  /** Of a whole network: whoever is turned away may not have tried at all, and is told whose tries they were. */
  shared?: boolean;
}

/** Budgets that are used up by far, until when: a flood is turned away without asking the database each time. */
const usedUp = new Map<string, number>();
const MOST_USED_UP = 20_000;

function remember(key: string, until: number): void {
  if (usedUp.size >= MOST_USED_UP) usedUp.clear();
  usedUp.set(key, until);
}

/** In one order for everybody who counts: nobody waits for one who waits for them. */
const ALL_COUNTED = `select t.* from unnest($1::text[]) with ordinality k (key, n), lateral app.take(k.key, $2::integer) t
  order by k.n`;

/**
 * Counts one attempt by `who` and throws 429 when the budget is used up. Counted by itself, so that an
 * attempt that fails counts too; shared by all processes; keys are hashed, so the table names nobody.
 */
export async function take(platform: Platform, workspaceId: string, budget: Budget, who: string): Promise<void> {
  const key = keyOf(workspaceId, budget, who);
  const until = usedUp.get(key);
  if (until && until > Date.now()) throw tooMany(Math.max(1, Math.ceil((until - Date.now()) / 1000)), budget.shared);
  const [counted] = await platform.pool.question<{ used: number; resets_at: Date }>(
    'select * from app.take($1, $2::integer)',
    [key, budget.windowSeconds],
    workspaceId,
  );
  const { used, resets_at } = counted!;
  if (used <= budget.limit) return;
  // The overflow may be given back by others that are under way, so only what is far over is remembered.
  if (used > budget.limit * 2 + 20) remember(key, resets_at.getTime());
  throw tooMany(Math.max(1, Math.ceil((resets_at.getTime() - Date.now()) / 1000)), budget.shared);
}

/** Counts one attempt of each, some of them perhaps the same; which of them are within the budget, in their order. */
export async function takeEach(
  platform: Platform,
  workspaceId: string,
  budget: Budget,
  each: readonly string[],
): Promise<boolean[]> {
  const keys = each.map((who) => keyOf(workspaceId, budget, who));
  const within = keys.map(() => false);
  const order = [...keys.keys()]
    .filter((at) => (usedUp.get(keys[at]!) ?? 0) <= Date.now())
    .sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1));
  if (order.length === 0) return within;
  const rows = await platform.pool.question<{ used: number; resets_at: Date }>(
    ALL_COUNTED,
    [order.map((at) => keys[at]!), budget.windowSeconds],
    workspaceId,
  );
  for (const [n, at] of order.entries()) {
    const { used, resets_at } = rows[n]!;
    within[at] = used <= budget.limit;
    if (used > budget.limit * 2 + 20) remember(keys[at]!, resets_at.getTime());
  }
  return within;
}

/** Takes an attempt back that `take` counted and let through. By itself, too: not inside a route. */
export async function giveBack(platform: Platform, workspaceId: string, budget: Budget, who: string): Promise<void> {
  const key = keyOf(workspaceId, budget, who);
  usedUp.delete(key);
  await platform.pool.question('select app.give_back($1, $2::integer)', [key, budget.limit], workspaceId);
}

/** Whether this is the first `what` within so many seconds. Counted with the transaction, so that a job that runs again counts once. */
export async function isFirstWithin(db: Db, windowSeconds: number, what: string): Promise<boolean> {
  const { rows } = await sql<{ used: number }>`
    select used from app.take(${sha256Hex(what)}, ${windowSeconds}::integer)`.execute(db);
  return (rows[0]?.used ?? 0) <= 1;
}

const keyOf = (workspaceId: string, budget: Budget, who: string): string =>
  sha256Hex(`${budget.purpose} ${workspaceId} ${who}`);

/** Neighbours share a budget: an IPv6 address counts as its /64. */
export function networkOf(ip: string): string {
  if (!ip.includes(':')) return ip;
  const [head = ''] = ip.split('%');
  const [left = '', right] = head.split('::');
  const groups = left.split(':').filter(Boolean);
  if (right !== undefined) {
    const tail = right.split(':').filter(Boolean);
    while (groups.length + tail.length < 8) groups.push('0');
    groups.push(...tail);
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}

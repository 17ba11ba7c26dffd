import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool } from './db/pool.ts';

const going = new WeakMap<Pool, Set<Promise<void>>>();
/** What is done behind answers is done for many requests, and belongs to none. */
const outside = AsyncLocalStorage.snapshot();

/** Begins work that nobody's answer waits for. It must not fail; whoever closes the pool waits until it is done (`settled`). */
export function behind(pool: Pool, begin: () => Promise<void>): void {
  const all = going.get(pool) ?? new Set();
  going.set(pool, all);
  const work = outside(begin);
  all.add(work);
  void work.finally(() => all.delete(work));
}

/** When no work is left behind answers. */
export async function settled(pool: Pool): Promise<void> {
  for (let all = going.get(pool); all?.size; ) await Promise.all(all);
}

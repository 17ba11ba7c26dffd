import { availableParallelism } from 'node:os';

/** At most two at a time, off the main thread: the thread pool has four threads, and files and compression need the others. One
 * core is left to everybody else. */
const LANES = Math.max(1, Math.min(2, availableParallelism() - 1));

let busy = 0;
const waiting: (() => void)[] = [];

/** Hashing, when it is its turn. */
export async function inLane<T>(work: () => Promise<T>): Promise<T> {
  // Whoever leaves hands the lane on, so nobody who comes later can slip in between.
  if (busy >= LANES) await new Promise<void>((go) => waiting.push(go));
  else busy += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  }
}

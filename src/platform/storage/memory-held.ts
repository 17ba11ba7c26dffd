import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** For tests: what a piece of work holds in memory, as opposed to garbage it made on the way. */

const MIB = 1024 * 1024;
const PAUSE_MS = 25;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Live memory of this process in MiB. */
export function memoryUsed(): number {
  collectGarbage();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return (arrayBuffers + heapUsed) / MIB;
}

/**
 * Memory held during the work above the given rest, in MiB: the third quartile of samples. Buffers are freed a little
 * after a collection by another thread, so single samples show some that nobody holds any more. Take the rest once,
 * before everything: what an earlier test still held would make a later one look frugal.
 */
export async function memoryHeldDuring(work: Promise<unknown>, atRest: number): Promise<number> {
  const samples: number[] = [];
  const done = work.then(() => true);
  // A collection stops the work: the pauses between are longer than what it takes, also on a busy machine.
  for (let took = 0; !(await Promise.race([done, pause(PAUSE_MS + 3 * took, false)])); ) {
    const start = performance.now();
    samples.push(memoryUsed() - atRest);
    took = performance.now() - start;
  }
  const held = samples.sort((a, b) => a - b)[Math.floor(samples.length * 0.75)];
  if (held === undefined || samples.length < 3) throw new Error('the work was too short to be measured');
  return held;
}

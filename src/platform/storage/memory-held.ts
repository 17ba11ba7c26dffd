import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** For tests: what a piece of work holds in memory, as opposed to garbage it made on the way. */

const MIB = 1024 * 1024;
const SAMPLE_MS = 30;

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
  const timer = setInterval(() => samples.push(memoryUsed() - atRest), SAMPLE_MS);
  await work.finally(() => clearInterval(timer));
  const held = samples.sort((a, b) => a - b)[Math.floor(samples.length * 0.75)];
  if (held === undefined || samples.length < 4) throw new Error('the work was too short to be measured');
  return held;
}

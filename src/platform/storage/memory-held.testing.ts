import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** For tests: what a piece of work holds in memory, as opposed to garbage it made on the way. */

const MIB = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Live memory of this process in MiB. */
export function memoryUsed(): number {
  collectGarbage();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return (arrayBuffers + heapUsed) / MIB;
}

export interface MemoryWatch {
  /** Takes a sample. Call it by amount of work done, not by time: a busy machine must not change the result. */
  look(): void;
  /**
   * MiB held above the rest: the lowest sample of the second half. What is held only grows, so it is in every later
   * sample; buffers nobody holds any more are freed a little after a collection, and show in some.
   */
  held(): number;
}

/** Take the rest once, before everything: what an earlier test still held would make a later one look frugal. */
export function watchMemory(atRest: number): MemoryWatch {
  const samples: number[] = [];
  return {
    look: () => void samples.push(memoryUsed() - atRest),
    held() {
      if (samples.length < 2) throw new Error('too little work to be measured');
      return Math.min(...samples.slice(samples.length >> 1));
    },
  };
}

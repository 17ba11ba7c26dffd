import path from 'node:path';
import { ask, type Target } from './client.ts';
import { root, settings } from './places.ts';
import { memory, type Running, run } from './process.ts';

const STARTS = 3;
/** What V8 gives back it hands to the system some seconds later. */
const IDLE_MS = 15_000;

export interface Started {
  /** From nothing to the first page, in milliseconds. */
  ms: number;
  running: Running;
}

/** The product as `npm start` runs it: database, web server and worker, until it has answered with a page. */
export async function startProduct(target: Target, folder?: string): Promise<Started> {
  const since = performance.now();
  const running = run([path.join(root, 'scripts/bootstrap.mjs'), 'start'], settings(target.port, folder));
  for (;;) {
    const status = await ask(target, '/sign-in').then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return { ms: performance.now() - since, running };
    if (performance.now() - since > 60_000) throw new Error(`the product does not start:\n${running.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The median of a few starts with a database that is there. */
export async function coldStart(target: Target): Promise<number> {
  const times: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const { ms, running } = await startProduct(target);
    times.push(ms);
    await running.stop();
  }
  return Math.round(times.sort((a, b) => a - b)[STARTS >> 1]!);
}

/** Megabytes that the server holds when nobody asks for anything; PostgreSQL is not counted. */
export async function idleMemory({ pid }: Running): Promise<number | undefined> {
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  return memory(pid);
}

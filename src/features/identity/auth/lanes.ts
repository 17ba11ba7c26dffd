import { availableParallelism } from 'node:os';
import { HttpError } from '#platform/http/http-error.ts';

/** At most two at a time, off the main thread: the thread pool has four threads, and files and compression need the others. One
 * core is left to everybody else. */
const LANES = Math.max(1, Math.min(2, availableParallelism() - 1));
/** So many attempts hold a connection to the database at once: the others are for people who are in already. */
const INSIDE = 4;
/** More than these would wait longer than anybody does. */
const MOST_WAITING = 30;
export const RETRY_SECONDS = 5;

/** Lets so many through at once; the others wait in the order they came. */
function turnstile(places: number, mostWaiting = Number.POSITIVE_INFINITY) {
  let busy = 0;
  const waiting: (() => void)[] = [];
  return {
    async enter(): Promise<void> {
      if (busy >= places) {
        if (waiting.length >= mostWaiting) {
          throw new HttpError(503, 'too many sign-ins at once', { retryAfter: RETRY_SECONDS });
        }
        // Whoever leaves hands the place on, so nobody who comes later can slip in between.
        await new Promise<void>((go) => waiting.push(go));
        return;
      }
      busy += 1;
    },
    isFull: (): boolean => busy >= places && waiting.length >= mostWaiting,
    leave(): void {
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    },
  };
}

const lanes = turnstile(LANES);
const door = turnstile(INSIDE, MOST_WAITING);
const inside = new WeakSet<Request>();

/** Whether whoever comes now would be turned away. */
export const isCrowded = (): boolean => door.isFull();

/** Hashing, when it is its turn. */
export async function inLane<T>(work: () => Promise<T>): Promise<T> {
  await lanes.enter();
  try {
    return await work();
  } finally {
    lanes.leave();
  }
}

/**
 * Before an attempt that will be hashed touches the database: waits its turn, or throws 503 when the line is too long. A flood of
 * sign-ins waits here, and in nobody's way. Whoever is in has to leave.
 */
export async function comeToTheDoor(request: Request): Promise<void> {
  await door.enter();
  inside.add(request);
}

export function leaveTheDoor(request: Request): void {
  if (inside.delete(request)) door.leave();
}

/** Places for which many ask, each in somebody's name. */
export interface FairShare {
  /**
   * Waits for a place; what it resolves to gives the place back. Rejects when none was to be had in time, with a message that
   * `databaseIsAway` knows. What only `reads` is work for a processor.
   */
  take(whose: string, reads?: boolean): Promise<() => void>;
  waiting(): number;
}

interface Waiting {
  reads: boolean;
  begin(giveBack: () => void): void;
  timer: NodeJS.Timeout;
}

/** Of how many places one is kept from whoever has all the others. */
const KEPT_OF = 5;

/** How long somebody may hold a place for reading and be taken for quick. */
const QUICK_MS = 50;

interface Seat {
  since: number;
  quick: boolean;
}

/**
 * While all places are taken, the next goes to whoever holds the fewest, and among those to who has been passed over for
 * longest; and nobody holds the last fifth of them. So a business whose pages are asked for in a storm, or whose requests
 * hang, waits for itself: others get a place as soon as one query has ended, and find one while none ends.
 *
 * Of those who read, as long as they are quick, no more than `atOnce` hold one: where all share a few processors, more of them at once are no
 * sooner done together, and the last of them far later. Who holds one for longer than that waits for something else, as whoever writes
 * waits for the disk: neither is counted.
 */
export function fairShare(places: number, patienceMs: number, atOnce = places): FairShare {
  const most = places - Math.floor(places / KEPT_OF);
  const held = new Map<string, number>();
  /** In the order in which they were served last. */
  const queues = new Map<string, Waiting[]>();
  const seats = new Set<Seat>();
  let quick = 0;
  let looking: NodeJS.Timeout | undefined;

  const holds = (whose: string) => held.get(whose) ?? 0;
  const isFree = (reads: boolean) => seats.size < places && (!reads || quick < atOnce);

  const seat = (whose: string, reads: boolean) => {
    const own = { since: performance.now(), quick: reads };
    seats.add(own);
    if (reads) quick++;
    held.set(whose, holds(whose) + 1);
    return () => {
      seats.delete(own);
      if (own.quick) quick--;
      const left = holds(whose) - 1;
      if (left > 0) held.set(whose, left);
      else held.delete(whose);
      serve();
    };
  };

  const noteSlow = () => {
    if (quick < atOnce) return;
    const before = performance.now() - QUICK_MS;
    for (const each of seats) {
      if (!each.quick || each.since > before) continue;
      each.quick = false;
      quick--;
    }
  };

  const serve = () => {
    if (queues.size > 0) noteSlow();
    for (;;) {
      let next: string | undefined;
      for (const [whose, queue] of queues) {
        if (!queue.some(({ reads }) => isFree(reads))) continue;
        if (holds(whose) < Math.min(most, next === undefined ? most : holds(next))) next = whose;
      }
      if (next === undefined) break;
      const queue = queues.get(next)!;
      // Who waits for a processor lets pass who does not need one.
      const [first] = queue.splice(
        queue.findIndex((one) => isFree(one.reads)),
        1,
      );
      const { begin, timer, reads } = first!;
      clearTimeout(timer);
      queues.delete(next);
      if (queue.length > 0) queues.set(next, queue);
      begin(seat(next, reads));
    }
    lookAgain();
  };

  /** Nobody may give a place back for as long as somebody waits for one that is free. */
  const lookAgain = () => {
    if (looking || queues.size === 0 || quick < atOnce || seats.size === places) return;
    looking = setTimeout(() => {
      looking = undefined;
      serve();
    }, QUICK_MS);
  };

  const wait = (whose: string, reads: boolean) =>
    new Promise<() => void>((resolve, reject) => {
      const queue = queues.get(whose) ?? [];
      const waiting: Waiting = {
        reads,
        begin: resolve,
        timer: setTimeout(() => {
          queue.splice(queue.indexOf(waiting), 1);
          if (queue.length === 0) queues.delete(whose);
          reject(new Error('timeout exceeded when trying to connect: every place is taken'));
        }, patienceMs),
      };
      queue.push(waiting);
      queues.set(whose, queue);
      lookAgain();
    });

  return {
    // Who finds a place free passes nobody: those who wait then hold as many as they may, or wait for a processor.
    take: (whose, reads = false) => {
      noteSlow();
      // Whoever was slow until now gave room to those who wait already.
      if (queues.size > 0) serve();
      return isFree(reads) && holds(whose) < most ? Promise.resolve(seat(whose, reads)) : wait(whose, reads);
    },
    waiting: () => [...queues.values()].reduce((sum, queue) => sum + queue.length, 0),
  };
}

/** Places for which many ask, each in somebody's name. */
export interface FairShare {
  /**
   * Waits for a place; what it resolves to gives the place back. Rejects when none was to be had in time, with a message that
   * `databaseIsAway` knows.
   */
  take(whose: string): Promise<() => void>;
  waiting(): number;
}

interface Waiting {
  begin(giveBack: () => void): void;
  timer: NodeJS.Timeout;
}

/** Of how many places one is kept from whoever has all the others. */
const KEPT_OF = 5;

/** How long somebody may hold a place and be taken for quick. */
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
 * Of those who are quick no more than `atOnce` hold one: where all share a few processors, more of them at once are no sooner done
 * together, and the last of them far later. Who holds one for longer than that waits for something else, and is not counted.
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
  const isFree = () => seats.size < places && quick < atOnce;

  const seat = (whose: string) => {
    const own = { since: performance.now(), quick: true };
    seats.add(own);
    quick++;
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
    while (isFree()) {
      let next: string | undefined;
      for (const whose of queues.keys()) {
        if (holds(whose) < Math.min(most, next === undefined ? most : holds(next))) next = whose;
      }
      if (next === undefined) return;
      const queue = queues.get(next)!;
      const { begin, timer } = queue.shift()!;
      clearTimeout(timer);
      queues.delete(next);
      if (queue.length > 0) queues.set(next, queue);
      begin(seat(next));
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

  const wait = (whose: string) =>
    new Promise<() => void>((resolve, reject) => {
      const queue = queues.get(whose) ?? [];
      const waiting: Waiting = {
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
    // Who finds a place free passes nobody: as long as one is free, those who wait hold as many as they may.
    take: (whose) => {
      noteSlow();
      return isFree() && holds(whose) < most ? Promise.resolve(seat(whose)) : wait(whose);
    },
    waiting: () => [...queues.values()].reduce((sum, queue) => sum + queue.length, 0),
  };
}

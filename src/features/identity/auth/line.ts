/** Where somebody stands, from the widest to the narrowest: of each part's kind all have equal shares. */
export type Standing = readonly [kind: 'known' | 'stranger', business: string, who: string];

interface Waiting {
  standing: Standing;
  answer(enters: boolean): void;
}

const MOST_REMEMBERED = 1_000;

/**
 * Lets so many in at once. Of those who wait the next is one whose kind, business and self have waited longest for a turn; and when the
 * line is too long, the last to come of the largest share is turned away. So a crowd stands in its own way, and in nobody else's.
 */
export function fairLine(places: number, mostWaiting: number) {
  let busy = 0;
  let turns = 0;
  let waiting: Waiting[] = [];
  /** When somebody of a share last had a turn. */
  const served = new Map<string, number>();

  function takeTurn({ standing }: Waiting): void {
    if (served.size > MOST_REMEMBERED) served.clear();
    turns += 1;
    for (const level of standing.keys()) served.set(share(standing, level), turns);
  }

  /** Whose turn it is. */
  function next(): Waiting | undefined {
    const since = (name: string) => served.get(name) ?? 0;
    const longest = (shares: Map<string, Waiting[]>) =>
      [...shares.keys()].reduce((one, other) => (since(other) < since(one) ? other : one));
    return narrowed(waiting, longest)[0];
  }

  /** Who is one too many. */
  function last(): Waiting | undefined {
    const largest = (shares: Map<string, Waiting[]>) =>
      [...shares.keys()].reduce((one, other) => (shares.get(other)!.length >= shares.get(one)!.length ? other : one));
    return narrowed(waiting, largest).at(-1);
  }

  return {
    /** Whether they are in; whoever is has to leave. */
    enter: (standing: Standing): Promise<boolean> =>
      new Promise((answer) => {
        const one = { standing, answer };
        if (busy < places) {
          busy += 1;
          takeTurn(one);
          return answer(true);
        }
        waiting.push(one);
        const over = waiting.length > mostWaiting ? last() : undefined;
        waiting = waiting.filter((other) => other !== over);
        over?.answer(false);
      }),
    // Whoever leaves hands the place on, so nobody who comes later can slip in between.
    leave(): void {
      const one = next();
      if (!one) {
        busy -= 1;
        return;
      }
      waiting = waiting.filter((other) => other !== one);
      takeTurn(one);
      one.answer(true);
    },
  };
}

const share = (standing: Standing, level: number): string => standing.slice(0, level + 1).join(' ');

/** Those of one share of each level, the narrowest last; in the order they came. */
function narrowed(waiting: Waiting[], choose: (shares: Map<string, Waiting[]>) => string): Waiting[] {
  let left = waiting;
  for (let level = 0; level < 3 && left.length > 1; level++) {
    const shares = Map.groupBy(left, ({ standing }) => share(standing, level));
    left = shares.get(choose(shares))!;
  }
  return left;
}

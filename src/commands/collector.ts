import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How much the old generation may grow, in percent of what lives in it, before all of it is looked at. */
const GROWTH = 100;
const SETTLED_MS = 3_000;

/**
 * How V8 collects in a server of pages (decision 0069). While it starts, all that its code makes outlives a collection or two, and V8
 * concludes that what is made in those places belongs to the old generation: of every page a few kilobytes, and what they lead to, stay
 * until that is looked through, several times in a second of load, beside the pages that are asked for meanwhile. So nothing is born old, and
 * the old generation is looked through when it has doubled, not when it has grown by a tenth.
 */
export function setUpCollector(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
}

/**
 * Gives back what only a start needed, a sixth of the server's memory, once and a moment after it: a server that nobody asks anything would
 * hold it for as long. It takes some 35 ms. V8 offers its collector under this flag alone.
 */
export function tidyAfterStart(): void {
  setTimeout(() => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    setFlagsFromString('--no-expose-gc');
    collect();
  }, SETTLED_MS).unref();
}

import { raw } from 'hono/html';
import { type Child, Fragment } from 'hono/jsx';

/** Characters that are kept in memory, of all pieces together. */
const MOST = 8_000_000;
let held = 0;
const stores: Map<string, Frozen>[] = [];
/** What stands around the gaps of a piece, and their names: piece, name, piece, name, piece. */
const pieces = new WeakMap<Frozen, readonly (Frozen | string)[]>();

export type Frozen = ReturnType<typeof raw>;

function openStore(): Map<string, Frozen> {
  const store = new Map<string, Frozen>();
  stores.push(store);
  return store;
}

const byHand = openStore();

/**
 * A piece of page that is the same for everybody who shares `key`, rendered once and kept in memory until there are too
 * many. `key` must hold everything that `render` reads: two readers with one key get one piece. A key written by hand is for
 * what depends on nothing but language or kind; what has words of people or of one reader in it goes by `still`.
 */
export const frozen = (key: string, render: () => Child): Frozen => keptIn(byHand, key, render);

function keptIn(store: Map<string, Frozen>, key: string, render: () => Child): Frozen {
  const known = store.get(key);
  if (known !== undefined) return known;
  const piece = raw(String(render()));
  if (held >= MOST) {
    for (const each of stores) each.clear();
    held = 0;
  }
  held += key.length + piece.length;
  store.set(key, piece);
  return piece;
}

/** Where a still component leaves room for what differs from page to page, by a name if there are several. No text has this character. */
export const gapFor = (name: string): Frozen => raw(`\0${name}\0`);
export const gap = gapFor('');

/** A still component with something in its gaps, such as the token of its forms or the time that passes. */
export const filled = (still: Frozen, what: Child): Frozen => filledEach(still, { '': what });

/** Each gap with what is given for its name; the same for all that have one. */
export function filledEach(still: Frozen, whats: Record<string, Child>): Frozen {
  let around = pieces.get(still);
  if (!around) {
    around = String(still)
      .split('\0')
      .map((part, at) => (at % 2 === 0 ? raw(part) : part));
    pieces.set(still, around);
  }
  return Fragment({ children: around.map((part) => (typeof part === 'string' ? whats[part] : part)) }) as Frozen;
}

/** What can be read as text: no elements, no functions, no dates. */
export type Plain<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : Value extends readonly (infer Each)[]
    ? readonly Plain<Each>[]
    : Value extends Date | ((...given: never[]) => unknown)
      ? never
      : Value extends object
        ? { [Name in keyof Value]: Plain<Value[Name]> }
        : never;

/**
 * A component that is told everything it shows: the same props give the same HTML, so it is rendered once for each. The
 * props are the whole key, which is why one reader can never be given what another may see.
 */
export function still<Props>(component: (props: Plain<Props>) => Child) {
  const store = openStore();
  return (props: Plain<Props>): Frozen => keptIn(store, JSON.stringify(props), () => component(props));
}

import { html, raw } from 'hono/html';
import type { Child } from 'hono/jsx';

const MOST = 10_000;
const kept = new Map<string, Frozen>();
/** What stands around the gaps of a piece. */
const pieces = new WeakMap<Frozen, readonly string[]>();

export type Frozen = ReturnType<typeof raw>;

/**
 * A piece of page that is the same for everybody who shares `key`, rendered once and kept in memory until the store is
 * full. `key` must hold everything that `render` reads: two readers with one key get one piece. A key written by hand is for
 * what depends on nothing but language or kind; what has words of people or of one reader in it goes by `still`.
 */
export function frozen(key: string, render: () => Child): Frozen {
  let rendered = kept.get(key);
  if (rendered === undefined) {
    rendered = raw(String(render()));
    if (kept.size >= MOST) kept.clear();
    kept.set(key, rendered);
  }
  return rendered;
}

/** Where a still component leaves room for what differs from page to page: no text has this character. */
export const gap = raw('\0');

/** A still component with something in its gaps, such as the token of its forms or the time that passes. */
export function filled(still: Frozen, what: Child): Frozen {
  let around = pieces.get(still);
  if (!around) {
    around = String(still).split('\0');
    pieces.set(still, around);
  }
  return raw(around.join(rendered(what)));
}

/** What was rendered before is text already; anything else is rendered, and escaped. */
const rendered = (what: Child): string =>
  what instanceof String && 'isEscaped' in what ? String(what) : String(html`${what}`);

/** What can be read as text: no elements, no functions, no dates. */
type Plain<Value> = Value extends string | number | boolean | null | undefined
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
export function still<Props>(name: string, component: (props: Plain<Props>) => Child) {
  return (props: Plain<Props>): Frozen => frozen(`${name} ${JSON.stringify(props)}`, () => component(props));
}

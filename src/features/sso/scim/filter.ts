import { ScimError } from './scim-error.ts';

/** A filter as it was understood (RFC 7644, 3.4.2.2). */
export type Filter =
  | { is: 'compare'; path: string; by: Comparison; value: Literal }
  | { is: 'present'; path: string }
  | { is: 'and'; left: Filter; right: Filter }
  | { is: 'or'; left: Filter; right: Filter }
  | { is: 'not'; of: Filter }
  | { is: 'some'; path: string; of: Filter };

type Comparison = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';
type Literal = string | number | boolean | null;

const MOST_SIGNS = 2_000;
const MOST_DEPTH = 20;
const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([()[\]])|([A-Za-z$][\w$:.-]*)|(-?\d+(?:\.\d+)?))/y;
const COMPARISONS = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);

const wrong = (what: string): never => {
  throw new ScimError(400, `the filter cannot be read: ${what}`, 'invalidFilter');
};

function tokens(text: string): string[] {
  if (text.length > MOST_SIGNS) wrong('it is too long');
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) return wrong('an unexpected sign');
    found.push(match[1] ?? match[2] ?? match[3] ?? match[4]!);
  }
  return found;
}

/** Reads a filter by its grammar; it is never made into SQL. */
export function readFilter(text: string): Filter {
  const rest = tokens(text);
  const filter = either(rest, 0);
  return rest.length > 0 ? wrong(`"${rest[0]}" at its end`) : filter;
}

const next = (rest: string[]): string => rest.shift() ?? wrong('it ends too early');
const isWord = (token: string | undefined, word: string): boolean => token?.toLowerCase() === word;

function either(rest: string[], depth: number): Filter {
  if (depth > MOST_DEPTH) wrong('it is too deep');
  let left = both(rest, depth);
  while (isWord(rest[0], 'or')) {
    rest.shift();
    left = { is: 'or', left, right: both(rest, depth) };
  }
  return left;
}

function both(rest: string[], depth: number): Filter {
  let left = one(rest, depth);
  while (isWord(rest[0], 'and')) {
    rest.shift();
    left = { is: 'and', left, right: one(rest, depth) };
  }
  return left;
}

function one(rest: string[], depth: number): Filter {
  const token = next(rest);
  if (isWord(token, 'not') && rest[0] === '(') {
    rest.shift();
    return { is: 'not', of: closed(rest, depth, ')') };
  }
  if (token === '(') return closed(rest, depth, ')');
  if (!/^[A-Za-z$]/.test(token)) return wrong(`"${token}" instead of an attribute`);
  if (rest[0] === '[') {
    rest.shift();
    return { is: 'some', path: token, of: closed(rest, depth, ']') };
  }
  const by = next(rest).toLowerCase();
  if (by === 'pr') return { is: 'present', path: token };
  if (!COMPARISONS.has(by)) return wrong(`"${by}" instead of a comparison`);
  return { is: 'compare', path: token, by: by as Comparison, value: literal(next(rest)) };
}

function closed(rest: string[], depth: number, end: string): Filter {
  const inner = either(rest, depth + 1);
  return next(rest) === end ? inner : wrong(`no ${end}`);
}

function literal(token: string): Literal {
  if (/^(true|false|null)$/i.test(token)) return JSON.parse(token.toLowerCase());
  if (!/^["\d-]/.test(token)) return wrong(`"${token}" instead of a value`);
  try {
    const value = JSON.parse(token);
    return String(value).includes('\0') ? wrong('a text with a null') : value;
  } catch (error) {
    if (error instanceof ScimError) throw error;
    return wrong('a text with a wrong escape');
  }
}

type Thing = Record<string, unknown>;

/** What stands under a name, whatever its capitals; with the schema's own long name as well. */
export function valueAt(thing: unknown, path: string): unknown {
  if (typeof thing !== 'object' || thing === null) return undefined;
  const short = path.replace(/^urn:ietf:params:scim:schemas:core:2\.0:(?:User|Group):/i, '');
  const extension = /^(urn:[\w:.-]+:[A-Za-z]+):([\w$.]+)$/.exec(short);
  const [head = '', ...tail] = extension ? [extension[1]!, extension[2]!] : short.split('.');
  const key = Object.keys(thing).find((each) => each.toLowerCase() === head.toLowerCase());
  const value = key === undefined ? undefined : (thing as Thing)[key];
  if (tail.length === 0) return value;
  const under = tail.join('.');
  return Array.isArray(value) ? value.map((each) => valueAt(each, under)) : valueAt(value, under);
}

/** Whether a resource, or one of several values, is meant by a filter. Texts are compared without regard to capitals. */
export function matches(filter: Filter, thing: unknown): boolean {
  if (filter.is === 'and') return matches(filter.left, thing) && matches(filter.right, thing);
  if (filter.is === 'or') return matches(filter.left, thing) || matches(filter.right, thing);
  if (filter.is === 'not') return !matches(filter.of, thing);
  const value = valueAt(thing, filter.path);
  if (filter.is === 'some') return [value].flat().some((each) => each !== undefined && matches(filter.of, each));
  const values = [value].flat().map((each) => (isObject(each) ? valueAt(each, 'value') : each));
  if (filter.is === 'present') return values.some((each) => each !== undefined && each !== null && each !== '');
  if (filter.by === 'ne') return values.every((each) => !compare('eq', each, filter.value));
  return values.some((each) => compare(filter.by, each, filter.value));
}

const isObject = (value: unknown): value is Thing => typeof value === 'object' && value !== null;

function compare(by: Comparison, given: unknown, wanted: Literal): boolean {
  if (wanted === null) return by === 'eq' && (given === undefined || given === null);
  if (typeof given !== typeof wanted) return false;
  if (typeof given === 'boolean') return by === 'eq' && given === wanted;
  const [a, b] =
    typeof given === 'string'
      ? [given.toLowerCase(), String(wanted).toLowerCase()]
      : [given as number, wanted as number];
  if (by === 'eq') return a === b;
  if (by === 'gt') return a > b;
  if (by === 'ge') return a >= b;
  if (by === 'lt') return a < b;
  if (by === 'le') return a <= b;
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  return by === 'co' ? a.includes(b) : by === 'sw' ? a.startsWith(b) : a.endsWith(b);
}

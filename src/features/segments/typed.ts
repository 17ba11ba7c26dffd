import { readDate, readNumber } from '#features/fields/index.ts';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { type Attribute, operatorsOf } from './attributes.ts';
import { say } from './messages.ts';
import { type Condition, isBare, isByDate, MOST_CONDITIONS, type Operator } from './rule.ts';

/** A condition as it stands in a form or in an address, whether or not it says something yet. */
export interface Draft {
  on: string;
  op: Operator;
  values: string[];
}

/** Where the fields of a condition come from: a form, or the query of an address. */
export interface Source {
  get: (name: string) => string | undefined;
  all: (name: string) => string[];
}

export interface Typed {
  drafts: Draft[];
  /** Those that say something. */
  conditions: Condition[];
  /** What is wrong with the others, by the name of their value. */
  errors: FieldErrors;
}

const MOST_DAYS = 3650;

/** Reads the conditions of a form. `add` names one more attribute, `drop` the number of a condition that goes. */
export function readConditions(source: Source, attributes: readonly Attribute[], reader: Reader): Typed {
  const typed: Typed = { drafts: [], conditions: [], errors: {} };
  const take = (attribute: Attribute | undefined, op: string | undefined, values: string[]) => {
    if (!attribute || typed.drafts.length >= MOST_CONDITIONS) return;
    const known = operatorsOf(attribute);
    const draft = { on: attribute.on, op: known.find((one) => one === op) ?? known[0]!, values };
    const at = typed.drafts.push(draft) - 1;
    const read = readValues(attribute, draft, reader);
    if ('error' in read) typed.errors[`v${at}`] = say(reader, read.error);
    else typed.conditions.push({ on: draft.on, op: draft.op, values: read.values });
  };
  const find = (on: string | undefined) => attributes.find((one) => one.on === on);
  for (let n = 0; n < MOST_CONDITIONS; n++) {
    if (source.get('drop') === String(n)) continue;
    take(find(source.get(`on${n}`)), source.get(`op${n}`), source.all(`v${n}`));
  }
  take(find(source.get('add')), undefined, []);
  return typed;
}

/** Whether there is anything for `readConditions` to read. */
export const namesConditions = (source: Source): boolean =>
  source.get('add') !== undefined || Array.from({ length: MOST_CONDITIONS }).some((_, n) => source.get(`on${n}`));

type Read = { values: string[] } | { error: `error.${'value' | 'number' | 'date' | 'days' | 'choice'}` };

function readValues({ kind, options }: Attribute, { op, values }: Draft, reader: Reader): Read {
  if (isBare(op)) return { values: [] };
  if (options) {
    // A choice that nobody has any more may stay; a person has to be one.
    const known = values.filter((value) =>
      kind === 'choice' ? value !== '' && value.length <= 200 : options.some((option) => option.value === value),
    );
    return known.length > 0 ? { values: [...new Set(known)] } : { error: 'error.choice' };
  }
  const text = (values[0] ?? '').trim();
  if (text === '' || text.length > 200) return { error: 'error.value' };
  if (isByDate(op)) {
    const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
    return days >= 1 && days <= MOST_DAYS ? { values: [String(days)] } : { error: 'error.days' };
  }
  if (kind === 'number') return known(readNumber(text, reader), 'error.number');
  if (kind === 'date') return known(readDate(text), 'error.date');
  return { values: [text] };
}

const known = (value: string | null, error: 'error.number' | 'error.date'): Read =>
  value === null ? { error } : { values: [value] };

/** The conditions as they stand in an address. */
export function writeConditions(query: URLSearchParams, drafts: readonly Draft[]): void {
  for (const [n, { on, op, values }] of drafts.entries()) {
    query.set(`on${n}`, on);
    query.set(`op${n}`, op);
    for (const value of values) query.append(`v${n}`, value);
  }
}

/** The query of an address as a source. */
export const queryOf = (address: string): Source => {
  const query = new URL(address).searchParams;
  return { get: (name) => query.get(name) ?? undefined, all: (name) => query.getAll(name) };
};

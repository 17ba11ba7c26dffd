import { type Field, type Notation, notationOf } from '#features/fields/index.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { fieldTarget } from './target.ts';

/** How a column of numbers or dates is written; '' leaves it to be found out. */
export const forms = ['', '.', ',', 'day', 'month'] as const;
export type Form = (typeof forms)[number];

export interface Column {
  index: number;
  field: Field;
  notation: Notation;
  form: Exclude<Form, ''>;
  /** Some of its cells would be something else the other way. */
  matters: boolean;
  /** And nothing in the column says which way is meant. */
  doubtful: boolean;
}

export interface List {
  lines: readonly string[][];
  mapping: readonly string[];
  forms: readonly string[];
  delimiter: string | null;
}

/** The columns of a list whose cells depend on how they are written: what was chosen for them, else what the whole column says. */
export function columnsOf(list: List, fields: readonly Field[], reader: Pick<Reader, 'locale'>): Column[] {
  return list.mapping.flatMap((target, index) => {
    const field = fields.find((one) => fieldTarget(one) === target);
    if (field?.kind !== 'number' && field?.kind !== 'date') return [];
    const cells = list.lines.map((line) => (line[index] ?? '').trim()).filter(Boolean);
    const seen = field.kind === 'number' ? numbersIn(cells) : datesIn(cells);
    const own = notationOf(reader);
    const [first, second] = field.kind === 'number' ? (['.', ','] as const) : (['day', 'month'] as const);
    const usual = field.kind === 'number' ? (list.delimiter === ';' ? ',' : own.point) : own.dayFirst ? 'day' : 'month';
    const chosen = [first, second].find((one) => one === list.forms[index]);
    const form = chosen ?? (seen.first > seen.second ? first : seen.second > seen.first ? second : usual);
    const notation = {
      point: form === '.' || form === ',' ? form : own.point,
      dayFirst: form === 'month' ? false : form === 'day' ? true : own.dayFirst,
    };
    const matters = seen.first + seen.second + seen.either > 0;
    return [
      { index, field, notation, form, matters, doubtful: !chosen && seen.either > 0 && seen.first === seen.second },
    ];
  });
}

/** How many cells can be read in the first way only, in the second only, and in both, as something else. */
interface Seen {
  first: number;
  second: number;
  either: number;
}

const POINT = /^[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/;
const COMMA = /^[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/;

function numbersIn(cells: string[]): Seen {
  const bare = cells.map((cell) => cell.replace(/[\s'’]/g, '')).filter((cell) => /[.,]/.test(cell));
  return {
    first: bare.filter((cell) => POINT.test(cell) && !COMMA.test(cell)).length,
    second: bare.filter((cell) => COMMA.test(cell) && !POINT.test(cell)).length,
    either: bare.filter((cell) => POINT.test(cell) && COMMA.test(cell)).length,
  };
}

function datesIn(cells: string[]): Seen {
  const pairs = cells.flatMap((cell) => {
    const [, one, other] = /^(\d{1,2})\/(\d{1,2})\/\d{4}$/.exec(cell) ?? [];
    return one && other && one !== other ? [[Number(one), Number(other)] as const] : [];
  });
  return {
    first: pairs.filter(([one, other]) => one > 12 && other <= 12).length,
    second: pairs.filter(([one, other]) => other > 12 && one <= 12).length,
    either: pairs.filter(([one, other]) => one <= 12 && other <= 12).length,
  };
}

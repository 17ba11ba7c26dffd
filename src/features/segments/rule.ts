import { z } from 'zod';
import type { Kind } from '#features/fields/index.ts';
import { pastedLine } from '#platform/http/line.ts';

/** What can be said of a value of each kind. */
export const operators = {
  text: ['is', 'not', 'has', 'lacks', 'begins', 'filled', 'empty'],
  number: ['is', 'over', 'under', 'filled', 'empty'],
  date: ['within', 'longer', 'ahead', 'before', 'after', 'filled', 'empty'],
  choice: ['any', 'none', 'filled', 'empty'],
  person: ['any', 'none', 'filled', 'empty'],
  file: ['filled', 'empty'],
} as const satisfies Record<Kind, readonly string[]>;

export type Operator = (typeof operators)[Kind][number];
const all = [...new Set(Object.values(operators).flat())] as [Operator, ...Operator[]];

/** These say it all: nothing is compared. */
export const isBare = (op: Operator): boolean => op === 'filled' || op === 'empty';
/** These speak of days from today, so they change by themselves. */
export const isByDate = (op: Operator): boolean => op === 'within' || op === 'longer' || op === 'ahead';

export const MOST_CONDITIONS = 20;
const MOST_VALUES = 100;

const condition = z.object({
  /** An attribute by its name, or `field:` and the id of a custom field. */
  on: z.string().max(60),
  op: z.enum(all),
  /** As they are compared: 2026-11-28, 12.5, an id. */
  values: z.array(pastedLine(2000, 'error.form')).max(MOST_VALUES),
});
export type Condition = z.output<typeof condition>;

export const rule = z.object({
  match: z.enum(['all', 'any']),
  conditions: z.array(condition).max(MOST_CONDITIONS),
});
export type Rule = z.output<typeof rule>;

export const noRule: Rule = { match: 'all', conditions: [] };

/** For the log: what is compared, without the words of any language. */
export const linesOf = ({ match, conditions }: Rule): string[] => [
  ...(conditions.length > 1 ? [match] : []),
  ...conditions.map(({ on, op, values }) => [on, op, values.join(' | ')].filter(Boolean).join(' ').slice(0, 400)),
];

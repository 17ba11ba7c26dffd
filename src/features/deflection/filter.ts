import { z } from 'zod';
import { isId } from '#platform/db/ids.ts';
import { dayBegins, isDay } from '#platform/i18n/day.ts';
import type { Reader } from '#platform/i18n/reader.ts';

/** The numbers of the page, each with the people behind it. */
export const selections = [
  'all',
  'shown',
  'shown-wrote',
  'held-out',
  'held-out-wrote',
  'readers',
  'solved',
  'taken-back',
  'waiting',
] as const;
export type Selection = (typeof selections)[number];

const aDay = z.string().refine(isDay).catch('');

/** What narrows the page, as it stands in the address. Nonsense is ignored. */
export const filterFields = z.object({
  from: aDay.default(''),
  to: aDay.default(''),
  segment: z.string().refine(isId).catch('').default(''),
});
export type Filter = z.output<typeof filterFields>;

export const selection = z.enum(selections).catch('all').default('all');

export const queryOf = (filter: Filter, more: Record<string, string> = {}): string => {
  const said = Object.entries({ ...filter, ...more }).filter(([, value]) => value !== '');
  return said.length > 0 ? `?${new URLSearchParams(said)}` : '';
};

/** From the first moment of a day to the last of another, where the reader is. */
export const momentsOf = (
  reader: Pick<Reader, 'zone'>,
  { from, to }: Filter,
): { from: Date | null; to: Date | null } => ({
  from: from === '' ? null : dayBegins(reader, from),
  to: to === '' ? null : dayBegins(reader, to, 1),
});

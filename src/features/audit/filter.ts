import { z } from 'zod';
import { isId } from '#platform/db/ids.ts';
import { isDay } from '#platform/i18n/day.ts';

export const sides = ['all', 'team', 'customers', 'directories', 'operator', 'system', 'strangers'] as const;
export type Side = (typeof sides)[number];

const aDay = z.string().refine(isDay).catch('');
const anId = z.string().refine(isId).catch('');

/** What narrows the log, as it stands in the address. Nonsense is ignored. */
export const logFilter = z.object({
  q: z.string().trim().max(200).catch('').default(''),
  side: z.enum(sides).catch('all').default('all'),
  area: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .catch('')
    .default(''),
  from: aDay.default(''),
  to: aDay.default(''),
  person: anId.default(''),
  account: anId.default(''),
});

export type LogFilter = z.output<typeof logFilter>;

const NONE = logFilter.parse({});

/** The filter's fields that say something. */
export const fieldsOf = (filter: LogFilter): [string, string][] =>
  (Object.entries(filter) as [keyof LogFilter, string][]).filter(([name, value]) => value !== NONE[name]);

export function logAddress(filter: Partial<LogFilter>, place: { after?: string; before?: string } = {}): string {
  const query = new URLSearchParams(fieldsOf({ ...NONE, ...filter }));
  for (const [name, value] of Object.entries(place)) query.set(name, value);
  return query.size > 0 ? `/audit?${query}` : '/audit';
}

import type { Reader } from '#platform/i18n/reader.ts';

export type PartOfDay = 'morning' | 'day' | 'evening';

const clocks = new Map<string, Intl.DateTimeFormat>();
/** Clocks are put forward by quarters of an hour: within one it is the same hour everywhere. */
const QUARTER_MS = 15 * 60_000;
const told = new Map<string, { quarter: number; hour: number }>();

/** The hour of the day where the reader is, 0 to 23. */
export function hourFor({ zone, now }: Pick<Reader, 'zone' | 'now'>): number {
  const quarter = Math.floor(now.getTime() / QUARTER_MS);
  const known = told.get(zone);
  if (known?.quarter === quarter) return known.hour;
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: zone });
    clocks.set(zone, clock);
  }
  const hour = Number(clock.format(now));
  told.set(zone, { quarter, hour });
  return hour;
}

/** When to say good morning; whoever works at night gets a good evening. */
export function partOfDay(hour: number): PartOfDay {
  if (hour < 5 || hour >= 18) return 'evening';
  return hour < 12 ? 'morning' : 'day';
}

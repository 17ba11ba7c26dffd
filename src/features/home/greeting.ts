import type { Reader } from '#platform/i18n/reader.ts';

export type PartOfDay = 'morning' | 'day' | 'evening';

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The hour of the day where the reader is, 0 to 23. */
export function hourFor({ zone, now }: Pick<Reader, 'zone' | 'now'>): number {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: zone });
    clocks.set(zone, clock);
  }
  return Number(clock.format(now));
}

/** When to say good morning; whoever works at night gets a good evening. */
export function partOfDay(hour: number): PartOfDay {
  if (hour < 5 || hour >= 18) return 'evening';
  return hour < 12 ? 'morning' : 'day';
}

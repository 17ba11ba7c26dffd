import { Temporal } from 'temporal-polyfill';

/**
 * A moment as a story tells it, so that the demo looks fresh on any day: `5h20m` before now, `3d 14:20` three days ago by
 * the clock, `+18m` after the step before.
 */
export type When = string;

const UNITS = { d: 86_400, h: 3_600, m: 60 } as const;
const MINUTE = 60_000;

/** Reads the times of one workspace's story. Nothing lies in the future, and no step before the one it follows. */
export function clockOf(now: Date, zone: string): (when: When, previous?: Date) => Date {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
  const read = (when: When, previous: Date): number => {
    const calendar = /^(\d+)d (\d\d):(\d\d)$/.exec(when);
    if (calendar) {
      const [days, hour, minute] = calendar.slice(1).map(Number) as [number, number, number];
      const day = today.toPlainDate().subtract({ days });
      return day.toZonedDateTime({ timeZone: zone, plainTime: { hour, minute } }).epochMilliseconds;
    }
    return when.startsWith('+') ? previous.getTime() + spanOf(when.slice(1)) : now.getTime() - spanOf(when);
  };
  return (when, previous = now) => {
    const latest = Math.min(read(when, previous), now.getTime() - MINUTE);
    return new Date(previous === now ? latest : Math.max(latest, previous.getTime() + 1_000));
  };
}

/** '1d2h30m' in milliseconds. */
function spanOf(text: string): number {
  if (!/^(\d+[dhm])+$/.test(text)) throw new Error(`not a time of a story: ${text}`);
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([dhm])/g)) {
    seconds += Number(amount) * UNITS[unit as keyof typeof UNITS];
  }
  return seconds * 1_000;
}

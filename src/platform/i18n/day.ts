import { Temporal } from 'temporal-polyfill';
import type { Reader } from './reader.ts';

/** Which day it is there: 2026-11-28. */
export function dayIn(zone: string, date: Date): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(zone, format);
  }
  return format.format(date);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether a calendar has that day, written as 2026-11-28. What JavaScript reads as a date is more than that: it has a 30 February. */
export function isDay(text: string): boolean {
  const [, year, month, day] = /^([1-9]\d{3})-(\d\d)-(\d\d)$/.exec(text)?.map(Number) ?? [];
  if (!year) return false;
  const date = new Date(Date.UTC(year, month! - 1, day));
  return date.getUTCMonth() === month! - 1 && date.getUTCDate() === day;
}

/** The first moment of a day where the reader is; with `days`, that of a later one. */
export function dayBegins({ zone }: Pick<Reader, 'zone'>, day: string, days = 0): Date {
  return new Date(Temporal.PlainDate.from(day).add({ days }).toZonedDateTime(zone).epochMilliseconds);
}

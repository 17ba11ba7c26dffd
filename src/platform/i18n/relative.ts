import { dateFormat, relativeFormat, wallDay } from './intl.ts';
import type { Locale, Reader, Speaking } from './reader.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const justNow: Record<Locale, string> = { en: 'just now', de: 'gerade eben' };
const soon: Record<Locale, string> = { en: 'in less than a minute', de: 'in weniger als einer Minute' };

/** Where a time is said: on its own it begins with a capital, within a line it does not. What is `coming` is not there before its minute. */
export type Place = 'alone' | 'within' | 'coming';

/**
 * How someone would say it: "Just now", "5 minutes ago", "2 hours ago" on the same day, "Yesterday, 16:40",
 * "Mon 16 Nov", and with the year once that differs. Moments to come read "In 2 hours", "Tomorrow, 16:40".
 * Within a line: "opened yesterday, 16:40". Days are those of the reader's zone. Needs nothing but Intl, so the browser keeps times current with it too.
 */
export function formatRelative(reader: Reader, date: Date, place: Place = 'alone'): string {
  const words = place === 'coming' && isSoon(reader, date) ? soon[reader.locale] : said(reader, date);
  return place === 'alone' ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}

function isSoon({ now }: Reader, date: Date): boolean {
  const ahead = date.getTime() - now.getTime();
  return ahead > 0 && ahead < MINUTE;
}

function said(reader: Reader, date: Date): string {
  const { zone, now } = reader;
  const ahead = date.getTime() - now.getTime();
  const distance = Math.abs(ahead);
  const days = dayNumber(zone, date) - dayNumber(zone, now);
  if (distance < MINUTE) return justNow[reader.locale];
  if (distance < HOUR) return count(reader, Math.trunc(ahead / MINUTE), 'minute');
  if (days === 0) return count(reader, Math.trunc(ahead / HOUR), 'hour');
  if (Math.abs(days) === 1) return `${count(reader, days, 'day')}, ${dateFormat(reader, 'time').format(date)}`;
  const thisYear = wallDay(zone, date).slice(0, 4) === wallDay(zone, now).slice(0, 4);
  return dateFormat(reader, thisYear ? 'weekday' : 'date').format(date);
}

/**
 * All that `formatRelative` looks at besides the moment, the language and the zone: at the same age it says the same. Changes
 * by the minute for a few days, and then with the year.
 */
export function ageOf({ zone, now }: Reader, date: Date): string {
  const ahead = date.getTime() - now.getTime();
  const minutes = Math.trunc(ahead / MINUTE);
  const today = wallDay(zone, now);
  return Math.abs(minutes) * MINUTE < 3 * DAY ? `${today} ${ahead > 0 ? '+' : ''}${minutes}` : today.slice(0, 4);
}

const count = (reader: Speaking, amount: number, unit: 'minute' | 'hour' | 'day'): string =>
  relativeFormat(reader).format(amount, unit);

// Days since 1970 as the wall calendar of the zone counts them, so a day of 23 or 25 hours is still one day.
function dayNumber(zone: string, date: Date): number {
  return Date.parse(wallDay(zone, date)) / DAY;
}

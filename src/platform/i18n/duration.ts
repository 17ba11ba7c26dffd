import { numberFormat } from './intl.ts';
import type { Speaking } from './reader.ts';

const HOUR = 60;
const DAY = 24;
/** What was said before: a list of tickets says the same few again and again. */
const known = new Map<string, string>();
const MOST = 5_000;

/** A promise, in words: "40 minutes", "2 hours", "3 days" from seconds. Rounded up, so that it is kept. */
export const formatDuration = (reader: Speaking, seconds: number): string =>
  inWords(reader, seconds, Math.ceil, 'long');

/** A wait so far, in few letters: "40 min", "2 hr". Rounded down, as people count the time that has passed. */
export const formatWait = (reader: Speaking, seconds: number): string => inWords(reader, seconds, Math.floor, 'short');

function inWords(
  reader: Speaking,
  seconds: number,
  round: (n: number) => number,
  unitDisplay: 'long' | 'short',
): string {
  const minutes = Math.max(1, round(seconds / 60));
  const hours = round(minutes / HOUR);
  const [n, unit] =
    minutes < HOUR
      ? ([minutes, 'minute'] as const)
      : hours < 2 * DAY
        ? ([hours, 'hour'] as const)
        : ([round(hours / DAY), 'day'] as const);
  const key = `${reader.format ?? reader.locale} ${unitDisplay} ${n} ${unit}`;
  const words = known.get(key) ?? numberFormat(reader, { style: 'unit', unit, unitDisplay }).format(n);
  if (known.size >= MOST) known.clear();
  known.set(key, words);
  return words;
}

import { dateFormat, listFormat, numberFormat, written } from './intl.ts';
import type { Reader, Speaking } from './reader.ts';

export { formatRelative } from './relative.ts';

type Zoned = Pick<Reader, keyof Speaking | 'zone'>;

/** `date` 16 Nov 2026, `weekday` Mon 16 Nov, `long` Monday 16 November. */
export function formatDate(reader: Zoned, date: Date, style: 'date' | 'weekday' | 'long' = 'date'): string {
  return dateFormat(reader, style).format(date);
}

/** 16:40 */
export function formatTime(reader: Zoned, date: Date): string {
  return dateFormat(reader, 'time').format(date);
}

/** `short` 16 Nov 2026, 16:40; `full` is for records: weekday, seconds and the name of the zone. */
export function formatDateTime(reader: Zoned, date: Date, style: 'short' | 'full' = 'short'): string {
  const { locale, format = locale, zone } = reader;
  return written(`${format} ${zone} ${style} ${date.getTime()}`, () =>
    dateFormat(reader, style === 'full' ? 'full' : 'dateTime').format(date),
  );
}

const units = ['KB', 'MB', 'GB', 'TB'] as const;

/** 812 bytes, 96 KB, 1.4 MB: steps of 1,024, as file managers and upload limits count. */
export function formatBytes(reader: Speaking, bytes: number): string {
  if (bytes < 1024) return numberFormat(reader, { style: 'unit', unit: 'byte', unitDisplay: 'long' }).format(bytes);
  let amount = bytes / 1024;
  let step = 0;
  // 1,023.5 KB would read as 1,024 KB, so the next unit takes over where rounding does.
  while (amount >= 1023.5 && step < units.length - 1) {
    amount /= 1024;
    step += 1;
  }
  const shown = numberFormat(reader, { maximumFractionDigits: amount < 10 && step > 0 ? 1 : 0 }).format(amount);
  return `${shown}\u00a0${units[step]}`;
}

export function formatNumber(reader: Speaking, amount: number | bigint, options?: Intl.NumberFormatOptions): string {
  return numberFormat(reader, options).format(amount);
}

/** "Maya, Theo and Dana", with `disjunction` "Maya, Theo or Dana". */
export function formatList(
  reader: Speaking,
  items: string[],
  type: 'conjunction' | 'disjunction' = 'conjunction',
): string {
  return listFormat(reader, type).format(items);
}

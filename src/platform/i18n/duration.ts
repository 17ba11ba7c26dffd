import type { Locale } from './reader.ts';

const HOUR = 60;

/** "40 minutes", "2 hours", "3 days" ("40 min" when short) from seconds, rounded up: a promise or a wait. */
export function formatDuration(
  reader: { locale: Locale },
  seconds: number,
  unitDisplay: 'long' | 'short' = 'long',
): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  const [n, unit] =
    minutes < 100
      ? [minutes, 'minute']
      : minutes <= 48 * HOUR
        ? [Math.ceil(minutes / HOUR), 'hour']
        : [Math.ceil(minutes / HOUR / 24), 'day'];
  return new Intl.NumberFormat(reader.locale, { style: 'unit', unit, unitDisplay }).format(n as number);
}

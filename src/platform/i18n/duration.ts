import { numberFormat } from './intl.ts';
import type { Locale } from './reader.ts';

const HOUR = 60;

/** "40 minutes", "2 hours", "3 days" ("40 min" when short) from seconds, rounded up: a promise or a wait. */
export function formatDuration(
  reader: { locale: Locale },
  seconds: number,
  unitDisplay: 'long' | 'short' = 'long',
): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  const hours = Math.ceil(minutes / HOUR);
  const [n, unit] =
    minutes < 100
      ? ([minutes, 'minute'] as const)
      : hours <= 48
        ? ([hours, 'hour'] as const)
        : ([Math.ceil(hours / 24), 'day'] as const);
  return numberFormat(reader.locale, { style: 'unit', unit, unitDisplay }).format(n);
}

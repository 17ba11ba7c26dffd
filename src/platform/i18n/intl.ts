import type { Locale, Reader, Speaking } from './reader.ts';

// English dates are written the way most of the world reads them (16 Nov 2026, 16:40),
// English numbers with the currency signs most of the world knows ($12,400.00).
const dates: Record<Locale, string> = { en: 'en-GB', de: 'de-DE' };
const numbers: Record<Locale, string> = { en: 'en-US', de: 'de-DE' };

const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const twelveHours = { hour: 'numeric', hourCycle: 'h12' } as const;

const dateStyles = {
  time: clock,
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  weekday: { weekday: 'short', day: 'numeric', month: 'short' },
  long: { weekday: 'long', day: 'numeric', month: 'long' },
  dateTime: { day: 'numeric', month: 'short', year: 'numeric', ...clock },
  full: {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    ...clock,
    second: '2-digit',
    timeZoneName: 'short',
  },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export type DateStyle = keyof typeof dateStyles;

// Building an Intl formatter costs more than a hundred uses of it, and each holds memory: keep some, not all.
const KEPT = 300;
const kept = new Map<string, unknown>();

function keep<Formatter>(key: string, build: () => Formatter): Formatter {
  const known = kept.get(key) as Formatter | undefined;
  if (known) return known;
  const oldest = kept.size >= KEPT ? kept.keys().next().value : undefined;
  if (oldest !== undefined) kept.delete(oldest);
  const fresh = build();
  kept.set(key, fresh);
  return fresh;
}

const datesOf = ({ locale, format }: Speaking): string => format ?? dates[locale];

export function dateFormat(reader: Pick<Reader, keyof Speaking | 'zone'>, style: DateStyle): Intl.DateTimeFormat {
  const tag = datesOf(reader);
  return keep(`date ${tag} ${reader.zone} ${style}`, () => {
    const options: Intl.DateTimeFormatOptions = { ...dateStyles[style], timeZone: reader.zone };
    return new Intl.DateTimeFormat(tag, options.hour && countsTwelve(tag) ? { ...options, ...twelveHours } : options);
  });
}

const countsTwelve = (tag: string): boolean =>
  new Intl.DateTimeFormat(tag, { hour: 'numeric' }).resolvedOptions().hourCycle === 'h12';

/** The wall calendar's day in a zone, as 2026-11-16. Zones differ by quarters of an hour, so a day lasts whole quarters. */
export function wallDay(zone: string, date: Date): string {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone } as const;
  return written(`${zone} ${Math.floor(date.getTime() / QUARTER_MS)}`, () =>
    keep(`day ${zone}`, () => new Intl.DateTimeFormat('sv-SE', options)).format(date),
  );
}

const QUARTER_MS = 900_000;
const WRITTEN = 20_000;
const texts = new Map<string, string>();

/** Formatting a moment costs microseconds, a list shows fifty of them, and they are the same for the next reader. */
export function written(key: string, write: () => string): string {
  let text = texts.get(key);
  if (text === undefined) {
    if (texts.size >= WRITTEN) texts.clear();
    text = write();
    texts.set(key, text);
  }
  return text;
}

export function numberFormat(reader: Speaking, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const tag = reader.format ?? numbers[reader.locale];
  return keep(`number ${tag} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(tag, options));
}

export function relativeFormat(reader: Speaking): Intl.RelativeTimeFormat {
  const tag = datesOf(reader);
  return keep(`relative ${tag}`, () => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }));
}

export function listFormat(reader: Speaking, type: 'conjunction' | 'disjunction'): Intl.ListFormat {
  const tag = datesOf(reader);
  return keep(`list ${tag} ${type}`, () => new Intl.ListFormat(tag, { type }));
}

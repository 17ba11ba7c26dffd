/** The languages every catalog is complete in. The first one is the language of last resort. */
export const locales = ['en', 'de'] as const;

export type Locale = (typeof locales)[number];

/** How to talk to one person: their language, their IANA time zone, and the moment they look. */
export interface Reader {
  locale: Locale;
  zone: string;
  now: Date;
}

export function isLocale(value: unknown): value is Locale {
  return (locales as readonly unknown[]).includes(value);
}

/** Whether this machine's time zone data knows `zone`; ask before storing what someone chose. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    // Offsets such as "+02:00" are accepted by Intl but know nothing of daylight saving.
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}

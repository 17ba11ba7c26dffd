/** The languages every catalog is complete in. The first one is the language of last resort. */
export const locales = ['en', 'de'] as const;

export type Locale = (typeof locales)[number];

/** How dates, times and numbers are written in a region, by language. The first of each is what a language has where nobody says. */
export const formats = {
  en: ['en-GB', 'en-US', 'en-AU', 'en-CA', 'en-IE', 'en-IN', 'en-NZ'],
  de: ['de-DE', 'de-AT', 'de-CH'],
} as const satisfies Record<Locale, readonly string[]>;

export type Format = (typeof formats)[Locale][number];

/** What words and numbers need to know of a reader. */
export interface Speaking {
  locale: Locale;
  /** Of another region than the language's usual one. */
  format?: Format | undefined;
}

/** How to talk to one person: their language, their IANA time zone, and the moment they look. */
export interface Reader extends Speaking {
  zone: string;
  now: Date;
}

export function isLocale(value: unknown): value is Locale {
  return (locales as readonly unknown[]).includes(value);
}

/** The language of what somebody has set: "en", or with the region whose formats they want, "en-US". */
export function languageOf(tag: string | null | undefined): Locale | undefined {
  const language = tag?.split('-')[0]?.toLowerCase();
  return isLocale(language) ? language : undefined;
}

/** The formats that a tag asks for, where they are others than the language's usual ones. */
export function formatIn(locale: Locale, tag: string | null | undefined): Format | undefined {
  return formats[locale].slice(1).find((format) => format.toLowerCase() === tag?.toLowerCase());
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

import type { Format, Reader } from '#platform/i18n/reader.ts';

/** The reader as the page says it: language from <html lang>, formats and zone from its data, or the browser's own zone. */
export function readerNow(): Reader {
  const { lang, dataset } = document.documentElement;
  return {
    locale: lang.startsWith('de') ? 'de' : 'en',
    format: dataset.format as Format | undefined,
    zone: dataset.zone || Intl.DateTimeFormat().resolvedOptions().timeZone,
    now: new Date(),
  };
}

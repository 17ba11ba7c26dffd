import type { Reader } from '#platform/i18n/reader.ts';

/** The reader as the page says it: language from <html lang>, zone from <html data-zone> or the browser's own. */
export function readerNow(): Reader {
  const { lang, dataset } = document.documentElement;
  return {
    locale: lang.startsWith('de') ? 'de' : 'en',
    zone: dataset.zone || Intl.DateTimeFormat().resolvedOptions().timeZone,
    now: new Date(),
  };
}

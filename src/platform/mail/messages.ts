import { catalog } from '#platform/i18n/catalog.ts';

export const say = catalog('mail', {
  en: { preferences: 'Choose what we email' },
  de: { preferences: 'E-Mail-Einstellungen' },
});

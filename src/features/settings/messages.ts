import { catalog } from '#platform/i18n/catalog.ts';

export const say = catalog('settings', {
  en: {
    title: 'Settings',
    'group.business': 'Your business',
    'group.people': 'People',
    'group.security': 'Security',
    'group.work': 'Work',
    count: 'to look at',
    looks: 'Worth a look',
    glance: 'At a glance',
    lately: 'Changed lately',
    'lately.none': 'Nothing has been changed here yet. When somebody does, it says so here.',
    you: 'You',
    somebody: 'Somebody',
    'fact.address': 'Portal address',
  },
  de: {
    title: 'Einstellungen',
    'group.business': 'Ihr Unternehmen',
    'group.people': 'Personen',
    'group.security': 'Sicherheit',
    'group.work': 'Arbeit',
    count: 'anzusehen',
    looks: 'Einen Blick wert',
    glance: 'Auf einen Blick',
    lately: 'Zuletzt geändert',
    'lately.none': 'Hier wurde noch nichts geändert. Sobald jemand etwas ändert, steht es hier.',
    you: 'Sie',
    somebody: 'Jemand',
    'fact.address': 'Adresse des Portals',
  },
});

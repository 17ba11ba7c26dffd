import { catalog } from '#platform/i18n/catalog.ts';

export const say = catalog('profile', {
  en: {
    title: 'Your account',
    lede: '{n, plural, =0 {You are signed in here and nowhere else.} one {You are signed in here and in one other place.} other {You are signed in here and in # other places.}}',
    'sessions.title': 'Where you are signed in',
    'sessions.here': 'This device',
    'sessions.unknownPlace': 'Network address unknown',
    'sessions.seen': 'last seen {time}',
    'sessions.since.password': 'since {date}, with your password',
    'sessions.since.link': 'since {date}, with a link from a mail',
    'sessions.since.invitation': 'since {date}, with your invitation',
    'sessions.end': 'Sign out',
    'sessions.endNamed': 'Sign out {device}, {ip}',
    'sessions.ended': 'Signed out there: {device}.',
    'sessions.others': 'Do not know one of these? Sign out everywhere else.',
    'sessions.endOthers': 'Sign out everywhere else',
    'sessions.endedOthers':
      '{n, plural, =0 {You were signed in nowhere else.} one {Signed out in one other place.} other {Signed out in # other places.}}',
  },
  de: {
    title: 'Ihr Konto',
    lede: '{n, plural, =0 {Sie sind hier angemeldet und sonst nirgends.} one {Sie sind hier und an einem weiteren Ort angemeldet.} other {Sie sind hier und an # weiteren Orten angemeldet.}}',
    'sessions.title': 'Wo Sie angemeldet sind',
    'sessions.here': 'Dieses Gerät',
    'sessions.unknownPlace': 'Netzwerkadresse unbekannt',
    'sessions.seen': 'zuletzt gesehen: {time}',
    'sessions.since.password': 'seit {date}, mit Ihrem Passwort',
    'sessions.since.link': 'seit {date}, mit einem Link aus einer E-Mail',
    'sessions.since.invitation': 'seit {date}, mit Ihrer Einladung',
    'sessions.end': 'Abmelden',
    'sessions.endNamed': 'Abmelden: {device}, {ip}',
    'sessions.ended': 'Dort abgemeldet: {device}.',
    'sessions.others': 'Kennen Sie eines davon nicht? Melden Sie sich überall sonst ab.',
    'sessions.endOthers': 'Überall sonst abmelden',
    'sessions.endedOthers':
      '{n, plural, =0 {Sie waren sonst nirgends angemeldet.} one {An einem weiteren Ort abgemeldet.} other {An # weiteren Orten abgemeldet.}}',
  },
});

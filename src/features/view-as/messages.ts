import { catalog } from '#platform/i18n/catalog.ts';

export const say = catalog('view-as', {
  en: {
    'banner.label': 'You are looking as a customer',
    'banner.who': 'You see what {name} sees.',
    'banner.text': 'Writing and deciding are off, until {time} at the latest.',
    'banner.other': 'Someone else',
    'banner.leave': 'Back to my work',
    'pick.title': 'See the portal as…',
    'pick.lede':
      'You see what one of {account}’s people sees, for {minutes}. You cannot change anything by it, and the audit log keeps which pages you open.',
    'pick.told': 'Whoever looks after colleagues at {account} sees in their activity that you looked.',
    'pick.see': 'See as {name}',
    'pick.empty.title': 'Nobody to see it as',
    'pick.empty.text': 'Nobody at {account} has access at the moment. Invite somebody, or give them their access back.',
    'pick.back': 'Back to {account}',
    'pick.uninvited': 'not in yet',
    'over.left': 'You are back at your own work.',
    'over.time': 'The half hour as a customer is over. You are back at your own work.',
    'over.right': 'Your role does not allow looking as a customer any more. You are back at your own work.',
    'over.reach': 'You do not look after this customer any more. You are back at your own work.',
    'over.contact': 'Whom you looked as has no access any more. You are back at your own work.',
    'section.title': 'Looking as a customer',
    'settings.lede':
      'Whoever has the right for it can look at the portal as a customer’s person sees it. They change nothing, and every page they open is in the audit log.',
    'settings.tells': 'Tell customers when the team looks',
    'settings.tells.note':
      'At the customer, whoever looks after colleagues sees in the activity who of you looked, as whom, and when. What has been told stays told.',
    'settings.save': 'Save',
    'settings.saved': 'Saved.',
    'settings.same': 'It was like that already.',
    'fact.tells': 'Looks as a customer',
    'fact.yes': 'The customer is told',
    'fact.no': 'The customer is not told',
    'event.opened': '{who, select, other {looked}} at the portal as {name}',
    'event.opened.you': '{who, select, other {looked}} at the portal as you see it',
    'event.quiet': '{who, select, other {looked}} at the portal as {name} without the customer being told',
    'event.read': '{who, select, other {saw}} {page} as {name}',
    'event.ended.left': '{who, select, other {stopped}} looking as {name}',
    'event.ended.time': '{who, select, other {ended}} a look as {name}: the half hour was over',
    'event.ended.right': '{who, select, other {ended}} a look as {name}: the right for it was taken away',
    'event.ended.reach': '{who, select, other {ended}} a look as {name}: the customer was no longer in reach',
    'event.ended.contact': '{who, select, other {ended}} a look as {name}: they have no access any more',
    'event.ended.signed_out': '{who, select, other {ended}} a look as {name} by signing out',
    'event.ended.other': '{who, select, other {looked}} as somebody else than {name}',
    'event.tells': '{who, select, other {decided}} that customers hear when the team looks',
    'event.tellsNot': '{who, select, other {decided}} that customers do not hear when the team looks',
  },
  de: {
    'banner.label': 'Sie sehen das Portal als Kunde',
    'banner.who': 'Sie sehen, was {name} sieht.',
    'banner.text': 'Schreiben und Entscheiden sind aus, längstens bis {time}.',
    'banner.other': 'Jemand anderes',
    'banner.leave': 'Zurück zu meiner Arbeit',
    'pick.title': 'Das Portal ansehen als …',
    'pick.lede':
      'Sie sehen, was eine Person bei {account} sieht, {minutes} lang. Sie können dabei nichts ändern, und das Prüfprotokoll hält fest, welche Seiten Sie öffnen.',
    'pick.told': 'Wer bei {account} die Kollegen verwaltet, sieht unter den Aktivitäten, dass Sie dort waren.',
    'pick.see': 'Ansehen als {name}',
    'pick.empty.title': 'Niemand, als den Sie es ansehen könnten',
    'pick.empty.text':
      'Bei {account} hat im Moment niemand Zugang. Laden Sie jemanden ein, oder geben Sie jemandem den Zugang zurück.',
    'pick.back': 'Zurück zu {account}',
    'pick.uninvited': 'noch nicht dabei',
    'over.left': 'Sie sind zurück bei Ihrer eigenen Arbeit.',
    'over.time': 'Die halbe Stunde als Kunde ist vorbei. Sie sind zurück bei Ihrer eigenen Arbeit.',
    'over.right': 'Ihre Rolle erlaubt die Ansicht als Kunde nicht mehr. Sie sind zurück bei Ihrer eigenen Arbeit.',
    'over.reach': 'Sie betreuen diesen Kunden nicht mehr. Sie sind zurück bei Ihrer eigenen Arbeit.',
    'over.contact':
      'Die Person, deren Ansicht Sie hatten, hat keinen Zugang mehr. Sie sind zurück bei Ihrer eigenen Arbeit.',
    'section.title': 'Ansicht als Kunde',
    'settings.lede':
      'Wer das Recht dazu hat, kann das Portal so ansehen, wie eine Person beim Kunden es sieht. Dabei ändert sich nichts, und jede geöffnete Seite steht im Prüfprotokoll.',
    'settings.tells': 'Kunden sagen, wenn das Team nachsieht',
    'settings.tells.note':
      'Wer beim Kunden die Kollegen verwaltet, sieht unter den Aktivitäten, wer von Ihnen wann als wer nachgesehen hat. Was gesagt ist, bleibt gesagt.',
    'settings.save': 'Speichern',
    'settings.saved': 'Gespeichert.',
    'settings.same': 'So war es schon.',
    'fact.tells': 'Blicke als Kunde',
    'fact.yes': 'Der Kunde erfährt es',
    'fact.no': 'Der Kunde erfährt es nicht',
    'event.opened': '{who, select, you {haben} other {hat}} das Portal als {name} angesehen',
    'event.quiet':
      '{who, select, you {haben} other {hat}} das Portal als {name} angesehen, ohne dass es dort gesagt wurde',
    'event.opened.you': '{who, select, you {haben} other {hat}} das Portal so angesehen, wie Sie es sehen',
    'event.read': '{who, select, you {haben} other {hat}} {page} als {name} gesehen',
    'event.ended.left': '{who, select, you {haben} other {hat}} die Ansicht als {name} beendet',
    'event.ended.time':
      '{who, select, you {haben} other {hat}} die Ansicht als {name} beendet: Die halbe Stunde war vorbei',
    'event.ended.right':
      '{who, select, you {haben} other {hat}} die Ansicht als {name} beendet: Das Recht dazu wurde entzogen',
    'event.ended.reach':
      '{who, select, you {haben} other {hat}} die Ansicht als {name} beendet: Der Kunde wird nicht mehr betreut',
    'event.ended.contact':
      '{who, select, you {haben} other {hat}} die Ansicht als {name} beendet: Der Zugang wurde entzogen',
    'event.ended.signed_out': '{who, select, you {haben} other {hat}} die Ansicht als {name} mit dem Abmelden beendet',
    'event.ended.other': '{who, select, you {haben} other {hat}} das Portal als jemand anderes als {name} angesehen',
    'event.tells': '{who, select, you {haben} other {hat}} entschieden, dass Kunden erfahren, wenn das Team nachsieht',
    'event.tellsNot':
      '{who, select, you {haben} other {hat}} entschieden, dass Kunden nicht erfahren, wenn das Team nachsieht',
  },
});

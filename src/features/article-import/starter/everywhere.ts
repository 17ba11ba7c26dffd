import { how, type Outline, what } from './outline.ts';

/** What customers of any business ask. */
export const everywhere: readonly Outline[] = [
  how(
    'sign-in',
    ['How do I sign in?', 'Wie melde ich mich an?'],
    [
      'Where the portal is, and each way in that you offer.',
      'Wo das Portal ist, und jeder Weg hinein, den Sie anbieten.',
    ],
  ),
  how(
    'invite',
    ['How do I give a colleague access?', 'Wie bekommt eine Kollegin Zugang?'],
    ['Who may invite, where, and what the colleague receives.', 'Wer einladen darf, wo, und was die Kollegin bekommt.'],
  ),
  how(
    'request',
    ['How do I ask for help?', 'Wie bitte ich um Hilfe?'],
    [
      'Where to write, and what helps you to answer at once: pictures, numbers, when it began.',
      'Wo man schreibt, und was Ihnen hilft, gleich zu antworten: Bilder, Nummern, seit wann.',
    ],
  ),
  what(
    'reply',
    ['When will I hear from you?', 'Wann höre ich von Ihnen?'],
    [
      'Your hours, your holidays, and how soon you answer which request.',
      'Ihre Zeiten, Ihre Feiertage, und wie bald Sie welche Anfrage beantworten.',
    ],
    ['What counts as urgent, and how to reach you then.', 'Was als dringend gilt, und wie man Sie dann erreicht.'],
  ),
  how(
    'status',
    ['Where do I see how far my request is?', 'Wo sehe ich, wie weit meine Anfrage ist?'],
    ['What each state means, and who has the next move.', 'Was jeder Stand bedeutet, und wer am Zug ist.'],
  ),
  how(
    'invoice',
    ['Where do I find my invoices?', 'Wo finde ich meine Rechnungen?'],
    [
      'Where they are, how they are sent, and who receives them.',
      'Wo sie liegen, wie sie verschickt werden, und wer sie bekommt.',
    ],
  ),
  what(
    'payment',
    ['How can I pay, and until when?', 'Wie kann ich zahlen, und bis wann?'],
    ['Ways to pay, the time for it, and the details to give.', 'Zahlungswege, Zahlungsziel, und was anzugeben ist.'],
    [
      'What happens when somebody pays late, and whom to tell before.',
      'Was bei später Zahlung geschieht, und wem man vorher Bescheid gibt.',
    ],
  ),
  how(
    'details',
    ['How do I change our address or billing details?', 'Wie ändere ich unsere Anschrift oder Rechnungsdaten?'],
    ['Who may change them, where, and from when on they hold.', 'Wer sie ändern darf, wo, und ab wann sie gelten.'],
  ),
  what(
    'contract',
    ['How long does our contract run, and how do we end it?', 'Wie lange läuft unser Vertrag, und wie enden wir ihn?'],
    [
      'The term, the notice, and the form that a notice needs.',
      'Die Laufzeit, die Frist, und welche Form eine Kündigung braucht.',
    ],
    ['What is agreed otherwise in some contracts.', 'Was in manchen Verträgen anders vereinbart ist.'],
  ),
  what(
    'privacy',
    ['What do you do with our data?', 'Was geschieht mit unseren Daten?'],
    ['What you keep, where, for how long, and who sees it.', 'Was Sie aufbewahren, wo, wie lange, und wer es sieht.'],
    ['Whom to write to for a copy or a deletion.', 'An wen man sich für eine Auskunft oder Löschung wendet.'],
  ),
  how(
    'files',
    ['How do I send you a large file safely?', 'Wie schicke ich Ihnen eine große Datei sicher?'],
    [
      'Where to put it, how large it may be, and which kinds.',
      'Wohin damit, wie groß sie sein darf, und welche Arten.',
    ],
  ),
  how(
    'complaint',
    ['I am not content. Whom do I talk to?', 'Ich bin nicht zufrieden. Mit wem spreche ich?'],
    [
      'Who listens, how to reach them, and what happens then.',
      'Wer zuhört, wie man die Person erreicht, und was dann geschieht.',
    ],
  ),
];

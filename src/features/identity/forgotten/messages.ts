import { catalog } from '#platform/i18n/catalog.ts';

export const say = catalog('forgotten password', {
  en: {
    'ask.title': 'Set a new password',
    'ask.lede': 'Type your address, and we email you a link to set one. The one you have holds until then.',
    'ask.button': 'Email me the link',
    'ask.back': 'Back to sign-in',
    'set.title': 'A new password, {first}',
    'set.lede': 'It holds at once. Wherever you are signed in now, you are signed out.',
    'set.password': 'New password',
    'set.hint': 'At least {n} characters. A few words in a row are easy to remember.',
    'set.button': 'Set it and sign in',
    'set.done': 'Your new password holds from now on.',
    'gone.lede':
      'Links to set a password work once and for {n, plural, one {# minute} other {# minutes}}. This one was used already, or it is older than that. We can send you a new one.',
    'gone.again': 'Ask for a new link',
    'mail.subject': 'Set a new password for {name}',
    'mail.preheader': 'The link works once, for {n, plural, one {# minute} other {# minutes}}.',
    'mail.text':
      'With this link you set a new password. It works once, for {n, plural, one {# minute} other {# minutes}}.',
    'mail.action': 'Set a new password',
    'mail.ignore': 'Did not ask for this? Delete this mail: your password stays as it is.',
    'mail.why': 'You get this because somebody asked at {host} for a new password for this address.',
    'person.send': 'Email a link to set a password',
    'person.sendText': 'Forgot their password? A link goes to {email}. Only {name} can use it.',
    'person.sent': 'A link to set a password is on its way to {name}.',
  },
  de: {
    'ask.title': 'Neues Passwort setzen',
    'ask.lede': 'Geben Sie Ihre Adresse ein, und wir schicken Ihnen einen Link dafür. Bis dahin gilt das alte weiter.',
    'ask.button': 'Link schicken',
    'ask.back': 'Zurück zur Anmeldung',
    'set.title': 'Ein neues Passwort, {first}',
    'set.lede': 'Es gilt sofort. Wo Sie jetzt angemeldet sind, werden Sie abgemeldet.',
    'set.password': 'Neues Passwort',
    'set.hint': 'Mindestens {n} Zeichen. Ein paar Wörter hintereinander merken sich leicht.',
    'set.button': 'Setzen und anmelden',
    'set.done': 'Ihr neues Passwort gilt ab jetzt.',
    'gone.lede':
      'Links für ein neues Passwort gelten einmal und {n, plural, one {# Minute} other {# Minuten}} lang. Dieser wurde schon benutzt, oder er ist älter. Wir schicken Ihnen gern einen neuen.',
    'gone.again': 'Neuen Link anfordern',
    'mail.subject': 'Neues Passwort für {name} setzen',
    'mail.preheader': 'Der Link gilt einmal und {n, plural, one {# Minute} other {# Minuten}} lang.',
    'mail.text':
      'Mit diesem Link setzen Sie ein neues Passwort. Er gilt einmal und {n, plural, one {# Minute} other {# Minuten}} lang.',
    'mail.action': 'Neues Passwort setzen',
    'mail.ignore': 'Nicht von Ihnen? Löschen Sie diese E-Mail: Ihr Passwort bleibt, wie es ist.',
    'mail.why':
      'Sie bekommen diese E-Mail, weil jemand für diese Adresse auf {host} ein neues Passwort angefordert hat.',
    'person.send': 'Link für ein Passwort schicken',
    'person.sendText': 'Passwort vergessen? Ein Link geht an {email}. Nur {name} kann ihn benutzen.',
    'person.sent': 'Ein Link für ein neues Passwort ist unterwegs zu {name}.',
  },
});

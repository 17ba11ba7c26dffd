import type { HelpArticle } from './article.ts';

export const secondArticles: HelpArticle[] = [
  {
    key: 'spam',
    category: 'email',
    by: 'priya',
    at: '190d 13:30',
    reviewDays: 180,
    audience: 'segment',
    en: {
      title: 'Keep form emails out of spam',
      summary: 'Two records in your DNS, and a test that shows whether they work.',
      html: `<p>When your form sends a reply, mail services check that we may write on your behalf. If that check fails, your reply may be delayed.</p>
<h2>Add our sender to your SPF record</h2><ol><li>Sign in where your domain's DNS is managed.</li><li>Find the TXT record that begins with <code>v=spf1</code>.</li><li>Add <code>include:_spf.northwind.studio</code> before the last part.</li></ol><p>It can take up to a day.</p>`,
    },
    de: {
      title: 'Formularmails aus dem Spam halten',
      summary: 'Zwei Einträge im DNS und ein Test, der zeigt, ob sie wirken.',
      html: `<p>Wenn Ihr Formular antwortet, prüfen Maildienste, ob wir in Ihrem Namen schreiben dürfen. Schlägt das fehl, kann Ihre Antwort sich verspäten.</p>
<h2>Unseren Absender in den SPF-Eintrag aufnehmen</h2><ol><li>Melden Sie sich dort an, wo das DNS Ihrer Domain verwaltet wird.</li><li>Suchen Sie den TXT-Eintrag, der mit <code>v=spf1</code> beginnt.</li><li>Setzen Sie <code>include:_spf.northwind.studio</code> vor den letzten Teil.</li></ol><p>Es kann bis zu einem Tag dauern.</p>`,
    },
    draft: {
      by: 'priya',
      at: '2h10m',
      en: {
        title: 'Keep form emails out of spam',
        summary: 'Two records in your DNS, and a test that shows whether they work.',
        html: `<p>When your form sends a reply, mail services check that we may write on your behalf. If that check fails, your reply lands in spam, often without anyone noticing.</p>
<h2>Add our sender to your SPF record</h2><ol><li>Sign in where your domain's DNS is managed.</li><li>Find the TXT record that begins with <code>v=spf1</code>.</li><li>Add <code>include:mail.northwind.studio</code> before the last part.</li></ol><h2>Check that it works</h2><p>Send yourself a test from the form page. If it says “signed by your domain”, you are done. It can take up to an hour.</p>`,
      },
    },
  },
  {
    key: 'forms',
    category: 'email',
    by: 'priya',
    at: '52d 10:00',
    en: {
      title: 'Change who gets mail from a form',
      summary: 'You can do it yourself, and it holds at once.',
      html: `<p>Open your site's settings, choose <strong>Forms</strong> and then the form. Under <strong>Goes to</strong> stand the addresses; one line each.</p><p>Add a second person before you take the first one away: a form without an address keeps its answers and mails nobody.</p>`,
    },
    de: {
      title: 'Ändern, wer Formularmails bekommt',
      summary: 'Das können Sie selbst, und es gilt sofort.',
      html: `<p>Öffnen Sie die Einstellungen Ihrer Website, wählen Sie <strong>Formulare</strong> und dann das Formular. Unter <strong>Geht an</strong> stehen die Adressen, eine je Zeile.</p><p>Tragen Sie die zweite Person ein, bevor Sie die erste entfernen: Ein Formular ohne Adresse hebt seine Antworten auf und schreibt niemandem.</p>`,
    },
  },
  {
    key: 'browsers',
    category: 'website',
    by: 'theo',
    at: '120d 11:45',
    unowned: true,
    reviewDays: 365,
    en: {
      title: 'Browser support',
      summary: 'What we test on, and what still works elsewhere.',
      html: `<p>We test on the last two versions of Chrome, Edge, Firefox and Safari, on computers and phones. Everything can be read and sent without scripts.</p><pre data-language="text"><code>Chrome, Edge   last two versions
Firefox        last two versions and ESR
Safari         last two versions, iOS too</code></pre>`,
    },
    de: {
      title: 'Unterstützte Browser',
      summary: 'Womit wir testen, und was sonst noch geht.',
      html: `<p>Wir testen mit den letzten beiden Versionen von Chrome, Edge, Firefox und Safari, auf Computern und Telefonen. Lesen und absenden kann man alles auch ohne Skripte.</p>`,
    },
  },
  {
    key: 'down',
    category: 'website',
    by: 'priya',
    at: '44d 08:50',
    en: {
      title: 'Your website does not answer',
      summary: 'Three things to look at before you write, and the number for the night.',
      html: `<ol><li>Does it answer on your phone, without the office network?</li><li>Has the domain been paid for? Its owner gets mails about that.</li><li>Was something changed in the DNS today?</li></ol><p>If none of that helps, open a request and say that it blocks you. With a retainer we also answer at night.</p>`,
    },
    de: {
      title: 'Ihre Website antwortet nicht',
      summary: 'Drei Dinge, die Sie ansehen, bevor Sie schreiben, und die Nummer für die Nacht.',
      html: `<ol><li>Antwortet sie auf dem Telefon, ohne das Netz im Büro?</li><li>Ist die Domain bezahlt? Ihr Inhaber bekommt Mails dazu.</li><li>Wurde heute etwas am DNS geändert?</li></ol><p>Hilft nichts davon, stellen Sie eine Anfrage und sagen Sie, dass es Sie blockiert. Mit einem Retainer antworten wir auch nachts.</p>`,
    },
  },
  {
    key: 'invoice',
    category: 'billing',
    by: 'maya',
    at: '188d 09:00',
    reviewDays: 180,
    audience: 'signed_in',
    en: {
      title: 'Read your invoice',
      summary: 'What each line means, and where the hours come from.',
      html: `<p>An invoice comes on the first working day of the month. Each line is a project or a retainer.</p><ul><li><strong>Hours</strong> are those that were written down in requests.</li><li><strong>Carried over</strong> are hours of last month: they are kept for three months.</li><li><strong>Passed on</strong> is what others charge us, such as fonts. We add nothing.</li></ul><p>Something is wrong? Reply to the mail, or <a href="@address">change the address</a> first.</p>`,
    },
    de: {
      title: 'Ihre Rechnung lesen',
      summary: 'Was jede Zeile bedeutet und woher die Stunden kommen.',
      html: `<p>Die Rechnung kommt am ersten Werktag des Monats. Jede Zeile ist ein Projekt oder ein Retainer.</p><ul><li><strong>Stunden</strong> sind die, die in Anfragen aufgeschrieben wurden.</li><li><strong>Übertrag</strong> sind Stunden des Vormonats: Sie bleiben drei Monate.</li><li><strong>Weitergegeben</strong> ist, was andere uns berechnen, etwa Schriften. Wir schlagen nichts auf.</li></ul><p>Etwas stimmt nicht? Antworten Sie auf die Mail oder <a href="@address">ändern Sie zuerst die Adresse</a>.</p>`,
    },
  },
  {
    key: 'address',
    category: 'billing',
    by: 'maya',
    at: '40d 12:20',
    audience: 'signed_in',
    en: {
      title: 'Change the billing address',
      summary: 'It holds for the next invoice; an old one is written anew on request.',
      html: `<p>Open <strong>Your company</strong> and change the address. Account admins and people with the role Billing may.</p><p>For an invoice that is out already, open a request within 14 days. We cancel it and write it anew.</p>`,
    },
    de: {
      title: 'Rechnungsadresse ändern',
      summary: 'Es gilt ab der nächsten Rechnung; eine alte stellen wir auf Wunsch neu aus.',
      html: `<p>Öffnen Sie <strong>Ihre Firma</strong> und ändern Sie die Adresse. Das dürfen Kontoverwalter und Personen mit der Rolle Rechnungen.</p><p>Für eine Rechnung, die schon unterwegs ist, stellen Sie innerhalb von 14 Tagen eine Anfrage. Wir stornieren sie und stellen sie neu aus.</p>`,
    },
  },
  {
    key: 'retainer',
    category: 'billing',
    by: 'maya',
    at: '36d 15:30',
    audience: 'segment',
    en: {
      title: 'How your retainer hours work',
      summary: 'What counts, what is kept, and what happens when they run out.',
      html: `<p>Every month begins with your hours. What you do not use is kept for three months, the oldest first.</p><ul><li>Questions that we answer within ten minutes cost nothing.</li><li>At 80 % we tell your account admin.</li><li>Beyond the hours we stop and ask; nothing is charged by surprise.</li></ul>`,
    },
    de: {
      title: 'So funktionieren Ihre Retainer-Stunden',
      summary: 'Was zählt, was bleibt und was geschieht, wenn sie verbraucht sind.',
      html: `<p>Jeder Monat beginnt mit Ihren Stunden. Was übrig ist, bleibt drei Monate, das Älteste zuerst.</p><ul><li>Fragen, die wir in zehn Minuten beantworten, kosten nichts.</li><li>Bei 80 % sagen wir Ihrem Kontoverwalter Bescheid.</li><li>Darüber hinaus halten wir an und fragen; nichts wird ungefragt berechnet.</li></ul>`,
    },
  },
  {
    key: 'holidays',
    category: 'billing',
    by: 'maya',
    at: '3d 10:10',
    end: { is: 'scheduled', days: 9 },
    en: {
      title: 'When we are there over the holidays',
      summary: 'Short days from 22 December, and who answers in between.',
      html: `<p>From 22 December to 2 January we answer what blocks you, from 10:00 to 15:00. Everything else waits until 5 January.</p><p>With a retainer the number for the night is there all the time.</p>`,
    },
    de: {
      title: 'Wann wir über die Feiertage da sind',
      summary: 'Kurze Tage ab dem 22. Dezember, und wer dazwischen antwortet.',
      html: `<p>Vom 22. Dezember bis zum 2. Januar beantworten wir von 10:00 bis 15:00 Uhr, was Sie blockiert. Alles andere wartet bis zum 5. Januar.</p><p>Mit einem Retainer ist die Nummer für die Nacht immer da.</p>`,
    },
  },
  {
    key: 'oldplans',
    category: 'billing',
    by: 'maya',
    at: '220d 10:00',
    reviewDays: null,
    end: { is: 'archived', at: '33d 09:00' },
    en: {
      title: 'Packages until September',
      summary: 'What the three packages had in them.',
      html: `<p>Until September there were three packages: Start, Grow and Care. Whoever has one keeps it until the agreement ends.</p>`,
    },
  },
  {
    key: 'redirects',
    category: 'website',
    by: 'priya',
    at: '3d 14:20',
    from: 1461,
    en: {
      title: 'Keep old addresses working',
      summary: 'Send us a list, and whoever follows an old link still arrives.',
      html: `<p>When a page moves, its old address stays in search engines, in mails and on the sites of others. A redirect leads from there to the new page.</p>
<ol><li>Look in your search console under <strong>Pages</strong> for addresses that lead nowhere.</li><li>Write them into a list: the old address, then the new one, one pair a line.</li><li>Attach the list to a request. The redirects are there the same working day.</li></ol>
<aside data-callout="tip"><p>Send the list before you switch anything off: then no visitor sees an empty page.</p></aside>`,
    },
    de: {
      title: 'Alte Adressen weiterleiten',
      summary: 'Schicken Sie uns eine Liste, und wer einem alten Link folgt, kommt trotzdem an.',
      html: `<p>Wenn eine Seite umzieht, bleibt ihre alte Adresse in Suchmaschinen, in Mails und auf den Seiten anderer. Eine Weiterleitung führt von dort zur neuen Seite.</p>
<ol><li>Sehen Sie in der Suchkonsole unter <strong>Seiten</strong> nach, welche Adressen ins Leere führen.</li><li>Schreiben Sie sie in eine Liste: die alte Adresse, dann die neue, ein Paar je Zeile.</li><li>Hängen Sie die Liste an eine Anfrage. Die Weiterleitungen sind am selben Werktag da.</li></ol>
<aside data-callout="tip"><p>Schicken Sie die Liste, bevor Sie etwas abschalten: Dann sieht niemand eine leere Seite.</p></aside>`,
    },
  },
  {
    key: 'handover',
    category: 'studio',
    by: 'priya',
    at: '30d 09:40',
    audience: 'member',
    en: {
      title: 'Hand over a client before your holiday',
      summary: 'A checklist for us, not for clients.',
      html: `<ol><li>Write a note on every open request: what was promised, and until when.</li><li>Make somebody the owner, and tell the client who it is.</li><li>Look at <a href="@retainer">their hours</a>: who is above 80 %?</li></ol>`,
    },
  },
  {
    key: 'tone',
    category: 'studio',
    by: 'maya',
    at: '29d 17:00',
    audience: 'member',
    en: {
      title: 'How we write to clients',
      summary: 'Short, by name, and with the next step in the first sentence.',
      html: `<p>We write as we talk. The first sentence has the answer or the next step.</p><blockquote><p>“Your form is back. It was the certificate; it renews itself from now on.”</p></blockquote><p>We say sorry once, and then what we do about it.</p>`,
    },
  },
];

import type { HelpArticle } from './article.ts';

export const firstArticles: HelpArticle[] = [
  {
    key: 'signin',
    category: 'start',
    by: 'priya',
    at: '96d 10:20',
    en: {
      title: 'Sign in without a password',
      summary: 'A link in your mail is enough, and there are three more ways.',
      html: `<p>You do not need a password. Type your work address on the sign-in page, and we mail you a link that opens the portal for you.</p>
<h2>When the link does not come</h2><ol><li>Look in the spam folder for a mail from Northwind Studio.</li><li>Check that it is the address you were invited with.</li><li>Ask for another link. The newest one counts.</li></ol>
<aside data-callout="tip"><p>A <strong>passkey</strong> is quicker still: your fingerprint, your face or your phone instead of a mail. You add one under Your account.</p></aside>
<p>If your company signs in with its own account, choose “Sign in with your company”. Nobody can add a colleague by forwarding a link: see <a href="@invite">how to invite one</a>.</p>`,
    },
    de: {
      title: 'Ohne Passwort anmelden',
      summary: 'Ein Link in Ihrer Mail genügt, und es gibt drei weitere Wege.',
      html: `<p>Sie brauchen kein Passwort. Geben Sie auf der Anmeldeseite Ihre geschäftliche Adresse ein; wir schicken Ihnen einen Link, der Ihnen das Portal öffnet.</p>
<h2>Wenn der Link nicht kommt</h2><ol><li>Sehen Sie im Spam-Ordner nach einer Mail von Northwind Studio.</li><li>Prüfen Sie, ob es die Adresse ist, an die Sie eingeladen wurden.</li><li>Fordern Sie einen neuen Link an. Der neueste zählt.</li></ol>
<aside data-callout="tip"><p>Noch schneller ist ein <strong>Passkey</strong>: Fingerabdruck, Gesicht oder Telefon statt einer Mail. Sie legen ihn unter „Ihr Konto“ an.</p></aside>
<p>Wenn sich Ihre Firma mit einem eigenen Konto anmeldet, wählen Sie „Mit der Firma anmelden“. Mit einem weitergeleiteten Link kommt niemand hinein: So <a href="@invite">laden Sie Kollegen ein</a>.</p>`,
    },
  },
  {
    key: 'invite',
    category: 'start',
    by: 'priya',
    at: '95d 15:05',
    en: {
      title: 'Invite a colleague',
      summary: 'Whoever looks after your account brings in the others.',
      html: `<p>Open <strong>Your company</strong>, choose <strong>Invite a colleague</strong> and type their address. They get a mail with a link that is good for seven days.</p>
<h2>What they may do</h2><table><thead><tr><th>Role</th><th>May</th></tr></thead><tbody><tr><td>Can read</td><td>See everything, change nothing</td></tr><tr><td>Can ask and answer</td><td>Open requests, reply, send files</td></tr><tr><td>Approver</td><td>All of that, and approve designs</td></tr><tr><td>Account admin</td><td>Everything, and who else has access</td></tr></tbody></table>
<p>You can change a role later. Whoever leaves your company should be removed the same day: their open requests stay with you.</p>`,
    },
  },
  {
    key: 'firstweek',
    category: 'start',
    by: 'maya',
    at: '88d 09:30',
    audience: 'signed_in',
    en: {
      title: 'What happens in your first week with us',
      summary: 'Four short steps, and who you talk to in each.',
      html: `<p>We begin every project the same way, so that you always know whose turn it is.</p>
<ol><li><strong>Monday:</strong> a call of half an hour. We go through the goal and who decides.</li><li><strong>Tuesday:</strong> you <a href="@assets">send us your brand assets</a>.</li><li><strong>Wednesday and Thursday:</strong> we look at what you have, and write down what we found.</li><li><strong>Friday:</strong> a page with the plan, for your approval.</li></ol>
<p>Your contact answers within two hours on working days, from 9:00 to 17:30 in Berlin.</p>`,
    },
    de: {
      title: 'Ihre erste Woche mit uns',
      summary: 'Vier kurze Schritte, und mit wem Sie dabei sprechen.',
      html: `<p>Wir beginnen jedes Projekt gleich, damit Sie immer wissen, wer am Zug ist.</p>
<ol><li><strong>Montag:</strong> ein Gespräch von einer halben Stunde über das Ziel und darüber, wer entscheidet.</li><li><strong>Dienstag:</strong> Sie <a href="@assets">schicken uns Ihr Markenmaterial</a>.</li><li><strong>Mittwoch und Donnerstag:</strong> Wir sehen uns an, was da ist, und schreiben auf, was wir gefunden haben.</li><li><strong>Freitag:</strong> eine Seite mit dem Plan, zur Freigabe.</li></ol>
<p>Ihr Kontakt antwortet an Werktagen von 9:00 bis 17:30 Uhr innerhalb von zwei Stunden.</p>`,
    },
  },
  {
    key: 'assets',
    category: 'design',
    by: 'theo',
    at: '201d 11:00',
    reviewDays: 180,
    en: {
      title: 'Send us brand assets',
      summary: 'Which files we need, and how large they may be.',
      html: `<p>Attach them to a request, or send a folder as a ZIP. One file may have up to 50 MB.</p>
<h2>What we need</h2><ul><li>The logo as <code>SVG</code>, <code>AI</code> or <code>PDF</code>; a picture of it is not enough.</li><li>Your colours as hex or Pantone values.</li><li>Fonts with the licence for the web, or the name of the shop.</li></ul>
<aside data-callout="warning"><p>Please do not send passwords of font shops by mail. We ask for a link that ends by itself.</p></aside>`,
    },
    de: {
      title: 'Markenmaterial schicken',
      summary: 'Welche Dateien wir brauchen und wie groß sie sein dürfen.',
      html: `<p>Hängen Sie sie an eine Anfrage oder schicken Sie einen Ordner als ZIP. Eine Datei darf bis zu 50 MB haben.</p>
<h2>Was wir brauchen</h2><ul><li>Das Logo als <code>SVG</code>, <code>AI</code> oder <code>PDF</code>; ein Bild davon genügt nicht.</li><li>Ihre Farben als Hex- oder Pantone-Werte.</li><li>Schriften mit Weblizenz oder den Namen des Händlers.</li></ul>
<aside data-callout="warning"><p>Bitte schicken Sie keine Passwörter von Schriftenhändlern per Mail. Wir schicken Ihnen einen Link, der von selbst endet.</p></aside>`,
    },
  },
  {
    key: 'approve',
    category: 'design',
    by: 'theo',
    at: '70d 14:10',
    en: {
      title: 'Approve a design',
      summary: 'Say yes, say no, or say what to change: we wait for one of the three.',
      html: `<p>When a design is ready we ask for your decision in the portal. Until then we do not build it.</p>
<h2>Three answers</h2><ul><li><strong>Approve:</strong> we start building the next working day.</li><li><strong>Approve with notes:</strong> we build it and change the small things on the way.</li><li><strong>Not yet:</strong> say what is missing. Two rounds are part of every project.</li></ul>
<p>Only people with the role Approver can decide. If yours is on holiday, <a href="@invite">give somebody else the role</a> before.</p>`,
    },
    later: {
      by: 'theo',
      at: '21d 10:40',
      note: 'Two rounds instead of three, as in the new agreement',
      en: {
        title: 'Approve a design',
        summary: 'Say yes, say no, or say what to change: we wait for one of the three.',
        html: `<p>When a design is ready we ask for your decision in the portal. Until then we do not build it.</p>
<h2>Three answers</h2><ul><li><strong>Approve:</strong> we start building the next working day.</li><li><strong>Approve with notes:</strong> we build it and change the small things on the way.</li><li><strong>Not yet:</strong> say what is missing. Two rounds are part of every project, a third is charged by the hour.</li></ul>
<p>Only people with the role Approver can decide. If yours is on holiday, <a href="@invite">give somebody else the role</a> before.</p><h2>After a week</h2><p>We ask again. What nobody has decided for four weeks is put away, and can be taken up at any time.</p>`,
      },
    },
  },
  {
    key: 'feedback',
    category: 'design',
    by: 'theo',
    at: '64d 16:00',
    en: {
      title: 'Give feedback that we can use',
      summary: 'Say what you see, what you expected and on which device.',
      html: `<p>“It looks odd” costs us a day. Three things save it:</p><ol><li>The address of the page.</li><li>What you expected, and what is there instead.</li><li>A picture of the screen, and whether it was a phone or a computer.</li></ol>
<figure data-embed="https://www.loom.com/embed/5a1f0c9b3d2e4a6f8b7c0d1e2f3a4b5c"></figure><p>One list from all of you is better than five mails. Choose who collects it.</p>`,
    },
    de: {
      title: 'Rückmeldungen, mit denen wir arbeiten können',
      summary: 'Was Sie sehen, was Sie erwartet haben und auf welchem Gerät.',
      html: `<p>„Sieht komisch aus“ kostet uns einen Tag. Drei Dinge sparen ihn:</p><ol><li>Die Adresse der Seite.</li><li>Was Sie erwartet haben und was stattdessen da ist.</li><li>Ein Bild vom Bildschirm, und ob es ein Telefon oder ein Computer war.</li></ol>
<figure data-embed="https://www.loom.com/embed/5a1f0c9b3d2e4a6f8b7c0d1e2f3a4b5c"></figure><p>Eine Liste von allen ist besser als fünf Mails. Bestimmen Sie, wer sie führt.</p>`,
    },
  },
  {
    key: 'sizes',
    category: 'website',
    by: 'theo',
    at: '58d 09:15',
    end: { is: 'draft' },
    en: {
      title: 'How large pictures on your site should be',
      summary: '',
      html: `<p>For the top of a page: 2400 by 1200 pixels, as JPEG or WebP, below 500 KB.</p><p>Still to be written: pictures in the shop, and in articles.</p>`,
    },
  },
];

import type { When } from '../clock.ts';

interface Words {
  title: string;
  summary: string;
  html: string;
}

interface LumenArticle {
  category: 'gateways' | 'data' | 'account';
  by: 'jonas' | 'aiko' | 'sam';
  at: When;
  audience?: 'signed_in';
  en: Words;
  de: Words;
}

export const articles: LumenArticle[] = [
  {
    category: 'gateways',
    by: 'sam',
    at: '184d 10:15',
    en: {
      title: 'A site is behind: what to look at first',
      summary: 'Nothing is lost for seven days. Three checks tell you where the delay is.',
      html: `<p>A gateway keeps every reading for <strong>seven days</strong> and sends it when it can. A dashboard that is behind catches up by itself.</p>
<ol><li>Open <strong>Sites</strong> and look at “Last heard from”. Older than five minutes: the gateway has no way out.</li><li>Look at both uplinks. One green, one amber: half of the traffic waits. Tell us, we renew the certificate from here.</li><li>Both green, still behind: the queue is being sent. It takes about a quarter of the time it was offline.</li></ol>
<aside data-callout="warning"><p>Do not restart a gateway to hurry it. It begins its queue anew.</p></aside>`,
    },
    de: {
      title: 'Ein Standort hinkt hinterher: was zuerst zu prüfen ist',
      summary: 'Sieben Tage lang geht nichts verloren. Drei Blicke zeigen, wo es hängt.',
      html: `<p>Ein Gateway bewahrt jeden Messwert <strong>sieben Tage</strong> lang auf und sendet ihn, sobald es kann. Ein Dashboard, das hinterherhinkt, holt von selbst auf.</p>
<ol><li>Sehen Sie unter <strong>Standorte</strong> auf „Zuletzt gehört“. Älter als fünf Minuten: Das Gateway kommt nicht nach draußen.</li><li>Sehen Sie auf beide Uplinks. Einer grün, einer gelb: Die Hälfte wartet. Sagen Sie es uns, wir erneuern das Zertifikat von hier aus.</li><li>Beide grün und trotzdem spät: Die Warteschlange wird gesendet. Das dauert etwa ein Viertel der Zeit, die er offline war.</li></ol>
<aside data-callout="warning"><p>Starten Sie ein Gateway nicht neu, damit es schneller geht. Es fängt seine Warteschlange dann von vorn an.</p></aside>`,
    },
  },
  {
    category: 'gateways',
    by: 'aiko',
    at: '151d 14:30',
    en: {
      title: 'Update the firmware of sensors',
      summary: 'When, in which order, and how to go back.',
      html: `<p>Updates go out at night, site by site: first one sensor in ten, an hour later the rest. If more than two in a hundred fall silent, the rollout stops and we call you.</p>
<table><thead><tr><th>Version</th><th>What it brings</th></tr></thead><tbody><tr><td>4.2.1</td><td>Ends double readings of 4.2.0</td></tr><tr><td>4.2.0</td><td>Certificates renew themselves</td></tr></tbody></table>
<p>To go back, choose <strong>Firmware, Previous</strong> on the page of a site. Settings stay.</p>`,
    },
    de: {
      title: 'Firmware der Sensoren aktualisieren',
      summary: 'Wann, in welcher Reihenfolge, und wie Sie zurückkommen.',
      html: `<p>Aktualisiert wird nachts, Standort für Standort: erst jeder zehnte Sensor, eine Stunde später der Rest. Verstummen mehr als zwei von hundert, hält die Verteilung an, und wir rufen Sie an.</p>
<table><thead><tr><th>Version</th><th>Was sie bringt</th></tr></thead><tbody><tr><td>4.2.1</td><td>Beendet doppelte Messwerte aus 4.2.0</td></tr><tr><td>4.2.0</td><td>Zertifikate erneuern sich selbst</td></tr></tbody></table>
<p>Zurück geht es auf der Seite eines Standorts mit <strong>Firmware, Vorige</strong>. Einstellungen bleiben.</p>`,
    },
  },
  {
    category: 'data',
    by: 'aiko',
    at: '126d 11:05',
    en: {
      title: 'Check the signature of a webhook',
      summary: 'One header, one secret, and what happens when you rotate it.',
      html: `<p>Each delivery carries <code>Lumen-Signature</code>: a time and an HMAC of time and body.</p>
<pre data-language="python"><code>expected = hmac.new(secret, f"{time}.{body}".encode(), "sha256").hexdigest()
if not hmac.compare_digest(expected, given): abort(401)</code></pre>
<p>After you rotate a secret, both are good for ten minutes. What fails is sent again for 72 hours, with growing pauses. Each delivery has its own time and id, so nothing counts twice.</p>`,
    },
    de: {
      title: 'Die Signatur eines Webhooks prüfen',
      summary: 'Ein Kopf, ein Geheimnis, und was beim Wechsel geschieht.',
      html: `<p>Jede Zustellung trägt <code>Lumen-Signature</code>: eine Zeit und einen HMAC über Zeit und Inhalt.</p>
<pre data-language="python"><code>expected = hmac.new(secret, f"{time}.{body}".encode(), "sha256").hexdigest()
if not hmac.compare_digest(expected, given): abort(401)</code></pre>
<p>Wenn Sie das Geheimnis wechseln, gelten beide zehn Minuten lang. Was fehlschlägt, wird 72 Stunden lang mit wachsenden Pausen noch einmal gesendet. Jede Zustellung hat ihre eigene Zeit und Nummer, nichts zählt doppelt.</p>`,
    },
  },
  {
    category: 'data',
    by: 'aiko',
    at: '98d 15:40',
    en: {
      title: 'Export raw events to your warehouse',
      summary: 'Parquet in a bucket of yours, every hour; the past once.',
      html: `<ol><li>Make a bucket and give our account the right to write there, not to read.</li><li>Under <strong>Organisation, Exports</strong> paste its address and choose what goes out.</li><li>Press <strong>Test</strong>: an empty file lands there within a minute.</li></ol>
<p>From then on a file comes every hour, some minutes after it. For what was before, ask us for a one-time export: a quarter takes about a day.</p>
<aside data-callout="info"><p>Raw events are kept for thirteen months. Hourly averages stay for ever.</p></aside>`,
    },
    de: {
      title: 'Rohdaten in Ihr Warehouse exportieren',
      summary: 'Stündlich als Parquet in Ihren Bucket; die Vergangenheit einmal.',
      html: `<ol><li>Legen Sie einen Bucket an und geben Sie unserem Konto das Recht, dort zu schreiben, nicht zu lesen.</li><li>Tragen Sie unter <strong>Organisation, Exporte</strong> seine Adresse ein und wählen Sie, was hinausgeht.</li><li>Drücken Sie <strong>Testen</strong>: Binnen einer Minute liegt dort eine leere Datei.</li></ol>
<p>Von da an kommt jede Stunde eine Datei, einige Minuten danach. Für alles davor bitten Sie uns um einen einmaligen Export: Ein Quartal braucht etwa einen Tag.</p>
<aside data-callout="info"><p>Rohdaten bleiben dreizehn Monate. Stundenmittel bleiben für immer.</p></aside>`,
    },
  },
  {
    category: 'account',
    by: 'jonas',
    at: '61d 09:50',
    en: {
      title: 'What a shorter interval costs',
      summary: 'A reading every five seconds is twelve times one every minute.',
      html: `<p>Your plan counts readings, not devices. Before a burn-in test, do the sum:</p>
<table><thead><tr><th>Interval</th><th>Readings of a sensor a day</th></tr></thead><tbody><tr><td>1 minute</td><td>1,440</td></tr><tr><td>15 seconds</td><td>5,760</td></tr><tr><td>5 seconds</td><td>17,280</td></tr></tbody></table>
<p>Doubles are dropped before they are counted. Set an end date with the interval, and it goes back by itself.</p>`,
    },
    de: {
      title: 'Was ein kürzeres Intervall kostet',
      summary: 'Alle fünf Sekunden ein Messwert ist zwölfmal so viel wie jede Minute.',
      html: `<p>Ihr Tarif zählt Messwerte, keine Geräte. Rechnen Sie vor einem Dauertest nach:</p>
<table><thead><tr><th>Intervall</th><th>Messwerte eines Sensors am Tag</th></tr></thead><tbody><tr><td>1 Minute</td><td>1.440</td></tr><tr><td>15 Sekunden</td><td>5.760</td></tr><tr><td>5 Sekunden</td><td>17.280</td></tr></tbody></table>
<p>Doppelte fallen weg, bevor gezählt wird. Geben Sie dem Intervall ein Ende mit, dann stellt es sich von selbst zurück.</p>`,
    },
  },
  {
    category: 'account',
    by: 'sam',
    at: '40d 13:20',
    audience: 'signed_in',
    en: {
      title: 'Who may do what on a site',
      summary: 'Operators watch and confirm, admins change. Holidays have an end date.',
      html: `<p><strong>Operators</strong> see the devices they look after and confirm alarms. <strong>Admins</strong> change limits, firmware and people, at their own sites only.</p>
<p>Away for a while? Make somebody an admin and give it an end date. Both of you get a mail when it is over.</p>`,
    },
    de: {
      title: 'Wer an einem Standort was darf',
      summary: 'Operatoren beobachten und bestätigen, Admins ändern. Urlaub hat ein Ende.',
      html: `<p><strong>Operatoren</strong> sehen die Geräte, um die sie sich kümmern, und bestätigen Alarme. <strong>Admins</strong> ändern Grenzwerte, Firmware und Personen, und zwar nur an ihren eigenen Standorten.</p>
<p>Sie sind eine Weile weg? Machen Sie jemanden zum Admin und geben Sie ein Ende an. Sie beide bekommen eine Mail, wenn es so weit ist.</p>`,
    },
  },
];

import { answer, assign, note, reply, type StoryTicket, triage } from '../story.ts';

/** What is going on at Lumen Cloud just now, the oldest first. */
export const openTickets: StoryTicket[] = [
  {
    number: 1459,
    by: 'petra',
    at: '4d 08:35',
    subject: 'Dashboard lädt im Werk Osaka sehr langsam',
    urgency: 'slows',
    text: 'Die Kolleginnen in Osaka warten morgens bis zu zwölf Sekunden auf das Dashboard. In Nürnberg ist es sofort da.',
    steps: [
      assign('jonas', '+20m', 'sam'),
      note(
        'sam',
        '+1h',
        'They load all 40 tiles at once, and each asks Frankfurt. The new edge in Tokyo would halve it.',
      ),
      reply(
        'sam',
        '+8m',
        'Guten Tag Frau Novak, Ihr Dashboard fragt vierzig Kacheln einzeln in Frankfurt ab. Wir können Osaka auf den neuen Standort Tokio umstellen. Dafür lädt es einmal alle Einstellungen neu. Passt Ihnen heute Abend nach 20 Uhr?',
      ),
      reply('petra', '3d 09:12', 'Heute Abend passt, bitte vorher kurz Bescheid geben.'),
      reply('sam', '2d 18:20', 'Die Umstellung ist durch. Wie lange dauert es heute früh in Osaka?'),
    ],
  },
  {
    number: 1466,
    by: 'luis',
    at: '3d 15:30',
    subject: 'Webhook retries after maintenance',
    urgency: 'question',
    text: 'During your maintenance on Sunday our endpoint missed about 40 deliveries. Are they sent again by themselves?',
    steps: [
      reply(
        'sam',
        '+50m',
        'Yes, for 72 hours with growing pauses. The last 11 are still in that queue. I can send them at once if your endpoint is ready. Shall I?',
        { outcome: 'keep' },
      ),
      triage('sam', '+1m', { priority: 'low' }),
      reply('luis', '2d 08:45', 'Please do.'),
      answer(
        'sam',
        '+35m',
        'All 11 are through, the oldest first. Each carries its own time, so nothing is counted twice.',
      ),
    ],
  },
  {
    number: 1471,
    by: 'dana',
    at: '2d 10:25',
    subject: 'How do we export raw events?',
    urgency: 'question',
    text: 'Our data team wants the raw events of the last quarter in their warehouse, not only the hourly averages.',
    steps: [
      reply(
        'aiko',
        '+1h15m',
        'You can have them as Parquet files in a bucket of yours, every hour. For the past quarter we start a one-time export. Which cloud is the warehouse in?',
        { outcome: 'wait' },
      ),
      reply('dana', '3h20m', 'AWS, us-east-2. And yes to the one-time export.'),
    ],
  },
  {
    number: 1478,
    by: 'yuki',
    at: '1d 13:05',
    subject: 'Two readings per minute instead of one',
    urgency: 'question',
    text: 'Since the firmware update some sensors send twice a minute. Does that count towards our plan?',
    steps: [
      note('sam', '+20m', 'Firmware 4.2.0 bug, fixed in 4.2.1. Billing already ignores the doubles, says Jonas.'),
      reply(
        'sam',
        '+5m',
        'It does not count: the doubles are dropped before billing. Firmware 4.2.1 ends it. May we update your sensors tonight?',
      ),
    ],
  },
  {
    number: 1479,
    by: 'dana',
    at: '1d 14:30',
    subject: 'Add two operators to the Reno site',
    urgency: 'question',
    text: 'Please give Kim Alvarez and Jo Petersen access to Reno, as operators. The list of devices they look after is attached.',
    files: ['devices-reno.csv'],
    steps: [
      assign('jonas', '+10m', 'sam'),
      reply(
        'sam',
        '+35m',
        'Both are in. Jo already has an account at your Ghent site with admin rights. Should Jo keep those there?',
      ),
    ],
  },
  {
    number: 1480,
    by: 'ines',
    at: '6h50m',
    subject: 'Webhook secret rotated, deliveries fail',
    urgency: 'blocks',
    text: 'We rotated the webhook secret at 07:05 and since then every delivery answers 401. The last 40 are in the attached file.',
    files: ['failed-deliveries.csv'],
    steps: [
      triage('jonas', '+6m', { priority: 'urgent' }),
      assign('jonas', '+1m', 'jonas'),
      note(
        'sam',
        '+15m',
        'The old secret is cached on two of five senders. Restarting them one by one, ten minutes each.',
      ),
      reply(
        'jonas',
        '+6m',
        'Two of our five senders still have the old secret. We are restarting them one by one, and everything that failed is sent again by itself.',
      ),
      reply(
        'ines',
        '1h10m',
        'The new ones arrive. Three of the 40 in my file are still missing, the last three lines.',
      ),
    ],
  },
  {
    number: 1481,
    by: 'marcus',
    at: '6h',
    subject: 'Sign-in page shows our old logo',
    urgency: 'question',
    text: 'The dashboard has the new logo, the sign-in page still the old one.',
    steps: [
      reply(
        'aiko',
        '+25m',
        'The sign-in page takes it from Organisation, Branding, Sign-in. I have copied it over. Is the white background intended, or shall it be transparent?',
      ),
    ],
  },
  {
    number: 1482,
    by: 'dana',
    at: '5h30m',
    subject: 'Telemetry delayed for the Austin site',
    urgency: 'blocks',
    text: 'Since about 08:00 the Austin dashboard is 15 minutes behind. Reno is fine. Nothing changed on our side that I know of.',
    files: ['austin-dashboard.png'],
    steps: [
      note('sam', '+11m', 'Uplink B still on the old certificate. Same as Ghent last month, runbook 14.'),
      reply(
        'sam',
        '+7m',
        'Thanks Dana, I can see it. The Austin gateway is retrying its uploads: its certificate was renewed overnight and one of the two uplinks still has the old one. Your data is safe and queued on the device.\n\nI have started the certificate sync. You should be back to live by 14:00. I will confirm here either way.',
        { outcome: 'keep', files: ['gateway-status.txt'] },
      ),
      assign('sam', '+15m', 'jonas'),
      reply(
        'jonas',
        '1h25m',
        'Both uplinks have the new certificate now. The queue is half empty: 15 minutes have become 10.',
        {
          outcome: 'keep',
        },
      ),
      reply('dana', '44m', 'Still 10 minutes behind. The shift starts at 15:00, will it be live by then?'),
    ],
  },
  {
    number: 1483,
    by: 'luis',
    at: '1h9m',
    subject: 'Temperature unit differs between pages',
    urgency: 'question',
    text: 'The overview shows Fahrenheit, the device page Celsius. I would like Celsius everywhere.',
    steps: [
      note(
        'aiko',
        '+20m',
        'Thursday’s release makes this a setting of each person. I am asking whether Acme can have it today, and answer when I know.',
      ),
    ],
  },
  {
    number: 1484,
    by: 'yuki',
    at: '24m',
    subject: 'Alarm by text message at night',
    urgency: 'question',
    text: 'Can alarms between 22:00 and 06:00 go to the duty phone as a text message, and by day to the team as before?',
    steps: [],
  },
];

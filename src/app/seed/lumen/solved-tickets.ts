import { answer, note, reopen, reply, type StoryTicket, solve, triage } from '../story.ts';

/** What Lumen Cloud has finished, the oldest first. */
export const solvedTickets: StoryTicket[] = [
  {
    number: 1391,
    by: 'dana',
    at: '62d 08:30',
    subject: 'Ghent gateway late',
    urgency: 'blocks',
    text: 'Ghent is 20 minutes behind since midnight.',
    steps: [
      note('sam', '+9m', 'Uplink B again. Writing this down as runbook 14.'),
      reply(
        'sam',
        '+6m',
        'One of the two uplinks has an old certificate. I am syncing it now; nothing is lost, the gateway keeps seven days.',
        { outcome: 'keep' },
      ),
      reply('dana', '+50m', 'Live again. Thank you.'),
      answer('sam', '+5m', 'Good. From the next firmware on the gateway does this by itself.'),
      triage('sam', '+8d', { status: 'closed' }),
    ],
  },
  {
    number: 1424,
    by: 'grace',
    at: '26d 10:00',
    subject: 'Usage in October is higher than we expected',
    urgency: 'question',
    text: 'October shows 18 percent more readings than September, with the same devices. Can you explain that?',
    steps: [
      note(
        'jonas',
        '+35m',
        'Reno ran the burn-in test for nine days. They asked for the shorter interval themselves, ticket of 3 October.',
      ),
      answer(
        'jonas',
        '+10m',
        'The burn-in test at Reno ran with a reading every five seconds for nine days. That is the whole difference. I have credited half of it, because our page did not say what the interval costs. It does now.',
      ),
      reply('grace', '+1h', 'That is very fair, thank you.'),
      solve('grace', '+1m'),
    ],
  },
  {
    number: 1432,
    by: 'petra',
    at: '17d 09:25',
    subject: 'Einheit bar statt psi',
    urgency: 'question',
    text: 'Die Druckwerte stehen in psi. Wo stellen wir auf bar um?',
    steps: [
      answer(
        'sam',
        '+30m',
        'Unter Organisation, Einheiten. Ich habe es umgestellt; gespeichert wird ohnehin in Pascal, die alten Werte stimmen also auch.',
      ),
      reopen('petra', '16d 08:10'),
      reply('petra', '+1m', 'In den E-Mail-Berichten steht noch psi.'),
      answer('sam', '+4h', 'Jetzt auch dort. Der nächste Bericht kommt in bar.'),
    ],
  },
  {
    number: 1446,
    by: 'omar',
    at: '7d 11:15',
    subject: 'Second administrator for holidays',
    urgency: 'question',
    text: 'Who can act for me while I am away? Nobody else can add people.',
    steps: [
      reply(
        'jonas',
        '+20m',
        'Make somebody an account admin for those weeks; you can set an end date. Who shall it be? I can prepare it.',
      ),
      reply('omar', '+2h', 'Lea Brandt, until the 5th.'),
      answer('jonas', '+10m', 'Lea is admin until the evening of the 5th, and both of you get a mail when it ends.'),
    ],
  },
];

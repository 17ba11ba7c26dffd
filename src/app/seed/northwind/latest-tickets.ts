import { assign, note, reopen, reply, type StoryTicket, triage } from '../story.ts';

/** What came in since yesterday, the oldest first. */
export const latestTickets: StoryTicket[] = [
  {
    number: 1477,
    by: 'grace',
    at: '1d 10:30',
    subject: 'Purchase order number on invoice NW-2041',
    urgency: 'slows',
    text: 'Our system rejects the invoice because the PO number is missing. It is PO-88213. Could you send it again with the number?',
    steps: [
      reply(
        'maya',
        '+25m',
        'Of course, Grace. The new version with PO-88213 is on its way and the amount is unchanged. Could you tell me whether it went through?',
      ),
      reply('grace', '+3h', 'It did. Thank you!'),
      { by: 'grace', at: '+1m', does: 'solve' },
    ],
  },
  {
    number: 1478,
    by: 'yuki',
    at: '1d 13:40',
    subject: 'Font files for our slide deck',
    urgency: 'question',
    text: 'Is our licence good for desktop use as well? The agency that makes our slides asks for the font files.',
    steps: [
      {
        by: 'theo',
        at: '+45m',
        does: 'reply',
        outcome: 'solve',
        text: 'It is, for up to five people. I have shared the files with you; please pass on the licence text that lies beside them.',
      },
      reopen('yuki', '5h50m'),
      reply('yuki', '+2m', 'They are eight people. What would the bigger licence cost?'),
    ],
  },
  {
    number: 1479,
    by: 'dana',
    at: '1d 14:10',
    subject: 'Add Luis to the analytics dashboard',
    urgency: 'question',
    text: 'Luis needs to see the campaign numbers. Same rights as mine, please.',
    steps: [
      assign('maya', '+12m', 'priya'),
      reply(
        'priya',
        '+30m',
        'Happy to. Your rights include changing goals and deleting reports. Should Luis have those as well, or only look?',
      ),
    ],
  },
  {
    number: 1481,
    by: 'omar',
    at: '6h20m',
    subject: 'Two doctors are missing from the team page',
    urgency: 'slows',
    text: 'Dr. Amari and Dr. Lund joined on the 1st and are not on the page, although they are in the list we maintain.',
    steps: [
      reply(
        'nora',
        '+35m',
        'Both were waiting for a portrait. I have published them with initials for now. Could you send the photos when you have them?',
      ),
    ],
  },
  {
    number: 1482,
    by: 'dana',
    at: '5h40m',
    subject: 'Contact form emails are landing in spam',
    urgency: 'blocks',
    text: 'Three people told us their contact form confirmation went to spam this morning, all on Outlook. Our form replies come from hello@acmerobotics.com.',
    files: ['screenshot-0839.png'],
    steps: [
      note(
        'priya',
        '+11m',
        'SPF is missing our include since their DNS move on Friday. Same fix as Kestrel in August.',
      ),
      reply(
        'priya',
        '+7m',
        'Thanks Dana, I can reproduce this. Your DNS was moved on Friday and the SPF record no longer lists our mail sender, so Outlook marks the messages as suspicious.\n\nI have attached the one line your IT team needs to add. It takes effect within the hour. Shall I send it to them directly?',
        { files: ['spf-record.txt'] },
      ),
      assign('priya', '+20m', 'maya'),
      reply('dana', '48m', 'Yes please, send it to it@acmerobotics.com and copy me.'),
    ],
  },
  {
    number: 1483,
    by: 'ines',
    at: '2h14m',
    subject: 'Checkout shows the wrong currency',
    urgency: 'blocks',
    text: 'Customers in Ireland see pounds instead of euros since this morning. We already have two cancelled orders. A screenshot is attached.',
    files: ['basket-in-pounds.png'],
    steps: [
      triage('maya', '+9m', { priority: 'urgent' }),
      assign('maya', '+1m', 'maya'),
      note(
        'priya',
        '+14m',
        'The payment provider changed the country header last night. The shop falls back to the first currency. I can pin Ireland to euro until they fix it.',
      ),
      note(
        'priya',
        '+1h20m',
        'Pinned. Two of three servers have it, the third waits for their release to end. Maya, please hold the answer until Ines can try it: any minute now.',
      ),
    ],
  },
  {
    number: 1484,
    by: 'luis',
    at: '1h45m',
    subject: 'Price list for the R7 arm: which one is current?',
    urgency: 'question',
    text: 'The product page links the list of 4 October, the download area one of 18 October. Which should customers get?',
    steps: [
      reply(
        'maya',
        '+55m',
        'The one of 18 October. I have pointed both pages to it. Is there an older list anywhere in print that we should know of?',
      ),
    ],
  },
  {
    number: 1485,
    by: 'dana',
    at: '1h20m',
    subject: 'Press photos as one download',
    urgency: 'question',
    text: 'A magazine wants all press photos of the R7 arm today. Is there a way to get them as one file?',
    steps: [
      reply(
        'theo',
        '35m',
        'I have made one: 24 photos, printable, with captions. The link is on the press page now, below the contact. I will keep this open until you have told me that it works for them.',
        { outcome: 'keep' },
      ),
    ],
  },
  {
    number: 1486,
    by: 'tess',
    at: '1h19m',
    subject: 'Scheduled article went out a day early',
    urgency: 'slows',
    text: 'The winter tyres guide was planned for tomorrow 08:00 and is online since this morning. Is the schedule in another time zone?',
    steps: [],
  },
  {
    number: 1487,
    by: 'marcus',
    at: '1h4m',
    subject: 'Can we print gift cards at the till?',
    urgency: 'question',
    text: 'People ask for gift cards in the shop itself. Is there a way to make one on the tablet, with a code to scan?',
    steps: [],
  },
];

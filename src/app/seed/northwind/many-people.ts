import type { StoryAccount } from '../story.ts';

/** Of a customer's people, how many sees suggestions or does not, and how many of them write all the same. */
interface Side {
  of: number;
  wrote: number;
}

export interface Crowd {
  account: string;
  domain: string;
  titles: readonly [string, ...string[]];
  shown: Side;
  heldOut: Side;
}

/**
 * Three customers with many people who write to the studio. At those on a retainer suggestions seem to help, at the university they plainly
 * do: so the figures of everybody, of one group and of a month can each be called something else.
 */
export const crowds: readonly Crowd[] = [
  {
    account: 'Lakeshore Hotels',
    domain: 'lakeshore-hotels.example',
    titles: ['Front office', 'House manager', 'Reservations', 'Events'],
    shown: { of: 45, wrote: 13 },
    heldOut: { of: 16, wrote: 7 },
  },
  {
    account: 'Greenline Markets',
    domain: 'greenline.example',
    titles: ['Store manager', 'Online shop', 'Bookkeeping', 'Marketing'],
    shown: { of: 42, wrote: 13 },
    heldOut: { of: 15, wrote: 6 },
  },
  {
    account: 'Corvina University',
    domain: 'corvina.example',
    titles: ['Faculty office', 'Press office', 'Institute editor', 'Library'],
    shown: { of: 27, wrote: 4 },
    heldOut: { of: 8, wrote: 6 },
  },
];

/** Their people come in a crowd, not one by one. */
export const crowdAccounts: StoryAccount[] = [
  {
    name: 'Lakeshore Hotels',
    shortName: 'Lakeshore',
    plan: 'Retainer',
    since: '330d 09:30',
    team: [
      ['theo', 'Account lead'],
      ['nora', 'Content editor'],
    ],
    contacts: [],
  },
  {
    name: 'Greenline Markets',
    shortName: 'Greenline',
    plan: 'Retainer',
    since: '290d 11:00',
    team: [
      ['maya', 'Account lead'],
      ['priya', 'Web engineer'],
    ],
    contacts: [],
  },
  {
    name: 'Corvina University',
    shortName: 'Corvina',
    plan: 'Project',
    since: '210d 10:00',
    team: [
      ['nora', 'Account lead'],
      ['theo', 'Design director'],
    ],
    contacts: [],
  },
];

const first =
  'Anneli Bruno Camille Dario Edda Farid Greta Hugo Isolde Jonas Kaja Leon Mirela Nils Odile Paolo Runa Samir Thea Vito'.split(
    ' ',
  );
const last =
  'Amsel Bellini Carver Dvorak Engström Falk Garnier Holm Ibarra Jansen Keller Lorca Marsh Nowak Oster Pereira Quist Rossi Sandoval'.split(
    ' ',
  );

/** So many names, all different: the two lists have lengths without a common divisor. */
export const nameOf = (n: number): string => `${first[n % first.length]} ${last[(n * 7) % last.length]}`;

export interface Topic {
  /** Ways to begin the subject; an article is found for each. */
  asked: readonly [string, ...string[]];
  question: string;
  answer: string;
}

export const topics: readonly [Topic, ...Topic[]] = [
  {
    asked: ['The sign in link does not come', 'I cannot sign in, no link in my mailbox'],
    question: 'I asked for the link twice this morning and nothing has arrived. Could you look?',
    answer: 'Your mail server kept both back for an hour; they should be there now. The newest one works.',
  },
  {
    asked: ['How do I invite a colleague?', 'Invite a new colleague of ours'],
    question: 'Somebody new has joined us and should see our tickets. What do I have to do?',
    answer: 'Their invitation is on its way. Next time you can send it yourself, under Company.',
  },
  {
    asked: ['Our website does not answer', 'Website does not answer since this morning'],
    question: 'People call us because the page does not open. Is it only here, or everywhere?',
    answer: 'It was everywhere, for eleven minutes: our host moved a machine. It answers again, and we watch it.',
  },
  {
    asked: ['Mails from our contact form land in spam', 'Form emails go to the spam folder'],
    question: 'Two people told us that we never answered. Their messages were in the spam folder.',
    answer: 'We have set the sender to your own domain. Please tell us if one more lands there.',
  },
  {
    asked: ['Who gets mail from the form on our page?', 'Change who gets mail from a form'],
    question: 'The person who read these messages has left. They should go to the office from now on.',
    answer: 'Changed, and tested with a message of ours: the office has it.',
  },
  {
    asked: ['Which browser do you support?', 'Browser support: which version do we need?'],
    question: 'On one of our machines the menu lies over the text. It has an older browser.',
    answer:
      'That browser has had no updates for two years. With a newer one all is well; the oldest we look after is in our list.',
  },
  {
    asked: ['I cannot read this invoice', 'Our invoice has a line that we cannot read'],
    question: 'The second line of the last invoice says "carried over". What was carried over?',
    answer: 'The hours of the month before that you had not used. The next invoice names the month.',
  },
  {
    asked: ['Our billing address has changed', 'Where do I change our billing address?'],
    question: 'We have moved. The next invoice should go to the new address.',
    answer: 'The next one goes there. Thank you for telling us before it was written.',
  },
  {
    asked: ['How many retainer hours are left?', 'What happens to retainer hours we do not use?'],
    question: 'Can we still order something this month, or are the hours used up?',
    answer: 'Eleven are left, and what you do not use goes on into the next month.',
  },
  {
    asked: ['How do we approve the design?', 'Two of us should approve a design'],
    question: 'We like the second draft. Where do we say so, and is one of us enough?',
    answer: 'One of you is enough. We have noted your yes on the draft and go on from there.',
  },
];

import type { Story, StoryAccount } from '../story.ts';
import { seesAnswers } from './answers.ts';
import { earlyTickets } from './early-tickets.ts';
import { latestTickets } from './latest-tickets.ts';
import logoDark from './logo-dark.svg?raw';
import logoLight from './logo-light.svg?raw';
import { crowdAccounts } from './many-people.ts';
import { openTickets } from './open-tickets.ts';
import { accounts, members } from './people.ts';
import { solvedTickets } from './solved-tickets.ts';

/** Those the story tells of one by one are shown suggestions, in every installation. */
const seeingAnswers = (account: StoryAccount): StoryAccount => ({
  ...account,
  contacts: account.contacts.map((one) => ({ ...one, draw: seesAnswers })),
});

/** A design studio and its clients. */
export const northwind: Story = {
  id: '01900000-0000-7000-8000-00000000d002',
  slug: 'northwind',
  name: 'Northwind Studio',
  shortName: 'Northwind',
  tagline: 'Every decision, file and invoice of our work together.',
  zone: 'Europe/Berlin',
  brand: { color: '#6846e8', radius: 'soft', font: 'inter' },
  logos: { light: logoLight, dark: logoDark },
  replyPromiseMinutes: 120,
  members,
  accounts: [...accounts.map(seeingAnswers), ...crowdAccounts],
  tickets: [...earlyTickets, ...solvedTickets, ...openTickets, ...latestTickets],
};

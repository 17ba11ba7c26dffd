import type { Story } from '../story.ts';
import logoDark from './logo-dark.svg?raw';
import logoLight from './logo-light.svg?raw';
import { openTickets } from './open-tickets.ts';
import { accounts, members } from './people.ts';
import { solvedTickets } from './solved-tickets.ts';

/** A telemetry service and its customers, some of whom are Northwind Studio's as well. */
export const lumen: Story = {
  id: '01900000-0000-7000-8000-00000000d003',
  slug: 'lumen',
  name: 'Lumen Cloud',
  shortName: 'Lumen',
  tagline: 'Your fleet, your rollout and your people in one place.',
  zone: 'Europe/Berlin',
  brand: { color: '#f59e0b', radius: 'round', font: 'system' },
  logos: { light: logoLight, dark: logoDark },
  replyPromiseMinutes: 60,
  members,
  accounts,
  tickets: [...solvedTickets, ...openTickets],
};

import { passwords } from './sign-ins.ts';
import type { Story } from './story.ts';

/** The workspace of the people who run the installation. It has no customers. */
export const operator: Story = {
  id: '01900000-0000-7000-8000-00000000d001',
  slug: 'portico',
  name: 'Portico',
  shortName: 'Portico',
  tagline: 'Everything that runs here, at a glance.',
  zone: 'Europe/Berlin',
  brand: { color: '#334155', radius: 'soft', font: 'inter' },
  replyPromiseMinutes: null,
  isInstallation: true,
  members: [
    {
      key: 'robin',
      name: 'Robin Ashworth',
      email: 'operator@portico.example',
      title: 'Operator',
      role: 'owner',
      password: passwords.operator,
    },
  ],
  accounts: [],
  tickets: [],
};

import type { SettingsSection } from '#features/settings/index.ts';
import { mayManageGates } from './gate.ts';
import { say } from './messages.ts';

export const section: SettingsSection = {
  id: 'rooms',
  group: 'business',
  href: '/settings/rooms',
  icon: 'layout-grid',
  label: (reader) => say(reader, 'title'),
  may: mayManageGates,
  changes: ['gate.set'],
};

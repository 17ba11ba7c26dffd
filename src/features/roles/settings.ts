import type { SettingsSection } from '#features/settings/index.ts';
import { mayManageRoles } from './access.ts';
import { say } from './messages.ts';

export const settingsSections: readonly SettingsSection[] = [
  {
    id: 'roles',
    group: 'people',
    href: '/settings/roles',
    icon: 'shield-check',
    label: (reader) => say(reader, 'section'),
    may: mayManageRoles,
    changes: ['role.added', 'role.changed', 'role.removed'],
  },
];

import type { SettingsSection } from '#features/settings/index.ts';
import { mayDecideTelling } from './access.ts';
import { say } from './messages.ts';
import { tellsOfViews } from './view.ts';

export const settingsSections: SettingsSection[] = [
  {
    id: 'view-as',
    group: 'security',
    href: '/settings/view-as',
    icon: 'eye',
    label: (reader) => say(reader, 'section.title'),
    may: mayDecideTelling,
    changes: ['view.telling_changed'],
    facts: async (ctx) => [
      {
        term: say(ctx.reader, 'fact.tells'),
        value: say(ctx.reader, (await tellsOfViews(ctx)) ? 'fact.yes' : 'fact.no'),
      },
    ],
  },
];

import type { SettingsSection } from '#features/settings/index.ts';
import { mayDecide, mayManageFields } from './field.ts';
import { countWaiting } from './field-changes.ts';
import { say } from './messages.ts';

export const sections: SettingsSection[] = [
  {
    id: 'fields',
    group: 'work',
    href: '/settings/fields',
    icon: 'list',
    label: (reader) => say(reader, 'title'),
    may: mayManageFields,
    async looks(ctx) {
      if (!mayDecide(ctx.actor)) return [];
      const n = await countWaiting(ctx);
      if (n === 0) return [];
      const action = { label: say(ctx.reader, 'look.action'), href: '/customers/changes' };
      return [
        {
          key: 'field-changes',
          icon: 'pen-line',
          title: say(ctx.reader, 'look.title', { n }),
          note: say(ctx.reader, 'waiting.lede'),
          action,
        },
      ];
    },
    changes: ['field.defined'],
  },
];

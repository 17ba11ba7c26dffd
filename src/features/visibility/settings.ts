import type { SettingsSection } from '#features/settings/index.ts';
import { mayChooseUsual } from './access.ts';
import { say } from './messages.ts';
import { usualRule } from './rule.ts';
import { ruleInWords } from './rule-in-words.ts';

export const settingsSections: readonly SettingsSection[] = [
  {
    id: 'visibility',
    group: 'people',
    href: '/settings/visibility',
    icon: 'eye',
    label: (reader) => say(reader, 'section'),
    may: mayChooseUsual,
    facts: async (ctx) => [
      { term: say(ctx.reader, 'section'), value: ruleInWords(ctx.reader, (await usualRule(ctx)).usual) },
    ],
    changes: ['workspace.visibility_changed'],
  },
];

import type { SettingsSection } from '#features/settings/index.ts';
import { formatDuration } from '#platform/i18n/duration.ts';
import { may } from '#platform/rights.ts';
import { say } from './messages.ts';

/** What the settings hold about the business itself. */
export const settingsSections: readonly SettingsSection[] = [
  {
    id: 'business',
    group: 'business',
    href: '/settings/business',
    icon: 'building-2',
    label: (reader) => say(reader, 'section.business'),
    may: (actor) => may(actor, 'settings.manage'),
    changes: ['workspace.details_changed'],
    facts: async ({ reader, workspace }) => [
      {
        term: say(reader, 'fact.language'),
        value: `${say(reader, `language.${workspace.locale}`)}, ${workspace.zone.replaceAll('_', ' ')}`,
      },
      {
        term: say(reader, 'fact.promise'),
        value: workspace.replyPromiseMinutes
          ? formatDuration(reader, workspace.replyPromiseMinutes * 60)
          : say(reader, 'fact.promise.none'),
      },
    ],
  },
  {
    id: 'design',
    group: 'business',
    href: '/settings/design',
    icon: 'palette',
    label: (reader) => say(reader, 'section.design'),
    may: (actor) => may(actor, 'settings.manage'),
    changes: ['workspace.brand_changed'],
  },
];

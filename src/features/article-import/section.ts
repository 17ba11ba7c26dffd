import type { SettingsSection } from '#features/settings/index.ts';
import { mayImportArticles } from './access.ts';
import { say } from './messages.ts';

export const section: SettingsSection = {
  id: 'articles',
  group: 'work',
  href: '/settings/articles',
  icon: 'book-open',
  label: (reader) => say(reader, 'title'),
  may: mayImportArticles,
};

import type { IconName } from '#platform/ui/icons.ts';

/** What a category may be marked with. */
export const categoryIcons = [
  'book-open',
  'rocket',
  'life-buoy',
  'settings',
  'users',
  'mail',
  'credit-card',
  'globe',
  'image',
  'lock',
  'smartphone',
  'lightbulb',
  'palette',
  'message-circle',
  'file-text',
  'shield-check',
] as const satisfies IconName[];

export const isIcon = (name: string): name is (typeof categoryIcons)[number] =>
  (categoryIcons as readonly string[]).includes(name);

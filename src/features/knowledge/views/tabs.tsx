import type { Reader } from '#platform/i18n/reader.ts';
import { Tabs } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';

export type Tab = 'next' | 'all' | 'drafts' | 'categories';

interface KnowledgeTabsProps {
  reader: Reader;
  current: Tab;
  counts: { next?: number | string; all: number; drafts: number };
}

export function KnowledgeTabs({ reader, current, counts }: KnowledgeTabsProps) {
  const tab = (id: Tab, href: string, count?: number | string) => ({
    label: say(reader, `tab.${id}`),
    href,
    current: current === id,
    count: count || undefined,
  });
  return (
    <Tabs
      label={say(reader, 'title')}
      items={[
        tab('next', '/knowledge', counts.next),
        tab('all', '/knowledge/articles', counts.all),
        tab('drafts', '/knowledge/articles?state=draft', counts.drafts),
        tab('categories', '/knowledge/categories'),
      ]}
    />
  );
}

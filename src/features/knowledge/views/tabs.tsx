import { formatNumber } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Tabs } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';

export type Tab = 'next' | 'all' | 'drafts' | 'categories';

interface KnowledgeTabsProps {
  reader: Reader;
  current: Tab;
  /** `beyond`: of what is to do next there is more than is counted. */
  counts: { next?: number; beyond?: boolean; all: number; drafts: number };
}

export function KnowledgeTabs({ reader, current, counts }: KnowledgeTabsProps) {
  const tab = (id: Tab, href: string, n = 0, more = '') => ({
    label: say(reader, `tab.${id}`),
    href,
    current: current === id,
    count: n > 0 ? formatNumber(reader, n) + more : undefined,
  });
  return (
    <Tabs
      label={say(reader, 'title')}
      items={[
        tab('next', '/knowledge', counts.next, counts.beyond ? '+' : ''),
        tab('all', '/knowledge/articles', counts.all),
        tab('drafts', '/knowledge/articles?state=draft', counts.drafts),
        tab('categories', '/knowledge/categories'),
      ]}
    />
  );
}

import type { Reader } from '#platform/i18n/reader.ts';
import { Tabs } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';

export const CompanyTabs = ({ reader, current }: { reader: Reader; current: 'people' | 'details' }) => (
  <Tabs
    label={say(reader, 'title')}
    items={[
      { label: say(reader, 'people'), href: '/company', current: current === 'people' },
      { label: say(reader, 'details.title'), href: '/company/details', current: current === 'details' },
    ]}
  />
);

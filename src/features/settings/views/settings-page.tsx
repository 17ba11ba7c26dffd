import type { PropsWithChildren } from 'hono/jsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { classes } from '#platform/ui/attributes.ts';
import { NavList } from '#platform/ui/shell.tsx';
import { say } from '../messages.ts';
import { groups, type SettingsSection } from '../sections.ts';

export interface Counted {
  section: SettingsSection;
  count: number;
}

export type SettingsFrameProps = PropsWithChildren<{
  reader: Reader;
  sections: Counted[];
  /** The id of the section this page belongs to; none for the overview. */
  current?: string | undefined;
}>;

/** The sections on the left and one of them beside. On phones the list is a page of its own. */
export function SettingsFrame({ reader, sections, current, children }: SettingsFrameProps) {
  const title = say(reader, 'title');
  return (
    <div class={classes('settings', current !== undefined && 'open')}>
      <nav class="settings-nav" aria-label={title}>
        <div>
          {current === undefined ? <h1>{title}</h1> : <p class="settings-title">{title}</p>}
          {groups.map((group) => (
            <Group reader={reader} name={group} current={current} sections={sections} />
          ))}
        </div>
      </nav>
      {children}
    </div>
  );
}

interface GroupProps {
  reader: Reader;
  name: (typeof groups)[number];
  current: string | undefined;
  sections: Counted[];
}

function Group({ reader, name, current, sections }: GroupProps) {
  const own = sections.filter(({ section }) => section.group === name);
  if (own.length === 0) return null;
  return (
    <>
      <p class="nav-title">{say(reader, `group.${name}`)}</p>
      <NavList
        items={own.map(({ section, count }) => ({
          label: section.label(reader),
          href: section.href,
          icon: section.icon,
          current: section.id === current,
          count: count > 0 ? { n: count, label: say(reader, 'count') } : undefined,
        }))}
      />
    </>
  );
}

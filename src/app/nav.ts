import { maySeeLog } from '#features/audit/index.ts';
import { maySeeFigures } from '#features/deflection/index.ts';
import { mayWrite } from '#features/knowledge/index.ts';
import { maySeeSettings } from '#features/settings/index.ts';
import { hasRoom } from '#platform/customer-rooms.ts';
import type { Actor, Workspace } from '#platform/http/context.ts';
import type { Speaking } from '#platform/i18n/reader.ts';
import type { NavItem } from '#platform/ui/shell.tsx';
import { upTo99 } from '#platform/ui/up-to-99.ts';
import { say } from './messages.ts';

/** How many things wait for the reader, by navigation entry. */
export interface Waiting {
  support?: number;
  inbox?: number;
  /** People who ask to come in. */
  newcomers?: number;
}

export interface Navigation {
  groups: { title?: string; items: NavItem[] }[];
  /** The four that fit the tab bar of a phone; the rest are behind "More", which is there when there is a rest. */
  tabs: NavItem[];
  rest: NavItem[];
}

interface Asking {
  reader: Speaking;
  actor: Actor;
  workspace: Pick<Workspace, 'isInstallation'>;
}

/** The rooms this reader has, in the order of the sidebar. An entry appears when its room exists for them. */
export function navigation(asking: Asking, current: string | undefined, waiting: Waiting): Navigation {
  const { reader, actor, workspace } = asking;
  const item = (id: string, href: string, icon: NavItem['icon'], more: Partial<NavItem> = {}): NavItem => ({
    label: say(reader, `nav.${id}` as 'nav.home'),
    href,
    icon,
    current: current === id,
    ...more,
  });
  const you = (n: number | undefined, key: 'count.you' | 'count.team') =>
    n ? { count: { n: upTo99(n), you: true, label: say(reader, key, { n }) } } : {};
  if (actor.kind === 'member') {
    const items = workspace.isInstallation
      ? [item('overview', '/', 'layout-grid', { hotkey: 'g h' })]
      : actor.reach === 'none'
        ? []
        : [
            item('inbox', '/inbox', 'inbox', { hotkey: 'g i', ...you(waiting.inbox, 'count.team') }),
            item('customers', '/customers', 'building-2', { hotkey: 'g c' }),
            ...(waiting.newcomers || current === 'newcomers'
              ? [item('newcomers', '/newcomers', 'user-plus', you(waiting.newcomers, 'count.team'))]
              : []),
          ];
    const own = item('notifications', '/notifications', 'bell');
    if (workspace.isInstallation) return { groups: [{ items }], tabs: items, rest: [] };
    const manage = [
      ...(mayWrite(actor) ? [item('knowledge', '/knowledge', 'book-open', { hotkey: 'g k' })] : []),
      ...(maySeeFigures(actor) ? [item('deflection', '/deflection', 'trending-up')] : []),
      ...(maySeeSettings(actor) ? [item('settings', '/settings', 'settings', { hotkey: 'g t' })] : []),
      ...(maySeeLog(actor) ? [item('audit', '/audit', 'scroll-text')] : []),
    ];
    // As its readers see it; where it is written stands below.
    const help = item('help', '/help', 'life-buoy', { hotkey: 'g e', label: say(reader, 'nav.read') });
    const rooms = actor.reach === 'none' ? items : [...items, help];
    const groups =
      manage.length > 0 ? [{ items: rooms }, { title: say(reader, 'nav.manage'), items: manage }] : [{ items: rooms }];
    return { groups, tabs: [...items, own], rest: [...rooms.slice(items.length), ...manage] };
  }
  const items = [
    item('home', '/', 'house', { hotkey: 'g h' }),
    ...(hasRoom(actor, 'support')
      ? [item('support', '/support', 'life-buoy', { hotkey: 'g s', ...you(waiting.support, 'count.you') })]
      : []),
    ...(hasRoom(actor, 'help') ? [item('help', '/help', 'book-open', { hotkey: 'g e' })] : []),
    ...(hasRoom(actor, 'activity') ? [item('activity', '/activity', 'history')] : []),
    ...(hasRoom(actor, 'company')
      ? [item('company', '/company', 'building-2', { short: say(reader, 'nav.company.short') })]
      : []),
  ];
  const own = item('notifications', '/notifications', 'bell');
  const tabs = [...items, own];
  return { groups: [{ items }], tabs: tabs.slice(0, 4), rest: tabs.slice(4) };
}

import type { Child } from 'hono/jsx';
import { Button, IconButton } from './button.tsx';
import { Avatar } from './people.tsx';
import { Tile } from './rows.tsx';
import { Dot } from './state.tsx';

interface BellProps {
  label: string;
  unread: number;
  href: string;
}

/** What the bell shows of a number, and what its name says. */
export const shownCount = (unread: number): string => (unread > 99 ? '99+' : String(unread));

/** `label` carries the number too ("Notifications, 3 unread"). A link to the whole list; scripts open the panel instead. */
export function Bell({ label, unread, href }: BellProps) {
  return (
    <IconButton
      variant="quiet"
      icon="bell"
      label={label}
      href={href}
      data-panel="notifications"
      data-turbo-prefetch="false"
    >
      {unread > 0 && (
        <span class="count you" aria-hidden="true">
          {shownCount(unread)}
        </span>
      )}
    </IconButton>
  );
}

export interface NotificationItem {
  href: string;
  /** Who did it; picks the avatar. What the portal tells by itself has none. */
  who: string | undefined;
  photo?: string | null | undefined;
  /** The whole sentence, names in bold. */
  text: Child;
  meta: Child;
  /** "Unread", when it is. */
  unread?: string | undefined;
  /** The live page finds the same notification again by it. */
  id?: string | undefined;
}

export interface NotificationPanelProps {
  title: string;
  items: NotificationItem[];
  markAll?: { action: string; label: string; hidden: Child } | undefined;
  empty: Child;
  /** Links at the foot: all notifications, settings. */
  foot?: Child;
}

export function NotificationPanel({ title, items, markAll, empty, foot }: NotificationPanelProps) {
  return (
    <div
      id="notifications"
      popover="auto"
      class="menu notifications"
      role="dialog"
      aria-labelledby="notifications-title"
    >
      <div class="split menu-head">
        <h2 id="notifications-title">{title}</h2>
        {markAll && (
          <form method="post" action={markAll.action}>
            {markAll.hidden}
            <button type="submit" class="link">
              {markAll.label}
            </button>
          </form>
        )}
      </div>
      <NotificationList items={items} empty={empty} />
      {foot && <div class="menu-foot">{foot}</div>}
    </div>
  );
}

/** Who tells it. */
export function Teller({ who, photo }: Pick<NotificationItem, 'who' | 'photo'>) {
  return who ? <Avatar name={who} photo={photo} /> : <Tile icon="shield-check" tone="tinted" />;
}

export function NotificationList({ items, empty }: { items: NotificationItem[]; empty: Child }) {
  if (items.length === 0) return <p class="menu-empty meta">{empty}</p>;
  return (
    <ul class="rows">
      {items.map((item) => (
        <li id={item.id}>
          <a class="row" href={item.href}>
            <Teller {...item} />
            <div class="row-main">
              <span>{item.text}</span>
              <span class="meta">{item.meta}</span>
            </div>
            {item.unread ? <Dot label={item.unread} /> : <span />}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The panel on every page: its list is fetched when it first opens. */
export function LazyNotificationPanel(props: { title: string; src: string; all: { href: string; label: string } }) {
  const { title, src, all } = props;
  return (
    <div
      id="notifications"
      popover="auto"
      class="menu notifications"
      role="dialog"
      aria-labelledby="notifications-title"
    >
      <div class="split menu-head">
        <h2 id="notifications-title">{title}</h2>
      </div>
      <turbo-frame id="latest-notifications" src={src} loading="lazy" refresh="morph" target="_top" />
      <div class="menu-foot">
        <Button variant="quiet" size="small" block href={all.href}>
          {all.label}
        </Button>
      </div>
    </div>
  );
}

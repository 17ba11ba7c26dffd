import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import type { NotificationItem } from '#platform/ui/notifications.tsx';
import { type Notification, sentenceOf } from '../kinds.ts';
import { say } from '../messages.ts';

/** A notification as the kit shows it. */
export function itemOf(reader: Reader, notification: Notification): NotificationItem {
  const { id, who, byPortal, photo, url, unread, createdAt } = notification;
  const wordless = () => say.rich(reader, 'wordless', { who, b: (text) => <b>{text}</b> });
  return {
    id: `notification-${id}`,
    href: url,
    who: byPortal ? undefined : who,
    photo,
    text: sentenceOf(reader, notification) ?? wordless(),
    meta: <Time reader={reader} date={createdAt} />,
    unread: unread ? say(reader, 'unread') : undefined,
  };
}

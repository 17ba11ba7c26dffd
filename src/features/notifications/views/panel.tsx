import type { Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { NotificationList } from '#platform/ui/notifications.tsx';
import type { Notification } from '../kinds.ts';
import { say } from '../messages.ts';
import { itemOf } from './item.tsx';
import { MarkAll } from './mark-all.tsx';

/** Fills the frame of the bell's panel. */
export function LatestNotifications(props: { reader: Reader; guard: Guarded; items: Notification[] }) {
  const { reader, guard, items } = props;
  return (
    <turbo-frame id="latest-notifications" target="_top">
      {items.some((each) => each.unread) && (
        <MarkAll guard={guard} newest={items[0]}>
          <button type="submit" class="link">
            {say(reader, 'markAll')}
          </button>
        </MarkAll>
      )}
      <NotificationList items={items.map((each) => itemOf(reader, each))} empty={say(reader, 'latest.empty')} />
    </turbo-frame>
  );
}

import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button, IconButton } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Teller } from '#platform/ui/notifications.tsx';
import { Page, PageHead, Pagination } from '#platform/ui/page.tsx';
import { Card, Rows } from '#platform/ui/rows.tsx';
import type { Notification } from '../kinds.ts';
import { say } from '../messages.ts';
import { COUNTED } from '../queries.ts';
import { itemOf } from './item.tsx';
import { MarkAll } from './mark-all.tsx';

export interface NotificationsPageProps {
  reader: Reader;
  guard: Guarded;
  items: Notification[];
  /** Of all of them, not of this page. */
  unread: number;
  /** The newest of all of them: the button marks those it says, on whatever page it stands. */
  newest: Notification | undefined;
  older: string | undefined;
  /** This is where the newest are. */
  first: boolean;
}

export function NotificationsPage({ reader, guard, items, unread, newest, older, first }: NotificationsPageProps) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'title')} lede={items.length > 0 && ledeOf(reader, unread)}>
        {unread > 0 && (
          <MarkAll guard={guard} newest={newest}>
            <Button type="submit">{say(reader, 'markAll')}</Button>
          </MarkAll>
        )}
      </PageHead>
      {items.length === 0 ? (
        <Empty icon="bell" title={say(reader, 'empty.title')} text={say(reader, 'empty.text')} />
      ) : (
        <Card fit="flush">
          <Rows>
            {items.map((each) => (
              <NotificationRow reader={reader} guard={guard} notification={each} />
            ))}
          </Rows>
        </Card>
      )}
      <Pagination
        label={say(reader, 'pages')}
        newer={{ label: say(reader, 'newer'), href: first ? undefined : '/notifications' }}
        older={{ label: say(reader, 'older'), href: older }}
      />
    </Page>
  );
}

function ledeOf(reader: Reader, unread: number): string {
  if (unread >= COUNTED) return say(reader, 'lede.many', { n: COUNTED - 1 });
  return unread > 0 ? say(reader, 'lede.some', { n: unread }) : say(reader, 'lede.none');
}

function NotificationRow(props: { reader: Reader; guard: Guarded; notification: Notification }) {
  const { reader, guard, notification } = props;
  const item = itemOf(reader, notification);
  return (
    <li id={item.id} class="notification">
      <a class="row" href={item.href}>
        <Teller {...item} />
        <div class="row-main">
          <span>
            {item.text}
            {item.unread && <span class="visually-hidden"> ({item.unread})</span>}
          </span>
          <span class="meta">{item.meta}</span>
        </div>
      </a>
      {item.unread && (
        <form method="post" action={`/notifications/${notification.id}/read`}>
          <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
          <input type="hidden" name="until" value={notification.createdAt.toISOString()} />
          <IconButton
            type="submit"
            variant="quiet"
            size="small"
            label={say(reader, 'markOne')}
            title={say(reader, 'markOne')}
          >
            <span class="dot tinted" />
          </IconButton>
        </form>
      )}
    </li>
  );
}

import { z } from 'zod';
import { flash } from '#platform/http/cookies.ts';
import type { Form } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { aMoment, anId, pageOf, readCursor, writeCursor } from '#platform/http/keyset.ts';
import { localPath } from '#platform/http/local-path.ts';
import { createRoom } from '#platform/http/room.ts';
import { say } from './messages.ts';
import { listNotifications, unreadCount } from './queries.ts';
import { markAllRead, markRead } from './read.ts';
import { NotificationsPage } from './views/list.tsx';
import { LatestNotifications } from './views/panel.tsx';

/**
 * How a notification becomes read, when no GET may write: its row is an ordinary link (it opens in a new tab, it has an
 * address), and the page it leads to says that it was shown. Every page of the app knows whether an unread notification
 * leads to it (`unreadLeadingTo`), however its reader came there, and then carries <MarkRead>, whose address the client posts to
 * once the page is really visible. Without scripts the dot of an unread row is the button that does the same.
 */
export const room = createRoom('notifications');

const PAGE = 25;
const LATEST = 8;

room.get('/notifications', 'signed-in', async (ctx, c) => {
  const cursor = readCursor({ after: c.req.query('after') }, aMoment, anId);
  const found = await listNotifications(ctx, PAGE + 1, cursor);
  const { rows: items, older } = pageOf(found, PAGE, cursor, (one) => writeCursor(one.createdAt.toISOString(), one.id));
  const title = say(ctx.reader, 'title');
  const { n: count } = await unreadCount(ctx).executeTakeFirstOrThrow();
  return c.render(
    <NotificationsPage
      reader={ctx.reader}
      guard={guardOf(c)}
      items={items}
      unread={count}
      newest={cursor ? (await listNotifications(ctx, 1))[0] : items[0]}
      older={older && `/notifications?after=${older}`}
      first={!cursor}
    />,
    { title, nav: 'notifications', crumbs: [{ label: title }] },
  );
});

/** The list inside the bell's panel, fetched when the panel first opens. */
room.get('/notifications/latest', 'signed-in', async (ctx, c) => {
  if (c.req.header('turbo-frame') === undefined) return c.redirect('/notifications', 303);
  const items = await listNotifications(ctx, LATEST);
  const page = localPath(c.req.header('referer')?.replace(ctx.portal.origin, ''), '/notifications');
  return c.html(<LatestNotifications reader={ctx.reader} guard={guardOf(c, page)} items={items} />);
});

/** Up to when whoever sent the form has seen what there was. */
function untilIn(form: Form, now: Date): Date {
  const until = z.iso.datetime().safeParse(form.get('until'));
  return until.success ? new Date(until.data) : now;
}

room.post('/notifications/read', 'signed-in', async (ctx, c) => {
  await markAllRead(ctx, untilIn(c.var.form, ctx.now));
  flash(c, say(ctx.reader, 'allRead'));
  return c.redirect(localPath(c.var.form.get('_page'), '/notifications'), 303);
});

/** The beat of a page that was shown sends no fields and wants no answer; the button on a row goes back to its list. */
room.post('/notifications/:id/read', 'signed-in', async (ctx, c) => {
  const id = z.uuid().safeParse(c.req.param('id'));
  if (id.success) await markRead(ctx, id.data, untilIn(c.var.form, ctx.now));
  const page = localPath(c.var.form.get('_page'), '');
  return page ? c.redirect(page, 303) : c.body(null, 204);
});

import { deviceName, endOtherSessions, endOwnSession, openSessions } from '#features/identity/index.ts';
import { isId } from '#platform/db/ids.ts';
import { flash } from '#platform/http/cookies.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { createRoom } from '#platform/http/room.ts';
import { say } from './messages.ts';
import { AccountPage } from './views/account-page.tsx';

export const room = createRoom('profile');

room.get('/account', 'signed-in', async (ctx, c) => {
  const sessions = await openSessions(ctx);
  const page = <AccountPage ctx={ctx} guard={guardOf(c)} sessions={sessions} />;
  return c.render(page, { title: say(ctx.reader, 'title') });
});

room.post('/account/sessions/ending', 'signed-in', async (ctx, c) => {
  const n = await endOtherSessions(ctx);
  flash(c, say(ctx.reader, 'sessions.endedOthers', { n }));
  return c.redirect('/account#sessions', 303);
});

room.post('/account/sessions/:id/ending', 'signed-in', async (ctx, c) => {
  const id = c.req.param('id') ?? '';
  if (!isId(id)) throw notFound();
  const { agent } = await endOwnSession(ctx, id);
  flash(c, say(ctx.reader, 'sessions.ended', { device: deviceName(ctx.reader, agent) }));
  return c.redirect('/account#sessions', 303);
});

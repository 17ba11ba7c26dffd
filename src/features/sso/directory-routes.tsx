import { askProof } from '#features/identity/index.ts';
import { settingsPage } from '#features/settings/index.ts';
import { flash } from '#platform/http/cookies.ts';
import { notFound } from '#platform/http/http-error.ts';
import { connectionById } from './connections.ts';
import { say } from './messages.ts';
import { room } from './routes.tsx';
import { makeToken, revokeToken } from './scim/tokens.ts';
import { mayManage } from './setup.ts';
import { TokenPage } from './views/directory.tsx';

/** The one POST that answers with a page: what it shows is written nowhere, so no address could show it. */
room.post('/settings/sso/:id/tokens', 'member', async (ctx, c) => {
  const connection = mayManage(ctx) ? await connectionById(ctx, c.req.param('id') ?? '') : undefined;
  if (!connection) throw notFound();
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const token = await makeToken(ctx, connection);
  const page = <TokenPage ctx={ctx} connection={connection} token={token} />;
  const between = [{ label: say(ctx.reader, 'section'), href: '/settings/sso' }];
  return settingsPage(ctx, c, page, { section: 'sso', between, title: say(ctx.reader, 'directory.page') });
});

room.post('/settings/sso/:id/tokens/:token/revocation', 'member', async (ctx, c) => {
  const connection = mayManage(ctx) ? await connectionById(ctx, c.req.param('id') ?? '') : undefined;
  if (!connection) throw notFound();
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  await revokeToken(ctx, connection, c.req.param('token') ?? '');
  flash(c, say(ctx.reader, 'directory.revoked'));
  return c.redirect(`/settings/sso/${connection.id}#directory`, 303);
});

import type { Context } from 'hono';
import { browserOf, goOn } from '#features/identity/index.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { take } from '#platform/http/rate-limit.ts';
import { createRoom } from '#platform/http/room.ts';
import { filesIn } from '#platform/http/upload-budget.ts';
import { detailsRoutes } from './details-routes.tsx';
import { say } from './messages.ts';
import { peopleRoutes } from './people-routes.tsx';
import { chooseAccount } from './switch.ts';

export const room = createRoom('company', 'company');
/** From one customer to another: whatever rooms either has. */
export const switchRoom = createRoom('company');

peopleRoutes(room);
detailsRoutes(room);

switchRoom.post('/company/:id/choice', 'contact', async (ctx, c) => {
  const browser = browserOf(c);
  const result = await chooseAccount(ctx, c.req.param('id') ?? '', browser);
  if ('wanted' in result) return goOn(c, result.wanted, browser, '/');
  flash(c, say(ctx.reader, 'switched', { name: result.chosen.name }));
  return c.redirect('/', 303);
});

/** Invitations go to addresses that a customer typed: so many an hour from one session. */
const INVITATIONS = { purpose: 'colleagues', limit: 20, windowSeconds: 3600 };
const check = (c: Context<Env>) =>
  take(c.var.platform, c.var.workspace.id, INVITATIONS, c.var.sessionToken || c.var.ip);

export const limits = [
  { path: '/company/people', method: 'POST' as const, check },
  { path: '/company/people/:contact/invitation', method: 'POST' as const, check },
  filesIn('/company/details'),
  filesIn('/company/details/own'),
];

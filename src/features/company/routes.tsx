import { browserOf, goOn } from '#features/identity/index.ts';
import { isId } from '#platform/db/ids.ts';
import { flash } from '#platform/http/cookies.ts';
import { becameOf } from '#platform/http/for-another.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { localPath } from '#platform/http/local-path.ts';
import { createRoom } from '#platform/http/room.ts';
import { filesIn } from '#platform/http/upload-budget.ts';
import { detailsRoutes } from './details-routes.tsx';
import { say } from './messages.ts';
import { peopleRoutes } from './people-routes.tsx';
import { chooseAccount, ownAccountsOf } from './switch.ts';
import { TurnedPage } from './views/turned.tsx';

export const room = createRoom('company', 'company');
/** From one customer to another: whatever rooms either has. */
export const switchRoom = createRoom('company');

peopleRoutes(room);
detailsRoutes(room);

switchRoom.post('/company/:id/choice', 'contact', async (ctx, c) => {
  const browser = browserOf(c);
  const next = localPath(c.var.form.get('next'));
  const result = await chooseAccount(ctx, c.req.param('id') ?? '', browser);
  if ('wanted' in result) return goOn(c, result.wanted, browser, next);
  flash(c, say(ctx.reader, 'switched', { name: result.chosen.name }));
  return c.redirect(next, 303);
});

switchRoom.get('/company/turned', 'contact', async (ctx, c) => {
  const next = localPath(c.req.query('next'));
  const written = c.req.query('for') ?? '';
  const own = await ownAccountsOf(ctx);
  const wanted = own.some(({ id }) => id === written) ? written : ((await becameOf(ctx, c, written)) ?? written);
  if (!isId(wanted) || wanted === ctx.actor.accountId) return c.redirect(next, 303);
  const meant = own.find(({ id }) => id === wanted);
  // No words of its own: what it leads to has them.
  const guard = { ...guardOf(c, next), account: undefined, kept: false };
  return c.render(<TurnedPage ctx={ctx} guard={guard} meant={meant} next={next} />, {
    title: say(ctx.reader, 'turned.page'),
  });
});

export const limits = [filesIn('/company/details'), filesIn('/company/details/own')];

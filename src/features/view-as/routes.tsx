import { crumbsTo, findAccount } from '#features/accounts/index.ts';
import { askProof } from '#features/identity/index.ts';
import { settingsPage } from '#features/settings/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { clearCookie, flash, VIEW_COOKIE, writeCookie } from '#platform/http/cookies.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand, notFound } from '#platform/http/http-error.ts';
import { createRoom } from '#platform/http/room.ts';
import { mayDecideTelling, mayViewAs } from './access.ts';
import { say } from './messages.ts';
import { changeTelling } from './telling.ts';
import { beginView, endView, openViews, tellsOfViews } from './view.ts';
import { Pick, type Pickable } from './views/pick.tsx';
import { TellingPage } from './views/telling.tsx';

export const room = createRoom('view-as');

room.get('/customers/:id/view', 'member', async (ctx, c) => {
  const account = await findAccount(ctx, c.req.param('id') ?? '');
  demand(mayViewAs(ctx.actor));
  const [people, tells] = await Promise.all([peopleOf(ctx, account.id), tellsOfViews(ctx)]);
  const title = say(ctx.reader, 'pick.title');
  return c.render(<Pick ctx={ctx} guard={guardOf(c)} account={account} people={people} tells={tells} />, {
    title,
    nav: 'customers',
    crumbs: crumbsTo(ctx, account, title),
  });
});

/** Those at a customer who have access, or could have. */
const peopleOf = (ctx: CtxOf<Member>, accountId: string): Promise<Pickable[]> =>
  ctx.db
    .selectFrom('contacts')
    .select(['id', 'name', 'title', 'photo'])
    .select((one) => one('identity_id', 'is not', null).$castTo<boolean>().as('joined'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where('disabled_at', 'is', null)
    .orderBy('joined', 'desc')
    .orderBy('name')
    .orderBy('id')
    .execute();

room.post('/customers/:id/contacts/:contact/view', 'member', async (ctx, c) => {
  const account = await findAccount(ctx, c.req.param('id') ?? '');
  demand(mayViewAs(ctx.actor));
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const token = await beginView(ctx, account.id, c.req.param('contact') ?? '');
  writeCookie(c, VIEW_COOKIE, token);
  return c.redirect('/', 303);
});

/** The way back. It is the one form of a look that is taken, and it is the member's own. */
room.post('/view/ending', 'member', async (ctx, c) => {
  const [view] = await openViews(ctx);
  if (view) await endView(ctx, view, 'left');
  clearCookie(c, VIEW_COOKIE);
  flash(c, say(ctx.reader, 'over.left'));
  if (!view) return c.redirect('/', 303);
  const customer = `/customers/${view.accountId}`;
  const others = c.var.form.get('to') === 'others';
  return c.redirect(others ? `${customer}/view` : `${customer}/contacts/${view.contactId}`, 303);
});

room.get('/settings/view-as', 'member', async (ctx, c) => {
  if (!mayDecideTelling(ctx.actor)) throw notFound();
  const page = <TellingPage ctx={ctx} guard={guardOf(c)} tells={await tellsOfViews(ctx)} />;
  return settingsPage(ctx, c, page, { section: 'view-as', title: say(ctx.reader, 'section.title') });
});

room.post('/settings/view-as', 'member', async (ctx, c) => {
  if (!mayDecideTelling(ctx.actor)) throw notFound();
  const changed = await changeTelling(ctx, c.var.form.get('tells') === 'on');
  flash(c, say(ctx.reader, changed ? 'settings.saved' : 'settings.same'));
  return c.redirect('/settings/view-as', 303);
});

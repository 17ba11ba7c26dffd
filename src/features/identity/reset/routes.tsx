import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand, demandStill } from '#platform/http/http-error.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { may } from '#platform/rights.ts';
import { say as forgotten } from '../forgotten/messages.ts';
import { askForLink } from '../link.ts';
import { askProof } from '../proof.tsx';
import { room } from '../routes.tsx';
import { passwordsAreOn } from '../rules/way-left.ts';
import { say } from '../second-step/messages.ts';
import { LoginPage } from './page.tsx';
import { findLogin, howTheySignIn, mayReset, resetSecondStep, type SomebodysLogin } from './person.ts';

/** By the id of the member or the contact. */
room.get('/people/:id/sign-in', 'member', async (ctx, c) => {
  const login = await findLogin(ctx, c.req.param('id') ?? '');
  const how = await howTheySignIn(ctx, login, c.var.sessionToken);
  const about = { login, how, mayReset: mayReset(ctx.actor, login), sendsPassword: await sendsPassword(ctx, login) };
  const title = say(ctx.reader, 'person.title', { name: login.name });
  return c.render(<LoginPage ctx={ctx} guard={guardOf(c)} {...about} />, {
    title,
    nav: login.side === 'contact' ? 'customers' : 'settings',
    crumbs: [{ label: login.name, href: pageOf(ctx, login) }, { label: title }],
    topics: [`identity:${login.identityId}`],
  });
});

/** Where one comes from. */
function pageOf({ actor }: CtxOf<Member>, { id, side, accountId }: SomebodysLogin): string {
  if (side === 'contact') return `/customers/${accountId}/contacts/${id}`;
  return may(actor, 'members.manage') ? `/settings/members/${id}` : '/account';
}

room.post('/people/:id/second-step/reset', 'member', async (ctx, c) => {
  const login = await findLogin(ctx, c.req.param('id') ?? '');
  demand(mayReset(ctx.actor, login));
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  await resetSecondStep(ctx, login);
  flash(c, say(ctx.reader, 'person.resetDone', { name: login.name }));
  return c.redirect(`/people/${login.id}/sign-in`, 303);
});

/** Whether a letter helps somebody of their side who has forgotten their password. */
const sendsPassword = async (ctx: CtxOf<Member>, { side }: SomebodysLogin): Promise<boolean> =>
  sendsMail(ctx.platform.config) && passwordsAreOn(ctx, side);

/** To their own mailbox, as if they had asked for it: whoever sends it sees nothing of it. */
room.post('/people/:id/password', 'member', async (ctx, c) => {
  const login = await findLogin(ctx, c.req.param('id') ?? '');
  demand(mayReset(ctx.actor, login));
  demandStill(await sendsPassword(ctx, login));
  await askForLink(ctx, login.email, '/', 'password');
  flash(c, forgotten(ctx.reader, 'person.sent', { name: login.name }));
  return c.redirect(`/people/${login.id}/sign-in`, 303);
});

import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand } from '#platform/http/http-error.ts';
import { may } from '#platform/rights.ts';
import { askProof } from '../proof.tsx';
import { room } from '../routes.tsx';
import { say } from '../second-step/messages.ts';
import { LoginPage } from './page.tsx';
import { findLogin, howTheySignIn, mayReset, resetSecondStep, type SomebodysLogin } from './person.ts';

/** By the id of the member or the contact. */
room.get('/people/:id/sign-in', 'member', async (ctx, c) => {
  const login = await findLogin(ctx, c.req.param('id') ?? '');
  const how = await howTheySignIn(ctx, login, c.var.sessionToken);
  const about = { login, how, mayReset: mayReset(ctx.actor, login) };
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

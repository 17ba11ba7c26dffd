import type { Context } from 'hono';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptDraft } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { parseForm } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { mayForget } from './access.ts';
import { findHeldAccount, type HeldAccount, holdsOfAccount } from './account-holds.ts';
import { holdForm, placeHold } from './holds.ts';
import { say } from './messages.ts';
import { CustomerHoldPage } from './views/customer.tsx';

const pageOf = ({ id }: HeldAccount) => `/customers/${id}/holds`;

/** The legal hold on a whole customer. */
export function accountHoldRoutes(room: Room): void {
  room.get('/customers/:id/holds', 'member', async (ctx, c) => holdPage(ctx, c, await there(ctx, c)));

  room.post('/customers/:id/holds', 'member', async (ctx, c) => {
    const account = await there(ctx, c);
    const parsed = parseForm(holdForm, c.var.form, (key) => say(ctx.reader, key as 'hold.reason.missing'));
    if (!parsed.ok) return holdPage(ctx, c, account, { values: parsed.values, error: parsed.errors.reason });
    await placeHold(ctx, { accountId: account.id }, parsed.value.reason);
    flash(c, say(ctx.reader, 'hold.placed'));
    return c.redirect(`/customers/${account.id}`, 303);
  });
}

async function there(ctx: CtxOf<Member>, c: Context<Env>): Promise<HeldAccount> {
  if (!mayForget(ctx.actor)) throw notFound();
  return findHeldAccount(ctx, c.req.param('id') ?? '');
}

interface Refused {
  values: Record<string, string>;
  error: string | undefined;
}

async function holdPage(ctx: CtxOf<Member>, c: Context<Env>, account: HeldAccount, refused?: Refused) {
  if (refused) c.status(422);
  const draft = refused ? null : await keptDraft(ctx, c, pageOf(account));
  const values = refused?.values ?? (draft ? firstValues(Object.entries(draft)) : {});
  const page = (
    <CustomerHoldPage
      ctx={ctx}
      guard={guardOf(c, pageOf(account))}
      account={account}
      holds={await holdsOfAccount(ctx, account.id)}
      values={values}
      error={refused?.error}
    />
  );
  return c.render(page, {
    title: say(ctx.reader, 'account.title', { name: account.shortName }),
    nav: 'customers',
    crumbs: [
      { label: say(ctx.reader, 'customers'), href: '/customers' },
      { label: account.name, href: `/customers/${account.id}` },
      { label: say(ctx.reader, 'hold.title') },
    ],
    topics: [`account:${account.id}`],
  });
}

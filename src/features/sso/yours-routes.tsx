import type { Contact, CtxOf } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import { may } from '#platform/rights.ts';
import { connectionOf } from './connections.ts';
import { domainsOf } from './domains.ts';
import { say } from './messages.ts';
import { roleLabels } from './role-names.ts';
import { room } from './routes.tsx';
import { testOf } from './tests.ts';
import { YoursPage } from './views/yours.tsx';

/** How the people of a customer sign in, for whoever looks after them. */
room.get('/sign-on', 'contact', async (ctx, c) => {
  if (!maySeeYours(ctx)) throw notFound();
  const connection = await connectionOf(ctx, ctx.actor.accountId);
  const [domains, test] = connection
    ? await Promise.all([domainsOf(ctx, connection.id), testOf(ctx, connection)])
    : [[], null];
  const labels = await roleLabels(ctx, ctx.actor.accountId);
  const page = <YoursPage ctx={ctx} connection={connection ?? null} domains={domains} test={test} labels={labels} />;
  const topics = [`account:${ctx.actor.accountId}`];
  return c.render(page, { title: say(ctx.reader, 'yours.page'), nav: 'company', topics });
});

export const maySeeYours = ({ actor }: CtxOf<Contact>): boolean => may(actor, 'colleagues.manage');

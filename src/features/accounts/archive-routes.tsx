import type { Context } from 'hono';
import { askProof } from '#features/identity/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand, notFound } from '#platform/http/http-error.ts';
import type { Room } from '#platform/http/room.ts';
import { findAccount, mayManageAccount, mayMergeAccounts } from './access.ts';
import type { Account } from './account.ts';
import { recognise } from './alike.ts';
import { archiveAccount, restoreAccount } from './archive.ts';
import { countContacts } from './contacts.ts';
import { crumbsTo } from './crumbs.ts';
import { listCustomers, unnarrowed } from './customers.ts';
import { mergeAccounts, mergeSummary, whyNotMerge } from './merge.ts';
import { say } from './messages.ts';
import { turnsOf } from './turns.ts';
import { ArchivePage } from './views/archive.tsx';
import { MergePage } from './views/merge.tsx';

/** The ends an account can have: put away, brought back, become part of another; and that it is none of these, but another. */
export function archiveRoutes(room: Room): void {
  room.get('/customers/:id/archival', 'member', async (ctx, c) => {
    const account = await findAccount(ctx, c.req.param('id') ?? '');
    demand(mayManageAccount(ctx.actor));
    const [contacts, turns] = await Promise.all([countContacts(ctx, account.id), turnsOf(ctx, account.id)]);
    const title = say(ctx.reader, 'archive.title', { name: account.shortName });
    return c.render(
      <ArchivePage
        reader={ctx.reader}
        guard={guardOf(c)}
        account={account}
        losing={contacts.joined}
        open={turns.open}
      />,
      { title, nav: 'customers', crumbs: crumbsTo(ctx, account, say(ctx.reader, 'archive')) },
    );
  });

  room.post('/customers/:id/archival', 'member', async (ctx, c) => {
    const account = await findAccount(ctx, c.req.param('id') ?? '');
    const asked = await askProof(ctx, c);
    if (asked) return asked;
    await archiveAccount(ctx, account.id);
    flash(c, say(ctx.reader, 'archived.done', { name: account.name }));
    return c.redirect(`/customers/${account.id}`, 303);
  });

  room.post('/customers/:id/restoration', 'member', async (ctx, c) => {
    const id = c.req.param('id') ?? '';
    const asked = await askProof(ctx, c);
    if (asked) return asked;
    await restoreAccount(ctx, id);
    const account = await findAccount(ctx, id);
    flash(c, say(ctx.reader, 'restored', { name: account.name }));
    return c.redirect(`/customers/${account.id}`, 303);
  });

  room.post('/customers/:id/recognition', 'member', async (ctx, c) => {
    const account = await findAccount(ctx, c.req.param('id') ?? '');
    await recognise(ctx, account.id);
    flash(c, say(ctx.reader, 'alike.done'));
    return c.redirect(`/customers/${account.id}`, 303);
  });

  room.get('/customers/:id/merging', 'member', async (ctx, c) => {
    const account = await findAccount(ctx, c.req.param('id') ?? '');
    demand(mayMergeAccounts(ctx.actor));
    return mergePage(ctx, c, account, c.req.query('into'));
  });

  room.post('/customers/:id/merging', 'member', async (ctx, c) => {
    const account = await findAccount(ctx, c.req.param('id') ?? '');
    demand(mayMergeAccounts(ctx.actor));
    const into = c.var.form.get('into') ?? '';
    if (c.var.form.get('sure') !== 'yes') {
      return mergePage(ctx, c, account, into, say(ctx.reader, 'merge.sure.missing'));
    }
    const asked = await askProof(ctx, c);
    if (asked) return asked;
    const other = await findAccount(ctx, into);
    if (other.id === account.id) throw notFound();
    const why = await whyNotMerge(ctx, account.id, other.id);
    if (why) return mergePage(ctx, c, account, into, say(ctx.reader, why));
    await mergeAccounts(ctx, account.id, other.id);
    flash(c, say(ctx.reader, 'merge.done', { from: account.name, into: other.name }));
    return c.redirect(`/customers/${other.id}`, 303);
  });
}

async function mergePage(ctx: CtxOf<Member>, c: Context<Env>, account: Account, into?: string, error?: string) {
  if (error) c.status(422);
  const { reader } = ctx;
  const query = (c.req.query('q') ?? '').trim().slice(0, 200);
  const chosen = into && into !== account.id ? await findAccount(ctx, into) : null;
  const summary = chosen && (await mergeSummary(ctx, account.id, chosen.id));
  const found = chosen
    ? []
    : (await listCustomers(ctx, { ...unnarrowed, query, view: 'all', sort: 'name' }, [], {})).rows;
  const others = found.filter((one) => one.id !== account.id);
  const title = say(reader, 'merge.title', { name: account.shortName });
  return c.render(
    <MergePage
      reader={reader}
      guard={guardOf(c, `/customers/${account.id}/merging`)}
      account={account}
      query={query}
      others={others}
      into={chosen}
      summary={summary}
      error={error}
    />,
    { title, nav: 'customers', crumbs: crumbsTo(ctx, account, say(reader, 'merge')) },
  );
}

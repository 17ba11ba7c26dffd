import type { Context } from 'hono';
import { askProof } from '#features/identity/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand } from '#platform/http/http-error.ts';
import type { Room } from '#platform/http/room.ts';
import { findAccount, mayHandOver, mayManageContacts } from './access.ts';
import type { Account, AccountContact } from './account.ts';
import { filledIn, isPortable, knownThere, mergeContacts, moveContact, repliesOf, ticketsOf } from './contact-moves.ts';
import { contactsOf, findContact } from './contacts.ts';
import { crumbsTo } from './crumbs.ts';
import { listCustomers, unnarrowed } from './customers.ts';
import { say } from './messages.ts';
import { peopleAsked } from './people-order.ts';
import { ContactMergePage } from './views/contact-merge.tsx';
import { ContactMovePage } from './views/contact-move.tsx';

type On = CtxOf<Member>;

async function there(ctx: On, c: Context<Env>): Promise<{ account: Account; contact: AccountContact }> {
  const account = await findAccount(ctx, c.req.param('id') ?? '');
  const contact = await findContact(ctx, account.id, c.req.param('contact') ?? '');
  demand(mayManageContacts(ctx.actor) && contact.continuesAs === null);
  return { account, contact };
}

/** One person, two entries; one person, another company. */
export function contactMoveRoutes(room: Room): void {
  room.get('/customers/:id/contacts/:contact/merging', 'member', async (ctx, c) => {
    const { account, contact } = await there(ctx, c);
    return mergePage(ctx, c, account, contact, c.req.query('into'));
  });

  room.post('/customers/:id/contacts/:contact/merging', 'member', async (ctx, c) => {
    const { account, contact } = await there(ctx, c);
    const chosen = c.var.form.get('into') ?? '';
    if (c.var.form.get('sure') !== 'yes') {
      return mergePage(ctx, c, account, contact, chosen, say(ctx.reader, 'merge.sure.missing'));
    }
    const into = await findContact(ctx, account.id, chosen);
    const asked = await askProof(ctx, c);
    if (asked) return asked;
    await mergeContacts(ctx, account.id, contact.id, into.id);
    flash(c, say(ctx.reader, 'contact.merged', { name: into.name }));
    return c.redirect(`/customers/${account.id}/contacts/${into.id}`, 303);
  });

  room.get('/customers/:id/contacts/:contact/move', 'member', async (ctx, c) => {
    const { account, contact } = await there(ctx, c);
    return movePage(ctx, c, account, contact);
  });

  room.post('/customers/:id/contacts/:contact/move', 'member', async (ctx, c) => {
    const { account, contact } = await there(ctx, c);
    // What they are here they are there: somebody of nobody's customer would be let into another.
    const asked = await askProof(ctx, c);
    if (asked) return asked;
    const chosen = c.var.form.get('into') ?? '';
    if (!chosen || chosen === account.id) {
      return movePage(ctx, c, account, contact, { into: say(ctx.reader, 'contact.move.missing') });
    }
    const into = await findAccount(ctx, chosen);
    const before = await knownThere(ctx, contact.id, into.id);
    if (before && !before.themselves) {
      const known = say(ctx.reader, 'contact.move.known', { account: into.name });
      return movePage(ctx, c, account, contact, { into: known });
    }
    if (c.var.form.get('sure') !== 'yes') {
      return movePage(ctx, c, account, contact, { sure: say(ctx.reader, 'contact.move.sure.missing') });
    }
    const filled = c.var.form.get('along') === 'yes' ? 'along' : 'stays';
    await moveContact(ctx, account.id, contact.id, { into: into.id, heir: c.var.form.get('heir') || null, filled });
    flash(c, say(ctx.reader, 'contact.moved', { name: contact.name, account: into.name }));
    return c.redirect(`/customers/${into.id}`, 303);
  });
}

async function mergePage(
  ctx: On,
  c: Context<Env>,
  account: Account,
  contact: AccountContact,
  chosen = '',
  error?: string,
): Promise<Response> {
  if (error) c.status(422);
  const { find } = peopleAsked(c.req.query());
  const { rows, older } = await contactsOf(ctx, account.id, { find, cursor: null });
  const others = rows.filter((one) => one.id !== contact.id);
  const into = chosen && chosen !== contact.id ? await findContact(ctx, account.id, chosen) : null;
  const goes = into && {
    tickets: (await ticketsOf(ctx, account.id, contact.id)).all,
    replies: await repliesOf(ctx, account.id, contact.id),
  };
  const asked = { others, find, more: older !== undefined };
  const page = { reader: ctx.reader, guard: guardOf(c), account, contact, ...asked, into, goes, error };
  const title = say(ctx.reader, 'contact.merge.title', { name: contact.name });
  return c.render(<ContactMergePage {...page} />, { title, nav: 'customers', crumbs: crumbsTo(ctx, account, title) });
}

async function movePage(
  ctx: On,
  c: Context<Env>,
  account: Account,
  contact: AccountContact,
  errors: { into?: string; sure?: string } = {},
): Promise<Response> {
  const back = c.req.method === 'POST' ? c.var.form : undefined;
  if (back) c.status(422);
  const query = (c.req.query('q') ?? '').trim().slice(0, 200);
  const { find } = peopleAsked(c.req.query());
  const [page, tickets, filled, contacts] = await Promise.all([
    listCustomers(ctx, { ...unnarrowed, query, view: 'all', sort: 'name' }, [], {}),
    ticketsOf(ctx, account.id, contact.id),
    filledIn(ctx, account.id, contact.id),
    contactsOf(ctx, account.id, { find, cursor: null }),
  ]);
  const others = page.rows.filter((one) => one.id !== account.id).map(({ id, name }) => ({ id, name }));
  const heirs = mayHandOver(ctx.actor)
    ? contacts.rows.filter((one) => one.id !== contact.id && one.standing !== 'disabled')
    : [];
  // What was chosen from a search stays a choice when the form comes back.
  const chosen = back?.get('into') ? await findAccount(ctx, back.get('into') ?? '') : null;
  if (chosen && chosen.id !== account.id && !others.some(({ id }) => id === chosen.id)) {
    others.unshift({ id: chosen.id, name: chosen.name });
  }
  const asked = { query, find, morePeople: contacts.older !== undefined };
  const values = { into: chosen?.id ?? '', heir: back?.get('heir') ?? '', along: back?.get('along') === 'yes' };
  const shown = { ...asked, others, tickets, filled, portable: filled.filter(isPortable), heirs, values };
  const facts = { reader: ctx.reader, guard: guardOf(c), account, contact, ...shown, errors };
  const title = say(ctx.reader, 'contact.move.title', { name: contact.name });
  return c.render(<ContactMovePage {...facts} />, { title, nav: 'customers', crumbs: crumbsTo(ctx, account, title) });
}

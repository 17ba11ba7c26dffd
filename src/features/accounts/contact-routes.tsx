import type { Context } from 'hono';
import { fieldsOf, valuesOf } from '#features/fields/index.ts';
import { offeredRoles } from '#features/roles/index.ts';
import { heardOfCustomer } from '#features/tickets/index.ts';
import { flagsIn } from '#platform/flags.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptDraft } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { findAccount, mayInvite, mayManageContacts } from './access.ts';
import type { Account, AccountContact } from './account.ts';
import { accountActivity } from './activity.ts';
import {
  addressIsTheirs,
  contactFields,
  disableContact,
  editContact,
  enableContact,
  takeBackInvitation,
} from './contact-changes.ts';
import { ticketsOf } from './contact-moves.ts';
import { findContact, placeOf, ticketsAskedBy } from './contacts.ts';
import { crumbsTo } from './crumbs.ts';
import { addressKnown, whyNotRole } from './known-address.ts';
import { say } from './messages.ts';
import { speak, typedValues } from './typed.ts';
import { ContactPage } from './views/contact.tsx';
import { ContactDetails } from './views/contact-details.tsx';

const SHOWN = 10;

type On = CtxOf<Member>;

/** The account and the contact of an address; 404 unless they belong together. */
async function there(ctx: On, c: Context<Env>): Promise<{ account: Account; contact: AccountContact }> {
  const account = await findAccount(ctx, c.req.param('id') ?? '');
  return { account, contact: await findContact(ctx, account.id, c.req.param('contact') ?? '') };
}

/** One person at a customer: what is known of them, and what may be done about their access. */
export function contactRoutes(room: Room): void {
  room.get('/customers/:id/contacts/:contact', 'member', async (ctx, c) => {
    const { account, contact } = await there(ctx, c);
    if (contact.continuesAs) return c.redirect(`/contacts/${contact.continuesAs}`, 303);
    const about = { subject: 'contact', accountId: account.id, contactId: contact.id } as const;
    const [asked, counts, activity, fields, values] = await Promise.all([
      ticketsAskedBy(ctx, contact.id, SHOWN),
      ticketsOf(ctx, contact.id),
      accountActivity(ctx, account.id, SHOWN, { contact: contact.id }),
      fieldsOf(ctx, 'contact'),
      valuesOf(ctx, about),
    ]);
    const may = { mayManage: mayManageContacts(ctx.actor), mayInvite: mayInvite(ctx.actor) };
    const mails = sendsMail(ctx.platform.config);
    const facts = { ctx, guard: guardOf(c), account, contact, asked, counts, activity, fields, values, mails, ...may };
    return c.render(<ContactPage {...facts} />, {
      title: contact.name,
      nav: 'customers',
      crumbs: crumbsTo(ctx, account, contact.name),
      topics: heardOfCustomer(account.id),
    });
  });

  room.get('/customers/:id/contacts/:contact/details', 'member', async (ctx, c) => {
    const { account, contact } = await there(ctx, c);
    demand(mayManageContacts(ctx.actor));
    const { name, title, phone, email, role } = contact;
    const known = { name, title, phone, email, role };
    const kept = await keptDraft(ctx, c, c.req.path);
    const values = { ...known, ...firstValues(Object.entries(kept ?? {})) };
    return detailsPage(ctx, c, account, contact, values, undefined, kept ? (kept.flag ?? []) : contact.flags);
  });

  room.post('/customers/:id/contacts/:contact/details', 'member', async (ctx, c) => {
    const { account, contact } = await there(ctx, c);
    demand(mayManageContacts(ctx.actor));
    const { form } = c.var;
    const parsed = parseForm(contactFields, form, speak(ctx.reader));
    if (!parsed.ok) return detailsPage(ctx, c, account, contact, typedValues(form), parsed.errors);
    const wrongRole = await whyNotRole(ctx, parsed.value.role);
    if (wrongRole) {
      return detailsPage(ctx, c, account, contact, typedValues(form), { role: say(ctx.reader, wrongRole) });
    }
    const { email } = parsed.value;
    const other = email && email !== contact.email && !addressIsTheirs(contact);
    const refused = other ? await addressKnown(ctx, account.id, email) : null;
    if (refused) {
      const why = say(ctx.reader, refused, { account: account.shortName });
      return detailsPage(ctx, c, account, contact, typedValues(form), { email: why });
    }
    await editContact(ctx, account.id, contact.id, parsed.value, flagsIn(form.all('flag')));
    flash(c, say(ctx.reader, 'contact.saved', { name: parsed.value.name }));
    return c.redirect(`/customers/${account.id}/contacts/${contact.id}`, 303);
  });

  const act = (
    path: string,
    verb: (ctx: On, account: string, contact: string) => Promise<void>,
    said: 'contact.disabled' | 'contact.enabled' | 'contact.revoked',
  ) =>
    room.post(`/customers/:id/contacts/:contact/${path}`, 'member', async (ctx, c) => {
      const { account, contact } = await there(ctx, c);
      await verb(ctx, account.id, contact.id);
      flash(c, say(ctx.reader, said, { name: contact.name }));
      return c.redirect(`/customers/${account.id}/contacts/${contact.id}`, 303);
    });
  act('deactivation', disableContact, 'contact.disabled');
  act('reactivation', enableContact, 'contact.enabled');
  act('invitation/revocation', takeBackInvitation, 'contact.revoked');

  // Where somebody is now: an entry that became another leads there, whatever the customer.
  room.get('/contacts/:contact', 'member', async (ctx, c) => {
    const place = await placeOf(ctx, c.req.param('contact') ?? '');
    return c.redirect(`/customers/${place.account}/contacts/${place.contact}`, 303);
  });
}

async function detailsPage(
  ctx: On,
  c: Context<Env>,
  account: Account,
  contact: AccountContact,
  values: Record<string, string>,
  errors?: FieldErrors,
  flags: readonly string[] = c.var.form.all('flag'),
): Promise<Response> {
  if (errors) c.status(422);
  const roles = await offeredRoles(ctx, contact.role);
  const form = { reader: ctx.reader, guard: guardOf(c), account, contact, roles, values, flags, errors };
  const title = say(ctx.reader, 'contact.edit.title', { name: contact.name });
  return c.render(<ContactDetails {...form} />, { title, nav: 'customers', crumbs: crumbsTo(ctx, account, title) });
}

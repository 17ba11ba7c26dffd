import type { Context } from 'hono';
import { fieldsOf, valuesOf } from '#features/fields/index.ts';
import { askProof, directoryHolding } from '#features/identity/index.ts';
import { letsOthersIn, rolesOf } from '#features/roles/index.ts';
import { heardOfCustomer } from '#features/tickets/index.ts';
import { flagsIn } from '#platform/flags.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import type { Form } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { rebased, type Shown } from '#platform/http/rebased.ts';
import type { Room } from '#platform/http/room.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { accountWithPeople, findAccount, mayInvite, mayManageContacts } from './access.ts';
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
import { findContact, lockContact, placeOf, ticketsAskedBy } from './contacts.ts';
import { crumbsTo } from './crumbs.ts';
import { addressKnown, whyNotRole } from './known-address.ts';
import { say } from './messages.ts';
import { speak, typedValues } from './typed.ts';
import { ContactPage } from './views/contact.tsx';
import { ContactDetails } from './views/contact-details.tsx';

const SHOWN = 10;

type On = CtxOf<Member>;

/** The account and the contact of an address; 404 unless they belong together. */
async function there(
  ctx: On,
  c: Context<Env>,
  find = findAccount,
): Promise<{ account: Account; contact: AccountContact }> {
  const account = await find(ctx, c.req.param('id') ?? '');
  return { account, contact: await findContact(ctx, account.id, c.req.param('contact') ?? '') };
}

/** One person at a customer: what is known of them, and what may be done about their access. */
export function contactRoutes(room: Room): void {
  room.get('/customers/:id/contacts/:contact', 'member', async (ctx, c) => {
    const { account, contact } = await there(ctx, c, accountWithPeople);
    if (contact.continuesAs) return c.redirect(`/contacts/${contact.continuesAs}`, 303);
    const about = { subject: 'contact', accountId: account.id, contactId: contact.id } as const;
    const [asked, counts, activity, fields, values] = await Promise.all([
      ticketsAskedBy(ctx, account.id, contact.id, SHOWN),
      ticketsOf(ctx, account.id, contact.id),
      accountActivity(ctx, account.id, SHOWN, { contact: contact.id }),
      fieldsOf(ctx, 'contact'),
      valuesOf(ctx, about),
    ]);
    // Of a customer that was put away people are read, and nothing of theirs is changed but what privacy asks for.
    const open = account.archivedAt === null;
    const may = { mayManage: open && mayManageContacts(ctx.actor), mayInvite: open && mayInvite(ctx.actor) };
    const mails = sendsMail(ctx.platform.config);
    const heldBy = contact.standing === 'disabled' ? await directoryHolding(ctx, contact.id) : null;
    const found = { asked, counts, activity, fields, values, heldBy };
    const facts = { ctx, guard: guardOf(c), account, contact, ...found, mails, ...may };
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
    const kept = await keptForm(ctx, c, c.req.path);
    return detailsPage(ctx, c, account, contact, kept && rebased(kept, shown(contact)));
  });

  room.post('/customers/:id/contacts/:contact/details', 'member', async (ctx, c) => {
    const { account, contact: found } = await there(ctx, c);
    demand(mayManageContacts(ctx.actor));
    const contact = await lockContact(ctx, account.id, found.id);
    const form = rebased(c.var.form, shown(contact));
    const parsed = parseForm(contactFields, form, speak(ctx.reader));
    if (!parsed.ok) return detailsPage(ctx, c, account, contact, form, parsed.errors);
    const wrongRole = await whyNotRole(ctx, parsed.value.role);
    if (wrongRole) {
      return detailsPage(ctx, c, account, contact, form, { role: say(ctx.reader, wrongRole) });
    }
    const { email } = parsed.value;
    const other = email && email !== contact.email && !addressIsTheirs(contact);
    const refused = other ? await addressKnown(ctx, account.id, email) : null;
    if (refused) {
      const why = say(ctx.reader, refused, { account: account.shortName });
      return detailsPage(ctx, c, account, contact, form, { email: why });
    }
    // What lets somebody in for good, or somebody else in: their invitation goes to this address next.
    const { role } = parsed.value;
    const letsIn = other || (role !== contact.role && (await letsOthersIn(ctx, role)));
    const asked = letsIn && (await askProof(ctx, c));
    if (asked) return asked;
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
      const asked = path === 'reactivation' && (await askProof(ctx, c));
      if (asked) return asked;
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

/** What the form of a contact holds. */
const shown = (contact: AccountContact): Shown => ({
  name: contact.name,
  ...(!addressIsTheirs(contact) && { email: contact.email }),
  title: contact.title,
  phone: contact.phone,
  role: contact.role,
  flag: contact.flags,
});

async function detailsPage(
  ctx: On,
  c: Context<Env>,
  account: Account,
  contact: AccountContact,
  typed: Form | null,
  errors?: FieldErrors,
): Promise<Response> {
  if (errors) c.status(422);
  const roles = await rolesOf(ctx, 'contact');
  const { name, title: job, phone, email, role } = contact;
  const values = { name, title: job, phone, email, role, ...(typed && typedValues(typed)) };
  const facts = { account, contact, roles, stored: shown(contact), values, flags: typed?.all('flag') ?? contact.flags };
  const form = { reader: ctx.reader, guard: guardOf(c), ...facts, errors };
  const title = say(ctx.reader, 'contact.edit.title', { name: contact.name });
  return c.render(<ContactDetails {...form} />, { title, nav: 'customers', crumbs: crumbsTo(ctx, account, title) });
}

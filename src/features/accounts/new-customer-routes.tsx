import type { Context } from 'hono';
import { rolesOf } from '#features/roles/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import type { Form } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { mayAddAccount } from './access.ts';
import { accountFields, addAccount, possibleLeads } from './add.ts';
import { invitationFields } from './invitation-form.ts';
import { inviteAndTell } from './invited-page.tsx';
import { whyNotInvite, whyNotRole } from './known-address.ts';
import { say } from './messages.ts';
import { keptValues, speak, typedValues } from './typed.ts';
import { NewCustomer } from './views/new-customer.tsx';

/** Adding a customer, with or without their first person. */
export function newCustomerRoutes(room: Room): void {
  room.get('/customers/new', 'member', async (ctx, c) => {
    demand(mayAddAccount(ctx.actor));
    const fresh = { lead: ctx.actor.personId, role: 'contributor' };
    return formPage(ctx, c, { ...fresh, ...(await keptValues(ctx, c)) });
  });

  room.post('/customers/new', 'member', async (ctx, c) => {
    demand(mayAddAccount(ctx.actor));
    const { form } = c.var;
    const account = parseForm(accountFields, form, speak(ctx.reader));
    const person = wantsPerson(form) ? parseForm(invitationFields, form, speak(ctx.reader)) : null;
    const errors: FieldErrors = {
      ...(account.ok ? {} : account.errors),
      ...(person?.ok === false ? person.errors : {}),
    };
    if (account.ok && !(await isLead(ctx, account.value.lead))) errors.lead = say(ctx.reader, 'error.lead');
    const refused = person?.ok ? await whyNotInvite(ctx, null, person.value.email) : null;
    const wrongRole = person ? await whyNotRole(ctx, form.get('role') ?? '') : null;
    if (wrongRole) errors.role = say(ctx.reader, wrongRole);
    if (refused) errors.email = say(ctx.reader, refused, { name: '' });
    if (!account.ok || person?.ok === false || Object.keys(errors).length > 0) {
      return formPage(ctx, c, typedValues(form), errors);
    }

    const id = await addAccount(ctx, account.value);
    const { name } = account.value;
    if (!person) {
      flash(c, say(ctx.reader, 'added', { name }));
      return c.redirect(`/customers/${id}`, 303);
    }
    const { contact_name, ...rest } = person.value;
    const given = { accountId: id, name: contact_name, ...rest };
    return inviteAndTell(ctx, c, given, say(ctx.reader, 'added.invited', { name, person: contact_name }));
  });
}

const wantsPerson = (form: Form): boolean => Boolean(form.get('email')?.trim() || form.get('contact_name')?.trim());

const isLead = async (ctx: CtxOf<Member>, id: string): Promise<boolean> =>
  id === '' || (await possibleLeads(ctx)).some((lead) => lead.id === id);

async function formPage(
  ctx: CtxOf<Member>,
  c: Context<Env>,
  values: Record<string, string>,
  errors?: FieldErrors,
): Promise<Response> {
  if (errors) c.status(422);
  const { reader } = ctx;
  const [leads, roles] = await Promise.all([possibleLeads(ctx), rolesOf(ctx, 'contact')]);
  const title = say(reader, 'new.title');
  const mails = sendsMail(ctx.platform.config);
  const form = { reader, guard: guardOf(c), leads, values, errors, mails, roles };
  return c.render(<NewCustomer {...form} />, {
    title,
    nav: 'customers',
    crumbs: [{ label: say(reader, 'customers'), href: '/customers' }, { label: title }],
  });
}

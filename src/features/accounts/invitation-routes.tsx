import type { Context } from 'hono';
import { accountByDomain, askProof } from '#features/identity/index.ts';
import { letsOthersIn, rolesOf } from '#features/roles/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { findAccount, mayInvite } from './access.ts';
import type { Account } from './account.ts';
import { findContact } from './contacts.ts';
import { invitationFields } from './invitation-form.ts';
import { inviteAndTell, invitedPage } from './invited-page.tsx';
import { whyNotInvite, whyNotRole } from './known-address.ts';
import { say } from './messages.ts';
import { keptValues, speak, typedValues } from './typed.ts';
import { Invite } from './views/invite.tsx';

/** Bringing the people of a customer in. */
export function invitationRoutes(room: Room): void {
  room.get('/customers/:id/contacts/new', 'member', async (ctx, c) => {
    const account = await findAccount(ctx, c.req.param('id') ?? '');
    demand(mayInvite(ctx.actor));
    return formPage(ctx, c, account, { role: 'contributor', ...(await keptValues(ctx, c)) });
  });

  room.post('/customers/:id/contacts/new', 'member', async (ctx, c) => {
    const account = await findAccount(ctx, c.req.param('id') ?? '');
    demand(mayInvite(ctx.actor));
    const { form } = c.var;
    const parsed = parseForm(invitationFields, form, speak(ctx.reader));
    if (!parsed.ok) return formPage(ctx, c, account, typedValues(form), parsed.errors);
    const wrongRole = await whyNotRole(ctx, parsed.value.role);
    if (wrongRole) return formPage(ctx, c, account, typedValues(form), { role: say(ctx.reader, wrongRole) });
    const { contact_name, ...rest } = parsed.value;
    const refused = await whyNotInvite(ctx, account.id, rest.email);
    if (refused) {
      const email = say(ctx.reader, refused, { name: account.shortName });
      return formPage(ctx, c, account, typedValues(form), { email });
    }
    const asked = (await letsOthersIn(ctx, rest.role)) && (await askProof(ctx, c));
    if (asked) return asked;
    const given = { accountId: account.id, name: contact_name, ...rest };
    return inviteAndTell(ctx, c, given, await sentTo(ctx, account, rest.email));
  });

  // Once more, or for the first time for somebody who was added without an invitation.
  room.post('/customers/:id/contacts/:contact/invitation', 'member', async (ctx, c) => {
    const account = await findAccount(ctx, c.req.param('id') ?? '');
    const contact = await findContact(ctx, account.id, c.req.param('contact') ?? '');
    demand(mayInvite(ctx.actor) && contact.standing !== 'disabled');
    const { name, email, title, role } = contact;
    const refused = await whyNotInvite(ctx, account.id, email);
    if (refused) {
      flash(c, say(ctx.reader, refused, { name: account.shortName }));
      return c.redirect(`/customers/${account.id}`, 303);
    }
    const given = { accountId: account.id, name, email, title, role, message: '' };
    return inviteAndTell(ctx, c, given, say(ctx.reader, 'invitation.sent', { email }));
  });

  invitedPage(room);
}

/** What is said of it: an address in another customer's domain is no mistake, and may be one. */
async function sentTo(ctx: CtxOf<Member>, account: Account, email: string): Promise<string> {
  const other = await accountByDomain(ctx, email);
  return other && other.id !== account.id && !other.archivedAt
    ? say(ctx.reader, 'invitation.sent.elsewhere', { email, other: other.name })
    : say(ctx.reader, 'invitation.sent', { email });
}

async function formPage(
  ctx: CtxOf<Member>,
  c: Context<Env>,
  account: Account,
  values: Record<string, string>,
  errors?: FieldErrors,
): Promise<Response> {
  if (errors) c.status(422);
  const { reader } = ctx;
  const crumbs = [
    { label: say(reader, 'customers'), href: '/customers' },
    { label: account.name, href: `/customers/${account.id}` },
    { label: say(reader, 'invite') },
  ];
  const mails = sendsMail(ctx.platform.config);
  const roles = await rolesOf(ctx, 'contact');
  const form = { reader, guard: guardOf(c), account, values, errors, mails, roles };
  return c.render(<Invite {...form} />, {
    title: say(reader, 'invitation.title', { name: account.shortName }),
    nav: 'customers',
    crumbs,
  });
}

import type { Context } from 'hono';
import { askProof, directoryHolding } from '#features/identity/index.ts';
import { rolesOf } from '#features/roles/index.ts';
import { settingsPage } from '#features/settings/index.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptDraft } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { rebased } from '#platform/http/rebased.ts';
import { createRoom } from '#platform/http/room.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { mayChangeMember, mayGiveRole, mayManageMembers } from './access.ts';
import { changeRoleOf, disableMember, enableMember, lockMember, shownRole } from './change.ts';
import { invitationFields, inviteAgain, inviteMember, openInvitations, takeBack, whyNotInvite } from './invite.ts';
import { joinRoutes } from './join-routes.tsx';
import { handOver, heirsOf, workOf } from './leaving.tsx';
import { showLink, shownLink } from './link.ts';
import { findMember, membersOf, type On } from './member.ts';
import { say } from './messages.ts';
import { InviteMember } from './views/invite.tsx';
import { LinkPage } from './views/link.tsx';
import { MemberPage } from './views/member.tsx';
import { MembersPage } from './views/members.tsx';

export const room = createRoom('members');

const HOME = '/settings/members';

/** To whom it is not shown it is not there. */
function admit(ctx: On): void {
  if (!mayManageMembers(ctx.actor)) throw notFound();
}

room.get('/settings/members', 'member', async (ctx, c) => {
  admit(ctx);
  const [members, invitations] = await Promise.all([membersOf(ctx), openInvitations(ctx)]);
  const mails = sendsMail(ctx.platform.config);
  const page = <MembersPage ctx={ctx} guard={guardOf(c)} members={members} invitations={invitations} mails={mails} />;
  return settingsPage(ctx, c, page, { section: 'members', title: say(ctx.reader, 'section') });
});

room.get('/settings/members/new', 'member', (ctx, c) => {
  admit(ctx);
  return invitePage(ctx, c);
});

room.post('/settings/members/new', 'member', async (ctx, c) => {
  admit(ctx);
  const { form } = c.var;
  const parsed = parseForm(invitationFields, form, (key) => say(ctx.reader, key as 'error.name'));
  const values = firstValues(form.fields);
  if (!parsed.ok) return invitePage(ctx, c, values, parsed.errors);
  const refused = await whyNotInvite(ctx, parsed.value.email);
  if (refused) return invitePage(ctx, c, values, { email: say(ctx.reader, refused) });
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const path = await inviteMember(ctx, parsed.value);
  return tell(ctx, c, path, parsed.value.email);
});

room.get('/settings/members/invited', 'member', (ctx, c) => {
  admit(ctx);
  const link = shownLink(ctx, c);
  if (!link) return c.redirect(HOME, 303);
  const title = say(ctx.reader, 'link.title');
  return settingsPage(ctx, c, <LinkPage reader={ctx.reader} {...link} />, {
    section: 'members',
    title,
    between: [back(ctx)],
  });
});

room.post('/settings/members/invitations/:id/renewal', 'member', async (ctx, c) => {
  admit(ctx);
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const again = await inviteAgain(ctx, c.req.param('id') ?? '');
  if (typeof again !== 'string') return tell(ctx, c, again.path, again.email);
  flash(c, say(ctx.reader, again));
  return c.redirect(HOME, 303);
});

room.post('/settings/members/invitations/:id/revocation', 'member', async (ctx, c) => {
  admit(ctx);
  const { name } = await takeBack(ctx, c.req.param('id') ?? '');
  flash(c, say(ctx.reader, 'revoked', { name }));
  return c.redirect(HOME, 303);
});

room.get('/settings/members/:id', 'member', async (ctx, c) => {
  admit(ctx);
  const member = await findMember(ctx, c.req.param('id') ?? '');
  const roles = (await rolesOf(ctx, 'member')).filter((role) => mayGiveRole(ctx.actor, role));
  const mayChange = mayChangeMember(ctx.actor, member, member.role);
  const heldBy = member.disabledAt ? await directoryHolding(ctx, member.id) : null;
  const [work, heirs] = await Promise.all([workOf(ctx, member.id), mayChange ? heirsOf(ctx, member.id) : []]);
  const facts = { ctx, guard: guardOf(c), member, roles, mayChange, heldBy, work, heirs };
  const page = <MemberPage {...facts} />;
  return settingsPage(ctx, c, page, { section: 'members', title: member.name, between: [back(ctx)] });
});

room.post('/settings/members/:id/role', 'member', async (ctx, c) => {
  admit(ctx);
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const id = c.req.param('id') ?? '';
  const form = rebased(c.var.form, shownRole(await lockMember(ctx, id)));
  const member = await changeRoleOf(ctx, id, form.get('role') ?? '');
  flash(c, say(ctx.reader, 'role.saved', { name: member.name }));
  return c.redirect(`${HOME}/${member.id}`, 303);
});

room.post('/settings/members/:id/deactivation', 'member', async (ctx, c) => {
  admit(ctx);
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const member = await disableMember(ctx, c.req.param('id') ?? '', c.var.form.get('heir'));
  flash(c, say(ctx.reader, 'disabled', { name: member.name }));
  return c.redirect(HOME, 303);
});

room.post('/settings/members/:id/reactivation', 'member', async (ctx, c) => {
  admit(ctx);
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const member = await enableMember(ctx, c.req.param('id') ?? '');
  flash(c, say(ctx.reader, 'enabled', { name: member.name }));
  return c.redirect(`${HOME}/${member.id}`, 303);
});

room.post('/settings/members/:id/handover', 'member', async (ctx, c) => {
  admit(ctx);
  const member = await handOver(ctx, c.req.param('id') ?? '', c.var.form.get('heir'));
  flash(c, say(ctx.reader, 'passed', { name: member.name }));
  return c.redirect(`${HOME}/${member.id}`, 303);
});

joinRoutes(room);

const back = (ctx: On) => ({ label: say(ctx.reader, 'section'), href: HOME });

/** The invitation is on its way; where no mail goes out, its link is shown to whoever invited. */
function tell(ctx: On, c: Context<Env>, path: string, email: string): Response {
  if (sendsMail(ctx.platform.config)) {
    flash(c, say(ctx.reader, 'sent', { email }));
    return c.redirect(HOME, 303);
  }
  showLink(ctx, c, { email, url: ctx.portal.origin + path });
  return c.redirect(`${HOME}/invited`, 303);
}

async function invitePage(
  ctx: On,
  c: Context<Env>,
  typed?: Record<string, string>,
  errors?: FieldErrors,
): Promise<Response> {
  if (errors) c.status(422);
  const draft = typed ? null : await keptDraft(ctx, c, `${HOME}/new`);
  const roles = (await rolesOf(ctx, 'member')).filter((role) => mayGiveRole(ctx.actor, role));
  const usual = roles.find((role) => role.key === 'agent') ?? roles.at(-1);
  const values = { role: usual?.id ?? '', ...(draft && firstValues(Object.entries(draft))), ...typed };
  const mails = sendsMail(ctx.platform.config);
  const page = (
    <InviteMember ctx={ctx} guard={guardOf(c)} roles={roles} values={values} errors={errors} mails={mails} />
  );
  return settingsPage(ctx, c, page, { section: 'members', title: say(ctx.reader, 'invite'), between: [back(ctx)] });
}

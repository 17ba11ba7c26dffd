import { sql } from 'kysely';
import { z } from 'zod';
import { addressLine, languageAt } from '#features/identity/index.ts';
import { findRole, type Role, rolesOf } from '#features/roles/index.ts';
import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { isId, newId } from '#platform/db/ids.ts';
import { alone } from '#platform/db/turns.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand, demandStill, notFound } from '#platform/http/http-error.ts';
import { seenLine } from '#platform/http/line.ts';
import { formatDate } from '#platform/i18n/format.ts';
import { queueMail, readerOf } from '#platform/mail/outbox.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { mayGiveRole } from './access.ts';
import { memberInvitationRevoked, memberInvited } from './events.ts';
import type { On } from './member.ts';
import { say } from './messages.ts';

const DAYS = 14;

export const invitationFields = z.object({
  name: seenLine(160, 'error.name.long', 'error.unseen').min(1, 'error.name'),
  email: addressLine('error.email'),
  title: seenLine(120, 'error.title.long', 'error.unseen').optional().default(''),
  role: z.uuid('error.role'),
});

export interface OpenInvitation {
  id: string;
  name: string;
  email: string;
  title: string;
  role: Role;
  sentAt: Date;
  expiresAt: Date;
  mail: { state: string; response: string | null } | null;
}

/** Who was asked and has not come yet, the latest first. */
export async function openInvitations(ctx: On): Promise<OpenInvitation[]> {
  const [rows, roles, mails] = await Promise.all([
    open(ctx).orderBy('created_at', 'desc').execute(),
    rolesOf(ctx, 'member'),
    sql<{
      invitation_id: string;
      state: string;
      response: string | null;
    }>`select * from app.member_invitation_mails()`.execute(ctx.db),
  ]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    title: row.title,
    role: roles.find((role) => role.key === row.role)!,
    sentAt: row.created_at,
    expiresAt: row.expires_at,
    mail: mails.rows.find((mail) => mail.invitation_id === row.id) ?? null,
  }));
}

/** One after the other: of an address one invitation is open, and the one that is made closes what it finds. */
const inTurn = (ctx: On) => alone(ctx.db, ctx.workspace.id, 'invitations to the team');

const open = (ctx: On) =>
  ctx.db
    .selectFrom('member_invitations')
    .select(['id', 'name', 'email', 'title', 'role', 'created_at', 'expires_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null);

/**
 * Why this address cannot be invited to the team; null when it can. An entry of somebody who has never come says nothing of them: a
 * customer writes down whatever address they like, and would keep anybody from the team.
 */
export async function whyNotInvite(
  ctx: Pick<Ctx, 'db' | 'workspace'>,
  email: string,
): Promise<'error.member' | 'error.contact' | null> {
  const { id } = ctx.workspace;
  const member = ctx.db.selectFrom('members').select('id').where('workspace_id', '=', id).where('email', '=', email);
  if (await member.executeTakeFirst()) return 'error.member';
  const contact = ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', id)
    .where('email', '=', email)
    .where('identity_id', 'is not', null);
  return (await contact.executeTakeFirst()) ? 'error.contact' : null;
}

/**
 * Asks somebody to join the team; an older invitation to the same address stops working. Returns the path of the page where it
 * is accepted: whoever knows it can join.
 */
export async function inviteMember(ctx: On, given: z.output<typeof invitationFields>): Promise<string> {
  await inTurn(ctx);
  const role = await findRole(ctx, given.role);
  demand(mayGiveRole(ctx.actor, role));
  demandStill((await whyNotInvite(ctx, given.email)) === null);
  await close(ctx).where('email', '=', given.email).execute();
  return send(ctx, { ...given, role });
}

/** The same once more, with a new link; or why that would open nothing: they may have come another way, or be a customer's by now. */
export async function inviteAgain(
  ctx: On,
  id: string,
): Promise<{ path: string; email: string } | 'error.member' | 'error.contact'> {
  await inTurn(ctx);
  const old = await find(ctx, id);
  const role = (await rolesOf(ctx, 'member')).find((one) => one.key === old.role)!;
  demand(mayGiveRole(ctx.actor, role));
  const refused = await whyNotInvite(ctx, old.email);
  if (refused) return refused;
  await close(ctx).where('id', '=', id).execute();
  return { path: await send(ctx, { ...old, role }), email: old.email };
}

export async function takeBack(ctx: On, id: string): Promise<{ name: string }> {
  const invitation = await find(ctx, id);
  await close(ctx).where('id', '=', id).execute();
  await record(ctx, memberInvitationRevoked, { subjectId: id, accountId: null, data: {} });
  return invitation;
}

async function find(ctx: On, id: string) {
  const row = isId(id) ? await open(ctx).where('id', '=', id).forUpdate().executeTakeFirst() : undefined;
  if (!row) throw notFound();
  return row;
}

const close = (ctx: On) =>
  ctx.db
    .updateTable('member_invitations')
    .set({ revoked_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null);

interface Asked {
  name: string;
  email: string;
  title: string;
  role: Role;
}

async function send(ctx: On, { name, email, title, role }: Asked): Promise<string> {
  const token = randomToken();
  const expiresAt = new Date(ctx.now.getTime() + DAYS * 86_400_000);
  const id = newId();
  const path = `/team-invitation?token=${token}`;
  const mail = await mailInvitation(ctx, email, path, expiresAt);
  await ctx.db
    .insertInto('member_invitations')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      name,
      email,
      title,
      role: role.key,
      invited_by: ctx.actor.personId,
      token_hash: sha256Hex(token),
      mail_id: mail,
      handed_over: !sendsMail(ctx.platform.config),
      expires_at: expiresAt,
      created_at: ctx.now,
    })
    .execute();
  await record(ctx, memberInvited, { subjectId: id, accountId: null, data: {} });
  return path;
}

async function mailInvitation(ctx: On, email: string, url: string, expiresAt: Date): Promise<string> {
  const reader = readerOf(ctx, { locale: await languageAt(ctx, email), zone: null });
  const names = { inviter: ctx.actor.name, workspace: ctx.workspace.name };
  return queueMail(ctx, {
    kind: 'member.invited',
    to: { address: email, identityId: null },
    reader,
    subject: say(reader, 'mail.subject', names),
    speaker: ctx.actor.name,
    sendBefore: expiresAt,
    letter: {
      preheader: say(reader, 'mail.preheader', names),
      title: say(reader, 'mail.title', names),
      paragraphs: [say(reader, 'mail.text', names)],
      action: { label: say(reader, 'join.button', names), url },
      aftertext: say(reader, 'mail.ends', { date: formatDate(reader, expiresAt, 'long') }),
      why: say(reader, 'mail.why', names),
    },
  });
}

import { sql } from 'kysely';
import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Actor, Ctx } from '#platform/http/context.ts';
import { forbidden, HttpError, notFound } from '#platform/http/http-error.ts';
import { formatDate } from '#platform/i18n/format.ts';
import { queueMail, readerOf } from '#platform/mail/outbox.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { may } from '#platform/rights.ts';
import { demandNoDirectory } from './directory.ts';
import { emailAddress } from './email.ts';
import { invitationSent } from './events.ts';
import { say } from './messages.ts';
import { daysFrom, INVITATION_DAYS } from './terms.ts';
import { isUnmet } from './unmet.ts';

export interface ContactInvitation {
  accountId: string;
  name: string;
  email: string;
  title: string;
  /** The key of one of the customers' roles. */
  role: string;
  /** A few personal words, plain text; may be empty. */
  message: string;
  /** What it answers, when they have asked for it themselves: the mail says so. */
  answers?: 'sign-up' | undefined;
  /** Of somebody who has no login yet, when they have told it. */
  locale?: string | undefined;
}

export interface Invited {
  contactId: string;
  /** Of the page where it is accepted. Whoever knows it can join: it is for the invited person's eyes. */
  path: string;
}

/**
 * Invites somebody to an account by mail, or again: an older invitation of the same contact stops working. For members who
 * may change things, and for a customer's account admin in a transaction that is the system's. Throws 404 for an account that is not there, 422 for an address nobody could write to, and 409 for
 * somebody who has joined already or is on the team: forms ask before.
 */
export async function inviteContact(ctx: Ctx, given: ContactInvitation): Promise<Invited> {
  if (!mayInviteTo(ctx.actor, given)) throw forbidden();
  const email = emailAddress(given.email);
  if (!email) throw new HttpError(422, 'not an address');
  if (!(await isContactRole(ctx, given.role))) throw new HttpError(422, 'no such role');
  const account = await openAccount(ctx, given.accountId);
  if (await isMembersAddress(ctx, email)) throw new HttpError(409, 'on the team');
  if (await isSomebodyElseHere(ctx, given.accountId, email)) throw new HttpError(409, 'merged with somebody');
  const contact = await contactToInvite(ctx, { ...given, email });
  if (contact.inside) throw new HttpError(409, 'joined already');
  await demandNoDirectory(ctx, contact.id);
  const { id, token, expiresAt } = await newInvitation(ctx, given, contact.id);
  await record(ctx, invitationSent, { subjectId: id, accountId: given.accountId, data: { contact: contact.id } });
  const mail = await mailInvitation(ctx, { ...given, email }, account.name, { token, expiresAt });
  await ctx.db
    .updateTable('invitations')
    .set({ mail_id: mail, handed_over: !sendsMail(ctx.platform.config) })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  return { contactId: contact.id, path: `/invitation?token=${token}` };
}

/** The team, except who only looks; and of a customer whoever looks after its people, for their own account. */
function mayInviteTo(actor: Actor, { accountId }: ContactInvitation): boolean {
  if (actor.kind === 'member') return may(actor, 'contacts.invite');
  return actor.kind === 'contact' && actor.accountId === accountId && may(actor, 'colleagues.manage');
}

async function openAccount(ctx: Ctx, id: string): Promise<{ name: string }> {
  const row = await ctx.db
    .selectFrom('accounts')
    .select('name')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw notFound();
  return row;
}

async function isContactRole(ctx: Ctx, key: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('roles')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('side', '=', 'contact')
    .where('key', '=', key)
    .executeTakeFirst();
  return row !== undefined;
}

async function isMembersAddress(ctx: Ctx, email: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', email)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether this address is an entry that became part of another one of the same customer: that is the one to invite. */
export async function isSomebodyElseHere(ctx: Ctx, accountId: string, email: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('contacts as old')
    .innerJoin('contacts as now', (join) =>
      join.onRef('now.workspace_id', '=', 'old.workspace_id').onRef('now.id', '=', 'old.continues_as'),
    )
    .select('now.id')
    .where('old.workspace_id', '=', ctx.workspace.id)
    .where('old.account_id', '=', accountId)
    .where('old.email', '=', email)
    .where('now.account_id', '=', accountId)
    .where('now.continues_as', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * The contact row of this address in the account, new or brought up to date; untouched when they have joined. Whoever went to another
 * customer and works here as well is themselves here again; whom they went on as is kept.
 */
async function contactToInvite(ctx: Ctx, { accountId, email, name, title, role }: ContactInvitation) {
  const row = { workspace_id: ctx.workspace.id, account_id: accountId, email };
  await ctx.db
    .insertInto('contacts')
    .values({ ...row, id: newId(), name, title, role })
    .onConflict((same) =>
      same
        .columns(['workspace_id', 'account_id', 'email'])
        .doUpdateSet((eb) => ({
          ...{ name, title, role, continues_as: null },
          came_back_from: eb.fn.coalesce('contacts.continues_as', 'contacts.came_back_from'),
        }))
        .where((eb) => eb.or([eb('contacts.identity_id', 'is', null), eb('contacts.disabled_at', 'is not', null)])),
    )
    .execute();
  const contact = await ctx.db
    .selectFrom('contacts')
    .select(['id', 'identity_id', 'disabled_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where('email', '=', email)
    .executeTakeFirstOrThrow();
  return { id: contact.id, inside: contact.identity_id !== null && contact.disabled_at === null };
}

/** Closes what was sent to a contact and not taken up. Returns whether there was anything. */
export const revokeInvitations = (ctx: Ctx, contactId: string): Promise<boolean> =>
  closeInvitations(ctx, contactId, { revoked_at: ctx.now });

/** The same, by somebody who does not want them to come: no reminder follows, and they do not sign up instead. */
export const takeBackInvitations = (ctx: Ctx, contactId: string): Promise<boolean> =>
  closeInvitations(ctx, contactId, { revoked_at: ctx.now, taken_back_at: ctx.now });

/** What was sent to a contact has done what it was for: they have come another way. */
export const endInvitations = (ctx: Ctx, contactId: string): Promise<boolean> =>
  closeInvitations(ctx, contactId, { accepted_at: ctx.now });

/** The same of who was invited to the team: they have come by its provider, or its directory has brought them. */
export const endTeamInvitations = (ctx: Ctx, email: string) =>
  ctx.db
    .updateTable('member_invitations')
    .set({ accepted_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();

type Closing = { revoked_at: Date; taken_back_at?: Date } | { accepted_at: Date };

async function closeInvitations(ctx: Ctx, contactId: string, set: Closing) {
  const closed = await ctx.db
    .updateTable('invitations')
    .set(set)
    .where('workspace_id', '=', ctx.workspace.id)
    .where('contact_id', '=', contactId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return closed.numUpdatedRows > 0n;
}

async function newInvitation(ctx: Ctx, { accountId, message }: ContactInvitation, contactId: string) {
  const { actor, workspace, now } = ctx;
  await revokeInvitations(ctx, contactId);
  const made = { id: newId(), token: randomToken(), expiresAt: daysFrom(now, INVITATION_DAYS) };
  await ctx.db
    .insertInto('invitations')
    .values({
      workspace_id: workspace.id,
      id: made.id,
      account_id: accountId,
      contact_id: contactId,
      invited_by: actor.kind === 'member' ? actor.personId : null,
      invited_by_contact: actor.kind === 'contact' ? actor.personId : null,
      token_hash: sha256Hex(made.token),
      message,
      expires_at: made.expiresAt,
      created_at: now,
    })
    .execute();
  return made;
}

/** What whoever has this address reads the portal in; null when they have no login, or have not said. */
export async function languageAt(ctx: Ctx, email: string): Promise<string | null> {
  const { rows } = await sql<{ locale: string | null }>`select app.language_at(${email}) as locale`.execute(ctx.db);
  return rows[0]!.locale;
}

/** Something that a person is called, and nothing that could be read as a letter of its own or as an address. */
const isName = (text: string): boolean =>
  text.length <= 60 && /^[\p{L}\p{M} .'’-]+$/u.test(text) && !/\.\p{L}{2}/u.test(text);

async function mailInvitation(
  ctx: Ctx,
  { accountId, email, message, answers, locale }: ContactInvitation,
  account: string,
  { token, expiresAt }: { token: string; expiresAt: Date },
): Promise<string> {
  const { actor, workspace } = ctx;
  const reader = readerOf(ctx, { locale: (await languageAt(ctx, email)) ?? locale ?? null, zone: null });
  const by = actor.kind === 'member' || actor.kind === 'contact' ? actor : { name: workspace.name, email: '' };
  // What strangers call themselves and their company is theirs to write, and would be a letter in the name of the business.
  const unmet = actor.kind === 'contact' && (await isUnmet(ctx, accountId));
  const named = !unmet && (actor.kind !== 'contact' || isName(by.name));
  const inviter = named ? by.name : by.email;
  const names = { inviter, workspace: workspace.name, account: unmet ? workspace.name : account };
  const words = answers === 'sign-up' ? 'inviteMail.asked' : 'inviteMail';
  return queueMail(ctx, {
    kind: 'invitation.sent',
    to: { address: email, identityId: null },
    reader,
    subject: say(reader, `${words}.subject`, names),
    speaker: named ? inviter : undefined,
    sendBefore: expiresAt,
    letter: {
      preheader: say(reader, 'inviteMail.preheader', names),
      title: say(reader, `${words}.title`, names),
      paragraphs: [say(reader, 'inviteMail.text', names)],
      quote: message || undefined,
      action: { label: say(reader, 'invitation.button', names), url: `/invitation?token=${token}` },
      aftertext: say(reader, 'inviteMail.ends', { date: formatDate(reader, expiresAt, 'long') }),
      why: say(reader, actor.kind === 'contact' ? 'inviteMail.colleague.why' : `${words}.why`, names),
    },
  });
}

import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Browser } from './browser.ts';
import { wantedElsewhere } from './elsewhere.ts';
import { invitationAccepted } from './events.ts';
import { type Passed, passed } from './first-factor.ts';
import { identityFor } from './identities.ts';
import { type Closed, type Invitation, invitationBehind } from './invitation.ts';
import { asPerson, livingPerson } from './person.ts';

/**
 * `kept`, with the customer's name: they were signed in already, and go on in the session they have. `own`: so they were, and something
 * stands between that session and the new customer.
 */
export type Acceptance = { passed: Passed; own: boolean } | { kept: string } | { closed: Closed };

/**
 * Joins the account of an invitation and begins a session. Of many at once one succeeds and the others find it accepted.
 * Account, role and address are those of the invitation; the form says only how its owner is called, and a password when
 * the address has never signed in here. Whoever has signed in before keeps their own.
 */
export async function acceptInvitation(
  ctx: Ctx,
  token: string,
  given: { name: string; password?: string | undefined; zone?: string | undefined },
  browser: Browser,
): Promise<Acceptance> {
  const named = await invitationBehind(ctx, token);
  if (!named) return { closed: 'gone' };
  await lockContact(ctx, named.contactId);
  const invitation = (await invitationBehind(ctx, token)) ?? named;
  if (invitation.closed) return { closed: invitation.closed };
  if (!(await claim(ctx, invitation))) return { closed: 'accepted' };
  const login = { email: invitation.email, locale: ctx.reader.locale, ...given };
  const identity = await identityFor(ctx, login, !invitation.handedOver);
  if (!identity.usable || (await isOnTheTeam(ctx, identity.id))) return { closed: 'revoked' };
  await join(ctx, invitation, identity.id, given.name);
  return (await changeOver(ctx, invitation, identity.id, browser)) ?? enter(ctx, invitation, identity.id, browser);
}

/** The person first and then what was sent to them, as whoever takes it back or reminds them does. */
const lockContact = ({ db, workspace }: Ctx, id: string) =>
  db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .execute();

/** The one update that of many at once succeeds: the row is locked until the winner has committed. */
async function claim(ctx: Ctx, { id }: Invitation): Promise<boolean> {
  const claimed = await ctx.db
    .updateTable('invitations')
    .set({ accepted_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  return claimed.numUpdatedRows === 1n;
}

async function isOnTheTeam(ctx: Ctx, identityId: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .executeTakeFirst();
  return row !== undefined;
}

/** From now on the login stands for this contact, under the name and with the photo it has. */
export async function becomeContact(ctx: Ctx, contactId: string, identityId: string, name: string): Promise<void> {
  const photo = ctx.db
    .selectFrom('person_pictures')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId);
  await ctx.db
    .updateTable('contacts')
    // Whoever has a login is themselves: an entry that goes on as another has none.
    .set({ identity_id: identityId, name, photo, continues_as: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', contactId)
    .execute();
}

/** An invitation lets somebody in again who had lost their access, and ends the others. */
async function join(ctx: Ctx, { contactId }: Invitation, identityId: string, name: string): Promise<void> {
  await becomeContact(ctx, contactId, identityId, name);
  await ctx.db
    .updateTable('contacts')
    .set({ disabled_at: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', contactId)
    .where('disabled_at', 'is not', null)
    .execute();
  await ctx.db
    .updateTable('invitations')
    .set({ revoked_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('contact_id', '=', contactId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
}

async function enter(ctx: Ctx, invitation: Invitation, identityId: string, browser: Browser): Promise<Acceptance> {
  const { accountId } = invitation;
  const result = await passed(ctx, { identityId, method: 'invitation', accountId, assurance: 'one' }, browser);
  if (!result) throw new Error('no way in for somebody who has just joined');
  await recordJoined(ctx, invitation, identityId, '');
  return { passed: result, own: false };
}

/** Whoever is signed in as the same person stays so, and stands for the new customer from the next page on. */
async function changeOver(
  ctx: Ctx,
  invitation: Invitation,
  identityId: string,
  browser: Browser,
): Promise<Acceptance | null> {
  const { actor } = ctx;
  if (actor.kind !== 'contact' || actor.identityId !== identityId) return null;
  const { accountId } = invitation;
  const wanted = await wantedElsewhere({ ...ctx, actor }, accountId, browser);
  await recordJoined(ctx, invitation, identityId, actor.sessionId);
  if (wanted) return { passed: wanted, own: true };
  await ctx.db
    .updateTable('sessions')
    .set({ account_id: accountId })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', actor.sessionId)
    .execute();
  return { kept: invitation.accountName };
}

async function recordJoined(ctx: Ctx, { id, accountId, contactId }: Invitation, identityId: string, session: string) {
  const living = await livingPerson(ctx.db, ctx.workspace.id, { id: identityId }, accountId);
  if (!living) throw new Error('nobody stands behind somebody who has just joined');
  await record(asPerson(ctx, living.person, session), invitationAccepted, {
    subjectId: id,
    accountId,
    data: { contact: contactId },
  });
}

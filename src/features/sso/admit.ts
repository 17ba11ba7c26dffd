import {
  type Browser,
  createContact,
  createMember,
  endInvitations,
  endSessionsOf,
  endSessionsWithoutSecondStep,
  endTeamInvitations,
  identityFor,
  type Passed,
  passed,
  personBehind,
} from '#features/identity/index.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { type Asserted, type Connection, SsoRefused } from './connection.ts';
import { type Decision, decide } from './decide.ts';
import { linked, personAdded, roleGiven } from './events.ts';

/** Lets somebody in whom a provider vouches for. Only the system may; throws SsoRefused. */
export async function admit(ctx: Ctx, connection: Connection, asserted: Asserted, browser: Browser): Promise<Passed> {
  if (!connection.enabledAt) throw new SsoRefused('off', 'it is switched off');
  const decision = await decide(ctx, connection, asserted);
  const identityId = await standing(ctx, connection, decision);
  await link(ctx, connection, asserted, identityId);
  const result = await passed(
    ctx,
    {
      identityId,
      method: 'sso',
      accountId: connection.accountId ?? undefined,
      assurance: connection.secondStepHere ? 'one' : 'two',
    },
    browser,
  );
  if (!result) throw new SsoRefused('disabled', 'nobody may come in as this identity');
  return result;
}

/** The identity of somebody who may come in, after everything has been made that they lack. */
async function standing(ctx: Ctx, connection: Connection, decision: Decision): Promise<string> {
  if (decision.standing === 'new') return add(ctx, connection, decision);
  if (decision.standing === 'invited') return join(ctx, connection, decision);
  await giveRole(ctx, connection, decision);
  return decision.identityId!;
}

async function add(ctx: Ctx, connection: Connection, { email, name, role }: Decision): Promise<string> {
  const { accountId, defaultRole } = connection;
  const given = { email, name, role: (role ?? defaultRole) as never };
  const made =
    accountId === null
      ? await createMember(ctx, given).then(({ memberId, identityId }) => ({ personId: memberId, identityId }))
      : await createContact(ctx, { ...given, accountId }).then(({ contactId, identityId }) => ({
          personId: contactId,
          identityId,
        }));
  // Who has come needs no invitation any more: its link opens nothing from here on.
  if (accountId === null) await endTeamInvitations(ctx, email);
  await record(await themselves(ctx, connection, made.identityId), personAdded, {
    subjectId: made.identityId,
    accountId,
    data: { connection: connection.id, person: made.personId, by: 'sign-in' },
  });
  return made.identityId;
}

/** A contact who was written down or invited and has never come: whose address it is has just been proved. */
async function join(ctx: Ctx, connection: Connection, decision: Decision): Promise<string> {
  const { email, name, role, roleNow, personId } = decision;
  const { id: identityId } = await identityFor(ctx, { email, name });
  await ctx.db
    .updateTable('contacts')
    .set({ identity_id: identityId, role: role ?? roleNow! })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', personId)
    .where('account_id', '=', connection.accountId)
    .execute();
  // The invitation has done what it was for: its link opens nothing any more.
  await endInvitations(ctx, personId!);
  await record(await themselves(ctx, connection, identityId), personAdded, {
    subjectId: identityId,
    accountId: connection.accountId,
    data: { connection: connection.id, person: personId!, by: 'invitation' },
  });
  return identityId;
}

/** Whom the provider vouches for is who does it, and nobody has a session yet. */
async function themselves(ctx: Ctx, { accountId }: Connection, identityId: string): Promise<Ctx> {
  const { actor } = (await personBehind(ctx, identityId, accountId ?? undefined)) ?? ctx;
  return { ...ctx, actor: actor.kind === 'contact' || actor.kind === 'member' ? { ...actor, method: 'sso' } : actor };
}

/** Groups are looked at with every sign-in. An owner stays one, and no group makes one. */
async function giveRole(
  ctx: Ctx,
  { id, accountId }: Connection,
  { role, roleNow, personId, identityId }: Decision,
): Promise<void> {
  if (role === null || role === roleNow || role === 'owner' || roleNow === 'owner') return;
  await ctx.db
    .updateTable(accountId === null ? 'members' : 'contacts')
    .set({ role })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', personId)
    .execute();
  const data = { connection: id, person: personId!, role, before: roleNow! };
  await record(ctx, roleGiven, { subjectId: identityId!, accountId, data });
  // Where they are signed in already they sign in again to have another role; the session that begins here has it.
  if (accountId === null) await endSessionsOf(ctx, [identityId!]);
  else await endSessionsWithoutSecondStep(ctx, identityId!, role);
}

/** From now on issuer and subject say who it is. One person here is one at the provider: another subject is not added silently. */
async function link(
  ctx: Ctx,
  connection: Connection,
  { issuer, subject }: Asserted,
  identityId: string,
): Promise<void> {
  const { id, accountId } = connection;
  const key = { workspace_id: ctx.workspace.id, connection_id: id, issuer, subject };
  const before = await ctx.db
    .selectFrom('sso_links')
    .select(['issuer', 'subject'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('connection_id', '=', id)
    .where('identity_id', '=', identityId)
    .executeTakeFirst();
  if (before?.issuer === issuer && before.subject !== subject) {
    throw new SsoRefused('not-theirs', 'this address belongs to another person of the provider');
  }
  // Whom the provider that was there before knew them as says nothing of the one there is now.
  if (before && before.issuer !== issuer) await unlink(ctx, id, identityId);
  await ctx.db
    .insertInto('sso_links')
    .values({ ...key, identity_id: identityId, used_at: ctx.now, created_at: ctx.now })
    .onConflict((same) =>
      same.columns(['workspace_id', 'connection_id', 'issuer', 'subject']).doUpdateSet({ used_at: ctx.now }),
    )
    .execute();
  if (before?.issuer !== issuer) {
    const them = await themselves(ctx, connection, identityId);
    await record(them, linked, { subjectId: identityId, accountId, data: { connection: id } });
  }
}

const unlink = (ctx: Ctx, connectionId: string, identityId: string) =>
  ctx.db
    .deleteFrom('sso_links')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('connection_id', '=', connectionId)
    .where('identity_id', '=', identityId)
    .execute();

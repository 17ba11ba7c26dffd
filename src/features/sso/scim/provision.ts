import {
  createContact,
  createMember,
  endInvitations,
  endSessionsOf,
  endTeamInvitations,
  identityFor,
  nobodyStandsFor,
  takeBackInvitations,
} from '#features/identity/index.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Connection } from '../connection.ts';
import { personAdded, personDeactivated, personReactivated, roleGiven } from '../events.ts';
import { ScimError } from './scim-error.ts';
import { nameIn, type User } from './shapes.ts';
import { demandOpen, ownAddress, peopleOf, personOf, type Standing, taken } from './standing.ts';

/** Whom a directory took away before, and when. */
export interface TakenAway {
  personId: string;
  at: Date | null;
}

/**
 * Makes somebody one of ours, or finds who they are. `before`: whom this very directory has taken away, who may return if it was
 * not the business that did. The same answer for an address of somebody else's side and for one that is taken: nothing is
 * learned by trying.
 */
export async function takeIn(
  ctx: Ctx,
  connection: Connection,
  user: User,
  before: TakenAway | null,
): Promise<Standing> {
  const email = await ownAddress(ctx, connection, user);
  const name = nameIn(user) ?? user.userName.slice(0, 160);
  await demandOpen(ctx, connection);
  const identity = await ctx.db
    .selectFrom('identities')
    .select(['id', 'disabled_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', email)
    .executeTakeFirst();
  if (identity?.disabled_at) return taken();
  const person = await personOf(ctx, connection, identity?.id ?? null, email);
  if (!person) return make(ctx, connection, { email, name, title: user.title ?? '' });
  const returns = person.disabledAt !== null;
  if (returns && !(before?.personId === person.id && before.at?.getTime() === person.disabledAt?.getTime()))
    return taken();
  const comes = connection.accountId !== null && person.identityId === null;
  const comesAsNew = comes && (await nobodyStandsFor(ctx, [person.id])).has(person.id);
  const { id: identityId } = await identityFor(ctx, { email, name });
  await ctx.db
    .updateTable(peopleOf(connection))
    // What they had been before they were taken away is not given back with them, nor what nobody stands for any more.
    .set({
      identity_id: identityId,
      ...(returns ? { disabled_at: null } : {}),
      ...(returns || comesAsNew ? { role: connection.defaultRole } : {}),
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', person.id)
    .execute();
  // Who has come needs no invitation any more: an old one opens nothing.
  if (connection.accountId !== null) await endInvitations(ctx, person.id);
  const standing = { identityId, personId: person.id };
  if (returns) await tellOfReturn(ctx, connection, standing, person.role);
  else if (person.identityId === null) await tellOfCome(ctx, connection, standing);
  return standing;
}

async function tellOfReturn(ctx: Ctx, connection: Connection, { identityId, personId }: Standing, before: string) {
  const { accountId, defaultRole: role } = connection;
  const about = { subjectId: identityId, accountId };
  const data = { connection: connection.id, person: personId };
  await record(ctx, personReactivated, { ...about, data });
  if (role !== before) await record(ctx, roleGiven, { ...about, data: { ...data, role, before } });
}

async function make(
  ctx: Ctx,
  connection: Connection,
  given: { email: string; name: string; title: string },
): Promise<Standing> {
  const { accountId } = connection;
  const role = connection.defaultRole as never;
  const made =
    accountId === null
      ? await createMember(ctx, { ...given, role }).then((one) => ({
          identityId: one.identityId,
          personId: one.memberId,
        }))
      : await createContact(ctx, { ...given, role, accountId }).then((one) => ({
          identityId: one.identityId,
          personId: one.contactId,
        }));
  if (accountId === null) await endTeamInvitations(ctx, given.email);
  await tellOfCome(ctx, connection, made);
  return made;
}

const tellOfCome = (ctx: Ctx, { id, accountId }: Connection, { identityId, personId }: Standing) =>
  record(ctx, personAdded, {
    subjectId: identityId,
    accountId,
    data: { connection: id, person: personId, by: 'directory' },
  });

/**
 * Takes somebody away: their sessions end with the commit, open pages close, and an invitation that is still open brings nobody
 * back. An owner is taken away by people. Whom the business has taken away already stays as it left them.
 */
export async function deactivate(ctx: Ctx, connection: Connection, standing: Standing): Promise<void> {
  await demandNoOwner(ctx, connection, standing);
  const { accountId } = connection;
  const gone = await ctx.db
    .updateTable(peopleOf(connection))
    .set({ disabled_at: ctx.now, ...(accountId === null ? {} : { closed_with_account_at: null }) })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', standing.personId)
    // Somebody who is away because their whole customer is would come back with it.
    .where((one) =>
      one.or([
        one('disabled_at', 'is', null),
        ...(accountId === null ? [] : [one('closed_with_account_at', 'is not', null)]),
      ]),
    )
    .executeTakeFirst();
  if (accountId !== null) await takeBackInvitations(ctx, standing.personId);
  if (gone.numUpdatedRows === 1n) {
    const data = { connection: connection.id, person: standing.personId };
    await record(ctx, personDeactivated, { subjectId: standing.identityId, accountId, data });
  }
  await endSessionsOf(ctx, [standing.identityId]);
}

/** Gives access back to whom the directory took it from at that moment; whom the business has sent away stays away. */
export async function reactivate(
  ctx: Ctx,
  connection: Connection,
  standing: Standing,
  { user, since }: { user: User; since: Date },
): Promise<void> {
  const { disabled_at: disabledAt } = await ctx.db
    .selectFrom(peopleOf(connection))
    .select('disabled_at')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', standing.personId)
    .executeTakeFirstOrThrow();
  if (disabledAt === null) return;
  if (disabledAt.getTime() !== since.getTime())
    throw new ScimError(
      400,
      'active: this person was taken away in the portal, and is let in again there',
      'mutability',
    );
  await ownAddress(ctx, connection, user);
  await demandOpen(ctx, connection);
  await ctx.db
    .updateTable(peopleOf(connection))
    .set({ disabled_at: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', standing.personId)
    .execute();
  const data = { connection: connection.id, person: standing.personId };
  await record(ctx, personReactivated, { subjectId: standing.identityId, accountId: connection.accountId, data });
}

export async function demandNoOwner(ctx: Ctx, connection: Connection, { personId }: Standing): Promise<void> {
  if (connection.accountId !== null) return;
  const row = await ctx.db
    .selectFrom('members')
    .select('role')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', personId)
    .executeTakeFirst();
  if (row?.role === 'owner') throw new ScimError(400, 'an owner is changed in the portal', 'mutability');
}

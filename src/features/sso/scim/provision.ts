import { createContact, createMember, emailAddress, endSessionsOf, identityFor } from '#features/identity/index.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Connection } from '../connection.ts';
import { vouchesFor } from '../connections.ts';
import { personAdded, personDeactivated, personReactivated } from '../events.ts';
import { ScimError } from './scim-error.ts';
import { addressIn, nameIn, type User } from './shapes.ts';

/** Who a directory's person is here. */
export interface Standing {
  identityId: string;
  personId: string;
}

const taken = (): never => {
  throw new ScimError(409, 'somebody else has this address or name', 'uniqueness');
};

/** The address of a person, in a domain that was proved for the directory's connection. Others are none of its business. */
export async function ownAddress(ctx: Ctx, connection: Connection, user: User): Promise<string> {
  const email = emailAddress(addressIn(user));
  if (!email) throw new ScimError(400, 'emails: there is no address that can be used', 'invalidValue');
  if (!(await vouchesFor(ctx, connection.id, email))) {
    throw new ScimError(400, 'emails: the domain has not been proved for this connection', 'invalidValue');
  }
  return email;
}

const peopleOf = ({ accountId }: Connection) => (accountId === null ? 'members' : 'contacts') as 'contacts';

/**
 * Makes somebody one of ours, or finds who they are. `mayReturn`: whom this very directory has taken away before. The same
 * answer for an address of somebody else's side and for one that is taken: nothing is learned by trying.
 */
export async function takeIn(
  ctx: Ctx,
  connection: Connection,
  user: User,
  mayReturn: string | null,
): Promise<Standing> {
  const email = await ownAddress(ctx, connection, user);
  const name = nameIn(user);
  const identity = await ctx.db
    .selectFrom('identities')
    .select(['id', 'disabled_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', email)
    .executeTakeFirst();
  if (identity?.disabled_at) return taken();
  const person = await personOf(ctx, connection, identity?.id ?? null, email);
  if (!person) return make(ctx, connection, { email, name, title: user.title ?? '' });
  if (person.disabledAt && person.id !== mayReturn) return taken();
  const { id: identityId } = await identityFor(ctx, { email, name });
  // What they had been before they were taken away is not given back with them.
  const again = person.disabledAt ? { disabled_at: null, role: connection.defaultRole } : {};
  await ctx.db
    .updateTable(peopleOf(connection))
    .set({ identity_id: identityId, ...again })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', person.id)
    .execute();
  return { identityId, personId: person.id };
}

async function personOf(ctx: Ctx, connection: Connection, identityId: string | null, email: string) {
  const { accountId } = connection;
  if (identityId) await demandOneSide(ctx, connection, identityId);
  const rows = await ctx.db
    .selectFrom(peopleOf(connection))
    .select(['id', 'identity_id as identityId', 'disabled_at as disabledAt'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where((one) => one.or([one('email', '=', email), ...(identityId ? [one('identity_id', '=', identityId)] : [])]))
    .$if(accountId !== null, (one) => one.where('account_id', '=', accountId))
    .execute();
  const row = rows.find((each) => each.identityId === identityId) ?? rows[0];
  if (row && row.identityId !== null && row.identityId !== identityId) return taken();
  return row;
}

/** Nobody of the team is a customer's person, and no customer's person one of the team, by a directory's word. */
async function demandOneSide(ctx: Ctx, { accountId }: Connection, identityId: string): Promise<void> {
  const other = accountId === null ? 'contacts' : 'members';
  const row = await ctx.db
    .selectFrom(other as 'contacts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .executeTakeFirst();
  if (row) taken();
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
  const data = { connection: connection.id, person: made.personId, by: 'directory' } as const;
  await record(ctx, personAdded, { subjectId: made.identityId, accountId, data });
  return made;
}

/** Takes somebody away: their sessions end with the commit, and open pages close. An owner is taken away by people. */
export async function deactivate(ctx: Ctx, connection: Connection, standing: Standing): Promise<void> {
  await demandNoOwner(ctx, connection, standing);
  await setDisabled(ctx, connection, standing, ctx.now);
  const data = { connection: connection.id, person: standing.personId };
  await record(ctx, personDeactivated, { subjectId: standing.identityId, accountId: connection.accountId, data });
  await endSessionsOf(ctx, [standing.identityId]);
}

export async function reactivate(ctx: Ctx, connection: Connection, standing: Standing): Promise<void> {
  await setDisabled(ctx, connection, standing, null);
  const data = { connection: connection.id, person: standing.personId };
  await record(ctx, personReactivated, { subjectId: standing.identityId, accountId: connection.accountId, data });
}

const setDisabled = (ctx: Ctx, connection: Connection, { personId }: Standing, at: Date | null) =>
  ctx.db
    .updateTable(peopleOf(connection))
    .set({ disabled_at: at })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', personId)
    .execute();

async function demandNoOwner(ctx: Ctx, connection: Connection, { personId }: Standing): Promise<void> {
  if (connection.accountId !== null) return;
  const row = await ctx.db
    .selectFrom('members')
    .select('role')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', personId)
    .executeTakeFirst();
  if (row?.role === 'owner') throw new ScimError(400, 'an owner is changed in the portal', 'mutability');
}

/** Name, title and address as the directory has them. Another address has to be free, in a proved domain, and only theirs to change. */
export async function describe(ctx: Ctx, connection: Connection, standing: Standing, user: User): Promise<void> {
  const email = await ownAddress(ctx, connection, user);
  const before = await ctx.db
    .selectFrom('identities')
    .select('email')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', standing.identityId)
    .executeTakeFirstOrThrow();
  if (before.email.toLowerCase() !== email) await readdress(ctx, connection, standing, email);
  await ctx.db
    .updateTable(peopleOf(connection))
    .set({ name: nameIn(user), email, ...(user.title === undefined ? {} : { title: user.title }) })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', standing.personId)
    .execute();
}

async function readdress(ctx: Ctx, connection: Connection, standing: Standing, email: string): Promise<void> {
  await demandNoOwner(ctx, connection, standing);
  const known = await ctx.db
    .selectFrom('identities')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', email)
    .executeTakeFirst();
  if (known) taken();
  const elsewhere = await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', standing.identityId)
    .where('id', '!=', standing.personId)
    .executeTakeFirst();
  if (elsewhere) throw new ScimError(400, 'emails: this person has other accounts as well', 'mutability');
  await ctx.db
    .updateTable('identities')
    .set({ email, updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', standing.identityId)
    .execute();
  // Whatever was mailed to the old address opens nothing any more.
  await ctx.db
    .deleteFrom('verifications')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', standing.identityId)
    .execute();
}

import { sql } from 'kysely';
import { emailAddress } from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { isArchived } from '../accounts.ts';
import type { Connection } from '../connection.ts';
import { vouchesFor } from '../connections.ts';
import { ScimError } from './scim-error.ts';
import { addressIn, type User } from './shapes.ts';

/** Who a directory's person is here. */
export interface Standing {
  identityId: string;
  personId: string;
  /** The entry the directory knew became one with another: who they are is known, by which address is the business's to say. */
  merged?: boolean | undefined;
}

export const peopleOf = ({ accountId }: Connection) => (accountId === null ? 'members' : 'contacts') as 'contacts';

export const taken = (): never => {
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

/** Of a customer that was put away nobody is let in; taking away goes on. */
export async function demandOpen(ctx: Ctx, { accountId }: Connection): Promise<void> {
  if (accountId !== null && (await isArchived(ctx, accountId))) {
    throw new ScimError(403, 'this customer has been put away: nobody is let in');
  }
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

/**
 * Whoever has this login or this address on the connection's side. An entry that was merged or moved away is nobody's any more. It is
 * locked before the login and what was sent to it, as by whoever accepts an invitation.
 */
export async function personOf(ctx: Ctx, connection: Connection, identityId: string | null, email: string) {
  const { accountId } = connection;
  if (identityId) await demandOneSide(ctx, connection, identityId);
  const rows = await ctx.db
    .selectFrom(peopleOf(connection))
    .select(['id', 'role', 'identity_id as identityId', 'disabled_at as disabledAt'])
    .select((accountId === null ? sql<null>`null` : sql<string | null>`continues_as`).as('continuesAs'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where((one) => one.or([one('email', '=', email), ...(identityId ? [one('identity_id', '=', identityId)] : [])]))
    .$if(accountId !== null, (one) => one.where('account_id', '=', accountId))
    .orderBy('id')
    .forUpdate()
    .execute();
  const row = rows.find((each) => each.identityId === identityId) ?? rows[0];
  if (row && row.identityId !== null && row.identityId !== identityId) return taken();
  return row?.continuesAs ? taken() : row;
}

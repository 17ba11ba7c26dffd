import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Connection } from '../connection.ts';
import { personChanged } from '../events.ts';
import { demandNoOwner } from './provision.ts';
import { ScimError } from './scim-error.ts';
import { addressIn, nameIn, type User } from './shapes.ts';
import { ownAddress, peopleOf, type Standing, taken } from './standing.ts';

/**
 * Who is known already keeps what the directory does not say. Name, title and address as the directory has them. Another address has to be free, in a proved domain, and only theirs to change;
 * one that stays is not asked about, so that somebody can be taken away whatever has become of the domain.
 */
export async function describe(ctx: Ctx, connection: Connection, standing: Standing, user: User): Promise<void> {
  const before = await ctx.db
    .selectFrom('identities as i')
    .innerJoin(`${peopleOf(connection)} as p`, 'p.workspace_id', 'i.workspace_id')
    .select(['i.email', 'p.name', 'p.title'])
    .where('i.workspace_id', '=', ctx.workspace.id)
    .where('i.id', '=', standing.identityId)
    .where('p.id', '=', standing.personId)
    .executeTakeFirstOrThrow();
  const moves = !standing.merged && before.email.toLowerCase() !== addressIn(user).toLowerCase();
  const email = moves ? await readdress(ctx, connection, standing, user) : before.email;
  const after = { email, name: nameIn(user) ?? before.name, title: user.title ?? before.title };
  const changes = changed(before, after);
  if (Object.keys(changes).length === 0) return;
  await ctx.db
    .updateTable(peopleOf(connection))
    .set({ name: after.name, title: after.title, ...(moves ? { email } : {}) })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', standing.personId)
    .execute();
  await record(ctx, personChanged, {
    subjectId: standing.identityId,
    accountId: connection.accountId,
    data: { connection: connection.id, person: standing.personId, changes },
  });
}

async function readdress(ctx: Ctx, connection: Connection, standing: Standing, user: User): Promise<string> {
  const email = await ownAddress(ctx, connection, user);
  await demandNoOwner(ctx, connection, standing);
  await demandFree(ctx, connection, standing, email);
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
  return email;
}

async function demandFree(ctx: Ctx, connection: Connection, standing: Standing, email: string): Promise<void> {
  const known = await ctx.db
    .selectFrom('identities')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', email)
    .executeTakeFirst();
  // Somebody without a login, too: written down or invited, and never here.
  const noted = await ctx.db
    .selectFrom(peopleOf(connection))
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', email)
    .where('id', '!=', standing.personId)
    .$if(connection.accountId !== null, (one) => one.where('account_id', '=', connection.accountId))
    .executeTakeFirst();
  if (known || noted) taken();
  const elsewhere = await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', standing.identityId)
    .where('id', '!=', standing.personId)
    .executeTakeFirst();
  if (elsewhere) throw new ScimError(400, 'emails: this person has other accounts as well', 'mutability');
}

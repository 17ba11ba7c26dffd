import type { Comer, Providers } from '#features/identity/index.ts';
import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Connection } from './connection.ts';
import { connectionForAddress, connectionOf, vouchesFor } from './connections.ts';

const shown = ({ id, name }: Connection) => ({ name, href: `/sso/${id}` });

/** What the sign-in page and every other way in ask about single sign-on. */
export const providers: Providers = {
  async offered(ctx) {
    await elevate(ctx.db, ctx.workspace.id);
    const rows = await ctx.db
      .selectFrom('sso_connections')
      .select(['id', 'name', 'account_id'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('enabled_at', 'is not', null)
      .execute();
    const team = rows.find((row) => row.account_id === null);
    return {
      team: team ? { name: team.name, href: `/sso/${team.id}` } : null,
      customers: rows.some((row) => row.account_id !== null),
    };
  },
  async forAddress(ctx, email) {
    await elevate(ctx.db, ctx.workspace.id);
    const connection = await connectionForAddress(ctx, email);
    return connection ? { ...shown(connection), required: connection.requiredAt !== null } : null;
  },
  async required(ctx, person) {
    const connection = await requiredFor(ctx, person);
    return connection ? shown(connection) : null;
  },
  async keepsAddress(ctx, person) {
    for (const one of await entriesOf(ctx, person)) if (await requiredFor(ctx, one)) return true;
    const row = await ctx.db
      .selectFrom('scim_users')
      .select('id')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('identity_id', '=', person.identityId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return row !== undefined;
  },
};

/** Everywhere somebody stands: at the customer they are here for, and at their others. */
async function entriesOf(ctx: Ctx, person: Parameters<Providers['keepsAddress']>[1]): Promise<Comer[]> {
  if (person.kind === 'member') return [person];
  const rows = await ctx.db
    .selectFrom('contacts')
    .select('account_id as accountId')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', person.identityId)
    .where('disabled_at', 'is', null)
    .execute();
  return rows.map(({ accountId }) => ({ kind: 'contact', accountId, email: person.email }));
}

/**
 * Owners keep every way in: a provider that is down must not lock everybody out. Of a customer it is required of those whose
 * address its provider can vouch for; the others have no other way.
 */
async function requiredFor(ctx: Ctx, person: Parameters<Providers['required']>[1]): Promise<Connection | null> {
  if (person.kind === 'member' && person.role === 'owner') return null;
  if (person.kind === 'contact' && person.accountId === null) return null;
  const connection = await connectionOf(ctx, person.kind === 'member' ? null : person.accountId);
  if (!connection?.enabledAt || !connection.requiredAt) return null;
  if (person.kind === 'contact' && !(await vouchesFor(ctx, connection.id, person.email))) return null;
  return connection;
}

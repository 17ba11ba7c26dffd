import { sql } from 'kysely';
import { reveal } from '#platform/at-rest.ts';
import type { Ctx } from '#platform/http/context.ts';
import { type Connection, domainOf, type SamlProvider } from './connection.ts';
import { soon } from './saml/metadata.ts';

type Asking = Pick<Ctx, 'db' | 'workspace'>;

const query = ({ db, workspace }: Asking) =>
  db
    .selectFrom('sso_connections')
    .select([
      'id',
      'account_id as accountId',
      'kind',
      'brand',
      'name',
      'source',
      'client_id as clientId',
      'client_secret as clientSecret',
      'provider',
      'provider_read_at as readAt',
      'provider_problem as problem',
      'attributes',
      'default_role as defaultRole',
      'adds_people as addsPeople',
      'second_step_here as secondStepHere',
      'starts_elsewhere as startsElsewhere',
      'tested_at as testedAt',
      'enabled_at as enabledAt',
      'required_at as requiredAt',
      'ends_at as endsAt',
      'end_told_at as endToldAt',
      'reminded_at as remindedAt',
    ])
    .where('workspace_id', '=', workspace.id);

export const connectionById = async (ctx: Asking, id: string): Promise<Connection | undefined> =>
  UUID.test(id) ? ((await query(ctx).where('id', '=', id).executeTakeFirst()) as Connection | undefined) : undefined;

/** Nobody else changes it until this transaction is over. */
export const lockConnection = (ctx: Pick<Ctx, 'db' | 'workspace'>, id: string) =>
  ctx.db
    .selectFrom('sso_connections')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .execute();

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const connectionOf = async (ctx: Asking, accountId: string | null): Promise<Connection | undefined> =>
  (await query(ctx).where(sql<boolean>`account_id is not distinct from ${accountId}::uuid`).executeTakeFirst()) as
    | Connection
    | undefined;

/** The provider of the domain of an address, when it is proved and people may come in by it. */
export const connectionForAddress = async (ctx: Asking, email: string): Promise<Connection | undefined> =>
  (await query(ctx)
    .where('enabled_at', 'is not', null)
    .where('id', 'in', (one) =>
      one
        .selectFrom('sso_domains')
        .select('connection_id')
        .where('workspace_id', '=', ctx.workspace.id)
        .where('domain', '=', domainOf(email))
        .where('proved_at', 'is not', null),
    )
    .executeTakeFirst()) as Connection | undefined;

/** Whether the owner of this domain has proved it for this very connection. */
export async function vouchesFor(ctx: Asking, connectionId: string, email: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('sso_domains')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('connection_id', '=', connectionId)
    .where('domain', '=', domainOf(email))
    .where('proved_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

export const secretPlace = (workspaceId: string, connectionId: string) => ({
  table: 'sso_connections',
  column: 'client_secret',
  workspaceId,
  rowId: connectionId,
});

/** The client secret as the provider knows it. */
export const secretOf = ({ platform, workspace }: Pick<Ctx, 'platform' | 'workspace'>, connection: Connection) =>
  connection.clientSecret &&
  reveal(platform.masterKey, secretPlace(workspace.id, connection.id), connection.clientSecret);

/** The team's first, then the customers' by name. */
export const allConnections = async (ctx: Asking): Promise<Connection[]> =>
  (await query(ctx).orderBy(sql`account_id is not null`).orderBy('name').execute()) as Connection[];

/** Of those where something may have to be looked at, only what says so: settings pages ask for it, each of them. */
export const connectionsToLookAt = ({ db, workspace, now }: Asking & Pick<Ctx, 'now'>) =>
  db
    .selectFrom('sso_connections as s')
    .select(['s.id', 's.name', 's.kind', 's.enabled_at as enabledAt', 's.provider_problem as problem'])
    // Its certificates; what an OpenID provider says of itself is long, and ends nowhere.
    .select(sql<Partial<SamlProvider>>`case when s.kind = 'saml' then s.provider else '{}' end`.as('provider'))
    .where('s.workspace_id', '=', workspace.id)
    .where(
      sql<boolean>`((s.kind = 'saml' and (s.ends_at is null or s.ends_at < ${soon(now)})) or (s.provider_problem is not null and s.enabled_at is not null)
        or exists (select from sso_domains d where d.workspace_id = s.workspace_id and d.connection_id = s.id
          and d.proved_at is null and d.looked_at is not null))`,
    )
    .orderBy(sql`s.account_id is not null`)
    .orderBy('s.name')
    .execute();

/** For the rotation of the master key. */
export const concealed = [{ table: 'sso_connections', column: 'client_secret' }] as const;

import { z } from 'zod';
import { mayManageSignIn } from '#features/identity/index.ts';
import { conceal } from '#platform/at-rest.ts';
import { newId } from '#platform/db/ids.ts';
import { alone } from '#platform/db/turns.ts';
import type { Changes } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import { seenLine } from '#platform/http/line.ts';
import { providerChanges } from './changes.ts';
import {
  type Brand,
  type Connection,
  isAnother,
  keepsSecret,
  type OidcProvider,
  type SamlProvider,
} from './connection.ts';
import { connectionOf, secretPlace } from './connections.ts';
import { type changes, connectionChanged } from './events.ts';
import { endOf } from './saml/metadata.ts';

export const beginning = z.object({
  kind: z.enum(['oidc', 'saml'], 'error.kind'),
  brand: z.enum(['okta', 'entra', 'google', 'other'], 'error.brand'),
  name: seenLine(60, 'error.nameLong', 'error.unseen').min(1, 'error.name'),
});

/** Whoever names a provider says who may be whom, and a login is one wherever it leads: it is for those who see every customer. */
export const mayManage = ({ actor }: Pick<Ctx, 'actor'>): boolean => mayManageSignIn(actor);

/**
 * The team's provider says who is an owner, too, past everything they sign in with otherwise: it is in use as an owner has seen it.
 * What anybody else changes of it ends its use.
 */
export const mayPutToUse = (ctx: Pick<Ctx, 'actor'>, { accountId }: Pick<Connection, 'accountId'>): boolean =>
  mayManage(ctx) && (accountId !== null || (ctx.actor.kind === 'member' && ctx.actor.role === 'owner'));

/** To be tested and put to use once more. */
const NOT_IN_USE = { tested_at: null, test: null, enabled_at: null, required_at: null };

export const unlessTheirs = (ctx: Ctx, connection: Connection): Partial<typeof NOT_IN_USE> =>
  mayPutToUse(ctx, connection) ? {} : NOT_IN_USE;

/** One for the team and one for each customer; null when there is one already. */
export async function makeConnection(
  ctx: Ctx,
  accountId: string | null,
  given: { kind: 'oidc' | 'saml'; brand: Brand; name: string },
): Promise<string | null> {
  demand(mayManage(ctx));
  await alone(ctx.db, ctx.workspace.id, 'providers');
  if (await connectionOf(ctx, accountId)) return null;
  const id = newId();
  await ctx.db
    .insertInto('sso_connections')
    .values({
      ...given,
      workspace_id: ctx.workspace.id,
      id,
      account_id: accountId,
      default_role: accountId === null ? 'agent' : 'contributor',
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute();
  await tell(ctx, { id, accountId, name: given.name }, 'made');
  return id;
}

/** What was read of a provider, and how we prove ourselves to it. */
export interface ProviderSettings {
  source: string | null;
  provider: OidcProvider | SamlProvider;
  clientId?: string | undefined;
  /** Undefined: the one there is stays. */
  clientSecret?: string | undefined;
}

/** Another provider than before is another authority: who is who is asked anew, and it has to be tested before it is used. */
export async function setProvider(ctx: Ctx, connection: Connection, given: ProviderSettings): Promise<void> {
  demand(mayManage(ctx));
  const { clientSecret, clientId = '', provider, source } = given;
  const another = isAnother(connection, provider);
  const changes = providerChanges(connection, given);
  await update(ctx, connection, {
    source,
    client_id: clientId,
    provider: JSON.stringify(provider),
    provider_read_at: ctx.now,
    ends_at: endOf(provider),
    provider_problem: null,
    ...(clientSecret === undefined
      ? connection.kind === 'oidc' && !keepsSecret(connection, { provider: provider as OidcProvider, clientId })
        ? { client_secret: null }
        : {}
      : { client_secret: conceal(ctx.platform.masterKey, secretPlace(ctx.workspace.id, connection.id), clientSecret) }),
    ...(another ? NOT_IN_USE : Object.keys(changes).length > 0 ? unlessTheirs(ctx, connection) : {}),
  });
  await tell(ctx, connection, 'provider', { changes });
}

export async function enable(ctx: Ctx, connection: Connection, on: boolean): Promise<void> {
  demand(on ? mayPutToUse(ctx, connection) : mayManage(ctx));
  demandStill(!on || connection.testedAt !== null);
  await update(ctx, connection, on ? { enabled_at: ctx.now } : { enabled_at: null, required_at: null });
  await tell(ctx, connection, on ? 'enabled' : 'disabled');
}

export async function removeConnection(ctx: Ctx, connection: Connection): Promise<void> {
  demand(mayManage(ctx));
  await ctx.db
    .deleteFrom('sso_connections')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', connection.id)
    .execute();
  await tell(ctx, connection, 'removed');
}

export async function update(ctx: Ctx, { id }: Pick<Connection, 'id'>, set: Record<string, unknown>): Promise<void> {
  await ctx.db
    .updateTable('sso_connections')
    .set({ ...set, updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
}

export const tell = (
  ctx: Ctx,
  { id, accountId, name }: Pick<Connection, 'id' | 'accountId' | 'name'>,
  what: (typeof changes)[number],
  more: { detail?: string; changes?: Changes } = {},
) => record(ctx, connectionChanged, { subjectId: id, accountId, data: { what, name, ...more } });

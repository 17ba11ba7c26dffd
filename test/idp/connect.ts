import { discover } from '#features/sso/oidc/client.ts';
import { conceal } from '#platform/at-rest.ts';
import { newId } from '#platform/db/ids.ts';
import { asSystem } from '#platform/db/scope.ts';
import type { TestPortal } from '../portal.ts';
import type { World } from '../world.ts';
import { provider as samlKeys } from './keys.ts';
import type { OidcProvider } from './oidc-provider.ts';
import { ISSUER } from './saml-answer.ts';

interface Connecting {
  accountId?: string | null;
  /** Proved domains. */
  domains?: string[];
  enabled?: boolean;
  required?: boolean;
  addsPeople?: boolean;
  defaultRole?: string;
  startsElsewhere?: boolean;
}

/** A connection that is set up, proved, tested and in use, as the pages leave it. Returns its id. */
export async function connectOidc(
  portal: TestPortal,
  world: World,
  idp: OidcProvider,
  given: Connecting = {},
): Promise<string> {
  const found = await discover(portal.platform.config, idp.issuer);
  return insert(portal, world, given, (id) => ({
    kind: 'oidc',
    source: idp.issuer,
    client_id: idp.clientId,
    client_secret: conceal(
      portal.platform.masterKey,
      { table: 'sso_connections', column: 'client_secret', workspaceId: world.workspaceId, rowId: id },
      idp.clientSecret,
    ),
    provider: JSON.stringify(found),
  }));
}

export const connectSaml = (
  portal: TestPortal,
  world: World,
  given: Connecting & { signInUrl?: string; certificates?: string[]; entityId?: string } = {},
): Promise<string> =>
  insert(portal, world, given, () => ({
    kind: 'saml',
    provider: JSON.stringify({
      entityId: given.entityId ?? ISSUER,
      signInUrl: given.signInUrl ?? 'https://idp.example/sso',
      certificates: given.certificates ?? [samlKeys.certificate],
    }),
  }));

async function insert(
  { platform }: TestPortal,
  world: World,
  given: Connecting,
  rest: (id: string) => { kind: 'oidc' | 'saml'; provider: string } & Record<string, string>,
): Promise<string> {
  const id = newId();
  const now = new Date();
  const { accountId = null, enabled = true, required = false } = given;
  await asSystem(platform.pool, world.workspaceId, async (db) => {
    await db
      .insertInto('sso_connections')
      .values({
        ...rest(id),
        workspace_id: world.workspaceId,
        id,
        account_id: accountId,
        name: 'Okta',
        default_role: given.defaultRole ?? (accountId === null ? 'agent' : 'contributor'),
        adds_people: given.addsPeople ?? false,
        starts_elsewhere: given.startsElsewhere ?? false,
        tested_at: now,
        enabled_at: enabled ? now : null,
        required_at: required ? now : null,
      })
      .execute();
    for (const domain of given.domains ?? []) {
      await db
        .insertInto('sso_domains')
        .values({
          workspace_id: world.workspaceId,
          id: newId(),
          connection_id: id,
          domain,
          secret: 's'.repeat(20),
          proved_at: now,
          proved_by: 'dns',
        })
        .execute();
    }
  });
  return id;
}

/** The domain of everybody's address in a test's world. */
export const domainOfWorld = (world: World): string => world.host.replace('.localhost', '.example');

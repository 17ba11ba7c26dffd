import { asSystem } from '#platform/db/scope.ts';
import { everyWorkspace } from '#platform/jobs/every-workspace.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import type { Chore } from '#platform/jobs/task.ts';
import type { Platform } from '#platform/platform.ts';
import { fetchMetadata } from './ahead.ts';
import { tellOfEnds } from './certificate-end.ts';
import type { Connection, OidcProvider, SamlProvider } from './connection.ts';
import { lookForRecord } from './dns.ts';
import { loseDomain, sawRecord } from './domains.ts';
import { tellOfDomain } from './letters.tsx';
import { discover } from './oidc/client.ts';
import { ownersOf } from './owners.ts';
import { endOf } from './saml/metadata.ts';
import { tellOfTokens } from './scim/token-end.ts';

const MISSING_DAYS = 7;

/** Every night: what providers say of themselves (a new certificate arrives by itself), and whether domains are still theirs. */
export const readProvidersAnew: Chore = {
  name: 'sso-providers',
  at: '23 4 * * *',
  async run(platform) {
    await everyWorkspace(platform, async (id) => {
      await readWorkspace(platform, id);
      await tellOfEnds(platform, id);
      await tellOfTokens(platform, id);
    });
  },
};

/** No transaction is open while somebody else's machine is waited for. */
async function readWorkspace(platform: Platform, workspaceId: string): Promise<void> {
  const { connections, domains } = await asSystem(platform.pool, workspaceId, async (db) => ({
    connections: await db
      .selectFrom('sso_connections')
      .select(['id', 'kind', 'source', 'provider'])
      .where('workspace_id', '=', workspaceId)
      .where('source', 'is not', null)
      .execute(),
    domains: await db
      .selectFrom('sso_domains')
      .select(['id', 'domain', 'secret', 'looked_at'])
      .where('workspace_id', '=', workspaceId)
      .where('proved_by', '=', 'dns')
      .execute(),
  }));
  for (const connection of connections) await readProvider(platform, workspaceId, connection as Read);
  for (const domain of domains) await lookAgain(platform, workspaceId, domain);
}

type Read = Pick<Connection, 'id' | 'kind' | 'provider'> & { source: string };

async function readProvider(
  platform: Platform,
  workspaceId: string,
  { id, kind, source, provider }: Read,
): Promise<void> {
  const read = kind === 'oidc' ? discover(platform.config, source) : fetchMetadata(platform, source);
  const set = await read.then(
    (found) =>
      // Under another name it would be another authority: that is for a person to decide.
      isSame(provider, found)
        ? {
            provider: JSON.stringify({ ...provider, ...found }),
            provider_read_at: new Date(),
            provider_problem: null,
            ends_at: endOf(found),
          }
        : { provider_problem: 'renamed' },
    () => ({ provider_problem: 'unread' }),
  );
  // Whoever has given another provider meanwhile has given it: what was read says nothing of that one.
  await asSystem(platform.pool, workspaceId, (db) =>
    db
      .updateTable('sso_connections')
      .set(set)
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .where('source', '=', source)
      .where('provider', '=', JSON.stringify(provider))
      .execute(),
  );
}

function isSame(known: Read['provider'], found: OidcProvider | SamlProvider): boolean {
  return 'entityId' in found
    ? 'entityId' in known && known.entityId === found.entityId
    : 'issuer' in known && known.issuer === found.issuer;
}

interface Looked {
  id: string;
  domain: string;
  secret: string;
  looked_at: Date | null;
}

/** A record that has been gone for a week: the domain may be somebody else's by now. A name server that is silent says nothing. */
async function lookAgain(platform: Platform, workspaceId: string, row: Looked): Promise<void> {
  const found = await lookForRecord(platform.config, row.domain, row.secret);
  const seen = row.looked_at?.getTime() ?? 0;
  const gone = found === 'missing' && seen < Date.now() - MISSING_DAYS * 86_400_000;
  if (found !== 'there' && !gone) return;
  await inWorkspace(platform, workspaceId, async (ctx) => {
    if (!gone) return sawRecord(ctx, row.id);
    const connection = await loseDomain(ctx, row);
    if (!connection) return;
    const owners = (await ownersOf(ctx)).map(({ identityId }) => identityId);
    await tellOfDomain(ctx, owners, { ...connection, domain: row.domain });
  });
}

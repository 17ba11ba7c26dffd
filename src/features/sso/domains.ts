import { randomToken } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import { isPublicMailDomain } from '#platform/mail/public-domains.ts';
import type { Connection } from './connection.ts';
import { connectionById } from './connections.ts';
import { endOtherWays } from './requirement.ts';
import { tell } from './setup.ts';

/** A domain somebody says is theirs. Whose addresses are in a proved one may be vouched for by the connection's provider. */
export interface Domain {
  id: string;
  domain: string;
  /** What has to stand in its TXT record. */
  secret: string;
  provedAt: Date | null;
  provedBy: 'dns' | 'operator' | null;
  lookedAt: Date | null;
}

const LABEL = /^(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
/** A domain as it is stored; null when it is none, or nobody's alone: whoever proved one of those would vouch for the world. */
export function domainName(typed: string): string | null {
  const plain = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^.*@/, '')
    .replace(/[./]+$/, '');
  return LABEL.test(plain) && !isPublicMailDomain(plain) ? plain : null;
}

export const recordName = (domain: string): string => `_portico.${domain}`;
export const recordValue = (secret: string): string => `portico-domain=${secret}`;

export async function domainsOf(
  { db, workspace }: Pick<Ctx, 'db' | 'workspace'>,
  connectionId: string,
): Promise<Domain[]> {
  const rows = await db
    .selectFrom('sso_domains')
    .select(['id', 'domain', 'secret', 'proved_at as provedAt', 'proved_by as provedBy', 'looked_at as lookedAt'])
    .where('workspace_id', '=', workspace.id)
    .where('connection_id', '=', connectionId)
    .orderBy('domain')
    .execute();
  return rows.map((row) => ({ ...row, provedBy: row.provedBy as Domain['provedBy'] }));
}

/** Those that were proved, until the record was gone for long. */
export const lostDomains = ({ db, workspace }: Pick<Ctx, 'db' | 'workspace'>) =>
  db
    .selectFrom('sso_domains')
    .select(['id', 'domain', 'connection_id as connectionId'])
    .where('workspace_id', '=', workspace.id)
    .where('proved_at', 'is', null)
    .where('looked_at', 'is not', null)
    .orderBy('domain')
    .execute();

/** Whether another connection of this business has proved it already: then it cannot be this one's. */
export async function isAnothers({ db, workspace }: Ctx, connectionId: string, domain: string): Promise<boolean> {
  const row = await db
    .selectFrom('sso_domains')
    .select('id')
    .where('workspace_id', '=', workspace.id)
    .where('domain', '=', domain)
    .where('connection_id', '!=', connectionId)
    .where('proved_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

export async function claimDomain(ctx: Ctx, connection: Connection, domain: string): Promise<void> {
  const made = await ctx.db
    .insertInto('sso_domains')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      connection_id: connection.id,
      domain,
      secret: randomToken(20),
      created_at: ctx.now,
    })
    .onConflict((same) => same.doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 1n) await tell(ctx, connection, 'domain-claimed', { detail: domain });
}

/** Written down as proved; the caller has seen the record, or is the operator. The last thing a verb does. */
export async function proveDomain(
  ctx: Ctx,
  connection: Connection,
  domainId: string,
  by: 'dns' | 'operator',
): Promise<void> {
  const { domain } = await ctx.db
    .updateTable('sso_domains')
    .set({ proved_at: ctx.now, proved_by: by, looked_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('connection_id', '=', connection.id)
    .where('id', '=', domainId)
    .returning('domain')
    .executeTakeFirstOrThrow();
  await tell(ctx, connection, by === 'dns' ? 'domain-proved' : 'domain-vouched', { detail: domain });
  // It is required of whoever has an address there from now on.
  if (connection.requiredAt) await endOtherWays(ctx, connection);
}

export async function sawRecord({ db, workspace, now }: Ctx, domainId: string): Promise<void> {
  await db
    .updateTable('sso_domains')
    .set({ looked_at: now })
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', domainId)
    .execute();
}

/** Its record has been gone for long. Returns whose it was, unless somebody has proved it or taken it away meanwhile. */
export async function loseDomain(
  ctx: Ctx,
  { id, looked_at }: { id: string; looked_at: Date | null },
): Promise<Connection | undefined> {
  const lost = await ctx.db
    .updateTable('sso_domains')
    .set({ proved_at: null, proved_by: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('proved_at', 'is not', null)
    .$if(looked_at !== null, (one) => one.where('looked_at', '=', looked_at))
    .returning(['connection_id', 'domain'])
    .executeTakeFirst();
  const connection = lost && (await connectionById(ctx, lost.connection_id));
  if (connection) await tell(ctx, connection, 'domain-lost', { detail: lost.domain });
  return connection;
}

export async function removeDomain(ctx: Ctx, connection: Connection, domainId: string): Promise<void> {
  const gone = await ctx.db
    .deleteFrom('sso_domains')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('connection_id', '=', connection.id)
    .where('id', '=', domainId)
    .returning('domain')
    .executeTakeFirst();
  if (!gone) throw notFound();
  await tell(ctx, connection, 'domain-removed', { detail: gone.domain });
}

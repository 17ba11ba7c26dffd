import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import { accountName } from './accounts.ts';
import { allConnections, connectionById } from './connections.ts';
import { domainName, domainsOf, isAnothers, proveDomain } from './domains.ts';
import { tell, update } from './setup.ts';

/** Why a domain is not confirmed: no connection waits for it, another one has proved it, or it is the team's own. */
type Unconfirmed = 'unknown' | 'anothers' | 'team';

/** By the operator's word. Null when it is confirmed, else why it is not. */
export async function confirmDomain(ctx: Ctx, typed: string): Promise<Unconfirmed | null> {
  const domain = domainName(typed);
  if (!domain) return 'unknown';
  const row = await ctx.db
    .selectFrom('sso_domains')
    .select(['id', 'connection_id as connectionId'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('domain', '=', domain)
    .where('proved_at', 'is', null)
    .orderBy('created_at')
    .executeTakeFirst();
  const connection = row && (await connectionById(ctx, row.connectionId));
  if (!connection) return 'unknown';
  if (await isAnothers(ctx, connection.id, domain)) return 'anothers';
  if (connection.accountId && (await isOfOwners(ctx, domain))) return 'team';
  await proveDomain(ctx, connection, row.id, 'operator');
  return null;
}

/** A customer's provider does not vouch for addresses of those who own the portal by a word on the command line. */
async function isOfOwners({ db, workspace }: Ctx, domain: string): Promise<boolean> {
  const { rows } = await sql`select from members m where m.workspace_id = ${workspace.id} and m.role = 'owner'
    and m.disabled_at is null and split_part(m.email::text, '@', 2) = ${domain} limit 1`.execute(db);
  return rows.length > 0;
}

/** The way back in: every connection stays, and none is the only way. */
export async function stopRequiring(ctx: Ctx): Promise<void> {
  for (const connection of await allConnections(ctx)) {
    if (!connection.requiredAt) continue;
    await update(ctx, connection, { required_at: null });
    await tell(ctx, connection, 'optional');
  }
}

export async function linesOf(ctx: Ctx): Promise<string[]> {
  const lines: string[] = [];
  for (const connection of await allConnections(ctx)) {
    const { id, accountId, name, kind, requiredAt, enabledAt } = connection;
    const whose = accountId ? await accountName(ctx, accountId) : 'the team';
    const domains = (await domainsOf(ctx, id)).map((each) => `${each.domain}${each.provedAt ? '' : ' (waits)'}`);
    const state = requiredAt ? 'required' : enabledAt ? 'in use' : 'off';
    lines.push(`  ${whose}: ${name}, ${kind}, ${state}; ${domains.join(', ') || 'no domains'}`);
  }
  return lines;
}

import type { Ctx } from '#platform/http/context.ts';
import { accountName } from './accounts.ts';
import { allConnections, connectionById } from './connections.ts';
import { domainName, domainsOf, isAnothers, proveDomain } from './domains.ts';
import { tell, update } from './setup.ts';

/** By the operator's word. False when no connection waits for it, or another one has proved it. */
export async function confirmDomain(ctx: Ctx, typed: string): Promise<boolean> {
  const domain = domainName(typed);
  if (!domain) return false;
  const row = await ctx.db
    .selectFrom('sso_domains')
    .select(['id', 'connection_id as connectionId'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('domain', '=', domain)
    .where('proved_at', 'is', null)
    .orderBy('created_at')
    .executeTakeFirst();
  const connection = row && (await connectionById(ctx, row.connectionId));
  if (!connection || (await isAnothers(ctx, connection.id, domain))) return false;
  await proveDomain(ctx, connection, row.id, 'operator');
  return true;
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

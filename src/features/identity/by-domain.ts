import type { Ctx } from '#platform/http/context.ts';
import { domainOf, isPublicMailDomain } from '#platform/mail/public-domains.ts';

export interface DomainsAccount {
  id: string;
  name: string;
  /** Put away: nobody of theirs comes in. */
  archivedAt: Date | null;
}

/**
 * The customer whose people have their addresses in this one's domain: proved for the customer's identity provider, else vouched
 * for by the business itself. Null for a domain that everybody may have, or that is nobody's. The team can look, and the system.
 */
export async function accountByDomain(ctx: Ctx, email: string): Promise<DomainsAccount | null> {
  const domain = domainOf(email);
  if (isPublicMailDomain(domain)) return null;
  const proved = await ctx.db
    .selectFrom('sso_domains as d')
    .innerJoin('sso_connections as c', (join) =>
      join.onRef('c.workspace_id', '=', 'd.workspace_id').onRef('c.id', '=', 'd.connection_id'),
    )
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.account_id'),
    )
    .select(['a.id', 'a.name', 'a.archived_at as archivedAt'])
    .where('d.workspace_id', '=', ctx.workspace.id)
    .where('d.domain', '=', domain)
    .where('d.proved_at', 'is not', null)
    .executeTakeFirst();
  if (proved) return proved;
  const vouched = await ctx.db
    .selectFrom('sign_up_domains as d')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'd.workspace_id').onRef('a.id', '=', 'd.account_id'),
    )
    .select(['a.id', 'a.name', 'a.archived_at as archivedAt'])
    .where('d.workspace_id', '=', ctx.workspace.id)
    .where('d.domain', '=', domain)
    .executeTakeFirst();
  return vouched ?? null;
}

/** Whether somebody nobody has invited comes to a customer because of their address: by signing up, or by their provider. */
export async function attachesByDomain({ db, workspace }: Ctx): Promise<boolean> {
  const row = await db
    .selectFrom('sign_up_rules')
    .select('attaches')
    .where('workspace_id', '=', workspace.id)
    .executeTakeFirst();
  return row?.attaches ?? true;
}

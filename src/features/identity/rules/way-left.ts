import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { hostsOf } from '../passkeys/list.ts';
import { type Comer, providers } from '../providers.ts';
import { rulesOf, type Side, type SideRules } from './rules.ts';

/** Of a row `i` of identities: whether these rules let them in, with the password and the passkeys they have but one. */
function letsIn(ctx: Ctx, rules: SideRules, but: string | null = null) {
  const mailed = (rules.link || rules.code) && sendsMail(ctx.platform.config);
  return sql<boolean>`(${mailed} or (${rules.password} and i.password_set_at is not null) or (${rules.passkey} and exists (
    select from passkeys k where k.workspace_id = i.workspace_id and k.identity_id = i.id and k.rp_id = any (${hostsOf(ctx)})
      and k.id is distinct from ${but}::uuid)))`;
}

/** Whether this person could still come in under these rules, with what they have but one passkey. Only the system can look. */
export async function hasWayIn(ctx: Ctx, identityId: string, rules: SideRules, but?: string): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`select ${letsIn(ctx, rules, but)} as has from identities i
    where i.workspace_id = ${ctx.workspace.id} and i.id = ${identityId}`.execute(ctx.db);
  return rows[0]?.has ?? false;
}

export interface LeftOut {
  /** Who could come in under the rules before, and could not under the new ones. */
  n: number;
  of: number;
}

/**
 * How many people of a side other rules would shut out: who have neither the password nor the passkey that is left, nor an identity
 * provider to come in by. Only the system can look.
 */
export async function leftOut(ctx: Ctx, side: Side, before: SideRules, next: SideRules): Promise<LeftOut> {
  const team = side === 'member';
  const { rows } = await sql<LeftOut>`
    select count(*) filter (where ${letsIn(ctx, before)} and not ${letsIn(ctx, next)})::int as n, count(*)::int as of
    from identities i where i.workspace_id = ${ctx.workspace.id} and ${
      team
        ? sql`exists (select from members p where p.workspace_id = i.workspace_id and p.identity_id = i.id and p.disabled_at is null)
            and not exists (select from sso_connections c where c.workspace_id = i.workspace_id and c.account_id is null and c.enabled_at is not null)`
        : sql`exists (select from contacts p where p.workspace_id = i.workspace_id and p.identity_id = i.id and p.disabled_at is null
            and not exists (select from sso_connections c
              where c.workspace_id = i.workspace_id and c.account_id = p.account_id and c.enabled_at is not null))`
    }`.execute(ctx.db);
  return rows[0]!;
}

/** Of whoever joins: `must` where without a password they would not come in again, `no` where one would open nothing. */
export type PasswordAtTheDoor = 'must' | 'may' | 'no';

/** Only the system can look. */
export async function passwordAtTheDoor(ctx: Ctx, who: Comer): Promise<PasswordAtTheDoor> {
  const { [who.kind]: ways } = await rulesOf(ctx);
  if (!ways.password || (await providers().required(ctx, who))) return 'no';
  return (ways.link || ways.code) && sendsMail(ctx.platform.config) ? 'may' : 'must';
}

/** Whether a password opens anything for this side. */
export const passwordsAreOn = async (ctx: Ctx, side: Side): Promise<boolean> => (await rulesOf(ctx))[side].password;

/** Whether somebody of the team could, by the rules there are: without the identity provider. Only the system can look. */
export const hasOwnWayIn = async (ctx: Ctx, identityId: string): Promise<boolean> =>
  hasWayIn(ctx, identityId, (await rulesOf(ctx)).member);

/** Whether an owner could: without one nobody could put the rules right again. Only the system can look. */
export async function anyOwnerHasWayIn(ctx: Ctx, rules: SideRules): Promise<boolean> {
  const { rows } = await sql`select from members m
    join identities i on i.workspace_id = m.workspace_id and i.id = m.identity_id
    where m.workspace_id = ${ctx.workspace.id} and m.role = 'owner' and m.disabled_at is null and ${letsIn(ctx, rules)}
    limit 1`.execute(ctx.db);
  return rows.length > 0;
}

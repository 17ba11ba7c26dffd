import type { Ctx } from '#platform/http/context.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { hostsOf } from '../passkeys/list.ts';
import { type Comer, providers } from '../providers.ts';
import { rulesOf, type Side, type SideRules } from './rules.ts';

/** Whether this person could still come in under these rules, with what they have but one passkey. Only the system can look. */
export async function hasWayIn(ctx: Ctx, identityId: string, rules: SideRules, but?: string): Promise<boolean> {
  if ((rules.link || rules.code) && sendsMail(ctx.platform.config)) return true;
  const identity = await ctx.db
    .selectFrom('identities')
    .select(['password_set_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', identityId)
    .executeTakeFirst();
  if (rules.password && identity?.password_set_at) return true;
  if (!rules.passkey) return false;
  const passkey = await ctx.db
    .selectFrom('passkeys')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .where('rp_id', 'in', hostsOf(ctx))
    .$if(but !== undefined, (query) => query.where('id', '!=', but ?? ''))
    .executeTakeFirst();
  return passkey !== undefined;
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
  const owners = await ctx.db
    .selectFrom('members')
    .select('identity_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('role', '=', 'owner')
    .where('disabled_at', 'is', null)
    .execute();
  for (const { identity_id } of owners) if (await hasWayIn(ctx, identity_id, rules)) return true;
  return false;
}

import { type Passkey, passkeysOf } from '../passkeys/list.ts';
import { rulesOf, type SideRules } from '../rules/rules.ts';
import { type Has, secondStepOf } from '../second-step/wanted.ts';
import type { Own } from './own.ts';

/** Everything somebody signs in with. */
export interface Ways {
  passkeys: Passkey[];
  has: Has;
  /** In how many browsers they are not asked for the second step. */
  remembered: number;
  allowed: SideRules;
}

export async function waysOf(ctx: Own): Promise<Ways> {
  const { identityId } = ctx.actor;
  const [passkeys, has, rules, remembered] = await Promise.all([
    passkeysOf(ctx, identityId),
    secondStepOf(ctx, identityId),
    rulesOf(ctx),
    ctx.db
      .selectFrom('remembered_browsers')
      .select((one) => one.fn.countAll<number>().as('n'))
      .where('workspace_id', '=', ctx.workspace.id)
      .where('identity_id', '=', identityId)
      .where('expires_at', '>', ctx.now)
      .executeTakeFirstOrThrow(),
  ]);
  return { passkeys, has, remembered: Number(remembered.n), allowed: rules[ctx.actor.kind] };
}

import type { Ctx } from '#platform/http/context.ts';
import type { Browser } from '../browser.ts';
import { isRemembered } from './remembered.ts';

/** What stands between a first factor and a session. */
export type Wanted = 'nothing' | 'step' | 'remembered';

/** What somebody has for a second step. */
export interface Has {
  app: Date | null;
  passkeys: number;
  recoveryCodes: number;
  recoverySince: Date | null;
}

/** One's own, or anybody's for the system. */
export async function secondStepOf(ctx: Ctx, identityId: string): Promise<Has> {
  const mine = <T extends 'authenticator_apps' | 'passkeys' | 'recovery_codes'>(table: T) =>
    ctx.db
      .selectFrom(table as 'passkeys')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('identity_id', '=', identityId);
  const [app, passkeys, codes] = await Promise.all([
    mine('authenticator_apps').select('created_at').executeTakeFirst(),
    mine('passkeys')
      .select((one) => one.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow(),
    ctx.db
      .selectFrom('recovery_codes')
      .select((one) => [one.fn.countAll<number>().as('n'), one.fn.min('created_at').as('since')])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('identity_id', '=', identityId)
      .where('used_at', 'is', null)
      .executeTakeFirstOrThrow(),
  ]);
  return {
    app: app?.created_at ?? null,
    passkeys: Number(passkeys.n),
    recoveryCodes: Number(codes.n),
    recoverySince: codes.since,
  };
}

/** Only the system can look. */
export async function secondStepWanted(ctx: Ctx, identityId: string, browser: Browser): Promise<Wanted> {
  const { app } = await secondStepOf(ctx, identityId);
  if (!app) return 'nothing';
  return (await isRemembered(ctx, identityId, browser)) ? 'remembered' : 'step';
}

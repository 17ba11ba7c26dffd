import type { Ctx } from '#platform/http/context.ts';
import type { Browser } from '../browser.ts';
import { hostsOf } from '../passkeys/list.ts';
import type { Person } from '../person.ts';
import { isRemembered } from './remembered.ts';

/** What stands between a first factor and a session. */
export type Wanted = 'nothing' | 'step' | 'setup' | 'remembered';

/** What somebody has for a second step. */
export interface Has {
  app: Date | null;
  passkeys: number;
  recoveryCodes: number;
  recoverySince: Date | null;
}

/** Whether there is nothing with which a second step could be passed. Recovery codes outlive the passkey they came with. */
export const hasNoSecondStep = ({ app, passkeys, recoveryCodes }: Has): boolean =>
  app === null && passkeys === 0 && recoveryCodes === 0;

/** One's own, or anybody's for the system; `but` is a passkey that is not counted. */
export async function secondStepOf(ctx: Ctx, identityId: string, { but }: { but?: string } = {}): Promise<Has> {
  const mine = <T extends 'authenticator_apps' | 'passkeys' | 'recovery_codes'>(table: T) =>
    ctx.db
      .selectFrom(table as 'passkeys')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('identity_id', '=', identityId);
  const [app, passkeys, codes] = await Promise.all([
    mine('authenticator_apps').select('created_at').executeTakeFirst(),
    mine('passkeys')
      .where('rp_id', 'in', hostsOf(ctx))
      .$if(but !== undefined, (others) => others.where('id', '<>', but!))
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

type Whose = Pick<Person, 'identityId' | 'kind' | 'role'>;

/** `setup`: their role asks for one and they have none. Only the system can look. */
export async function secondStepWanted(ctx: Ctx, whose: Whose, browser: Browser): Promise<Wanted> {
  const has = await secondStepOf(ctx, whose.identityId);
  if (!has.app) {
    if (!(await roleAsks(ctx, whose))) return 'nothing';
    if (hasNoSecondStep(has)) return 'setup';
  }
  return (await isRemembered(ctx, whose.identityId, browser)) ? 'remembered' : 'step';
}

/**
 * Whether this person's role needs a second step. The row is held until the end of the transaction: whoever makes the role ask for
 * one waits for the sign-ins that have not been asked, and then ends their sessions (`rules/required.ts`).
 */
export async function roleAsks(ctx: Ctx, { kind, role }: Pick<Whose, 'kind' | 'role'>): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('roles')
    .select('second_step_required as asks')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('side', '=', kind)
    .where('key', '=', role)
    .forShare()
    .executeTakeFirst();
  return row?.asks ?? false;
}

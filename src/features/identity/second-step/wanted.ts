import { sha256Hex } from '#platform/crypto.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Browser } from '../browser.ts';

/** What stands between a first factor and a session. */
export type Wanted = 'nothing' | 'step' | 'remembered';

/** Only the system can look. */
export async function secondStepWanted(ctx: Ctx, identityId: string, browser: Browser): Promise<Wanted> {
  const app = await ctx.db
    .selectFrom('authenticator_apps')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .executeTakeFirst();
  if (!app) return 'nothing';
  return (await isRemembered(ctx, identityId, browser)) ? 'remembered' : 'step';
}

async function isRemembered(ctx: Ctx, identityId: string, { device }: Browser): Promise<boolean> {
  if (!device) return false;
  const row = await ctx.db
    .selectFrom('remembered_browsers')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .where('device', '=', sha256Hex(device))
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  return row !== undefined;
}

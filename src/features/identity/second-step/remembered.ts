import { sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Browser } from '../browser.ts';
import { daysFrom } from '../terms.ts';

/** From now on this person is not asked for the second step in this browser, for so many days. Only the system may. */
export async function rememberBrowser(ctx: Ctx, identityId: string, browser: Browser, days: number): Promise<void> {
  const anew = { expires_at: daysFrom(ctx.now, days), created_at: ctx.now };
  await ctx.db
    .insertInto('remembered_browsers')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      identity_id: identityId,
      device: sha256Hex(browser.device),
      ...anew,
    })
    .onConflict((same) => same.columns(['workspace_id', 'identity_id', 'device']).doUpdateSet(anew))
    .execute();
}

export async function isRemembered(ctx: Ctx, identityId: string, { device }: Browser): Promise<boolean> {
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

/** Every browser asks again: a method, the password or the address has changed, or its owner wants it so. */
export async function forgetBrowsers(ctx: Ctx, identityId: string): Promise<number> {
  const gone = await ctx.db
    .deleteFrom('remembered_browsers')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}

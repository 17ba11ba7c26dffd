import { z } from 'zod';
import { type Ctx, identityOf } from '#platform/http/context.ts';
import { isZone, locales } from '#platform/i18n/reader.ts';

export const zone = z.string().max(64).refine(isZone);

/** Each button of the account menu sends one of them. */
export const preferences = z.object({
  theme: z.enum(['system', 'light', 'dark']).optional(),
  locale: z.enum(locales).optional(),
  zone: zone.optional(),
  hotkeys: z
    .enum(['on', 'off'])
    .transform((value) => value === 'on')
    .optional(),
});

/** Where somebody's device is, who has chosen no zone: pages and mails have its times from now on. Whether that is a change. */
export async function followDevice(ctx: Ctx, zone: string): Promise<boolean> {
  const identity = identityOf(ctx.actor);
  if (!identity) return false;
  const { numUpdatedRows } = await ctx.db
    .updateTable('identities')
    .set({ zone, zone_follows: true, updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', identity)
    .where((is) => is.or([is('zone', 'is', null), is('zone_follows', '=', true)]))
    .where('zone', 'is distinct from', zone)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** How the portal looks and speaks to this person, everywhere they sign in. What is not named stays. */
export async function choosePreferences(ctx: Ctx, chosen: z.output<typeof preferences>): Promise<void> {
  const identity = identityOf(ctx.actor);
  if (!identity) return;
  await ctx.db
    .updateTable('identities')
    .set({ ...chosen, ...(chosen.zone && { zone_follows: false }), updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', identity)
    .execute();
}

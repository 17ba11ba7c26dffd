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

/** How the portal looks and speaks to this person, everywhere they sign in. What is not named stays. */
export async function choosePreferences(ctx: Ctx, chosen: z.output<typeof preferences>): Promise<void> {
  const identity = identityOf(ctx.actor);
  if (!identity) return;
  await ctx.db
    .updateTable('identities')
    .set({ ...chosen, updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', identity)
    .execute();
}

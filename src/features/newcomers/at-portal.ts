import { originOf } from '#platform/config.ts';
import type { Ctx } from '#platform/http/context.ts';

/** The portal somebody stood at: what is written to them leads back there, and only if it is still ours. */
export async function atPortal<C extends Ctx>(ctx: C, host: string): Promise<C | null> {
  const row = await ctx.db
    .selectFrom('portals')
    .select(['id', 'host'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('host', '=', host)
    .where('verified_at', 'is not', null)
    .executeTakeFirst();
  return row ? { ...ctx, portal: { ...row, origin: originOf(ctx.platform.config, row.host) } } : null;
}

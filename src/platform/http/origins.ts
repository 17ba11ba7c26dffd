import { originOf } from '../config.ts';
import type { Ctx } from './context.ts';

/** Where the world finds what is public, whichever host it was asked at: two addresses of one page are two pages to a search engine. */
export const publicOrigin = ({ portal }: Pick<Ctx, 'portal'>): string => portal.first ?? portal.origin;

/** Every origin that is this business's: an address at any of them is one of ours. */
export async function originsOf(ctx: Ctx): Promise<string[]> {
  const hosts = await ctx.db
    .selectFrom('portals')
    .select('host')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('verified_at', 'is not', null)
    .execute();
  return [ctx.portal.origin, ...hosts.map(({ host }) => originOf(ctx.platform.config, host))];
}

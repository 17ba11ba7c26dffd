import { portalWith } from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';

/** As at the portal somebody stood at. */
export async function atPortal<C extends Ctx>(ctx: C, host: string): Promise<C | null> {
  const portal = await portalWith(ctx, host);
  return portal && { ...ctx, portal };
}

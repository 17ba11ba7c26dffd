import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { withEngine } from './auth/engines.ts';
import type { SignInMethod } from './auth/frame.ts';
import { hashPassword, isOutdated } from './auth/password.ts';
import type { Browser } from './browser.ts';
import { type Passed, passed } from './first-factor.ts';

/** What a session that begins with this request is written down with. */
export const sessionFacts = (ctx: Ctx, method: SignInMethod, accountId?: string) => ({
  method,
  ip: ctx.request.ip,
  agent: ctx.request.agent,
  accountId,
});

/**
 * What a password opens, or null: which of address, password and standing was wrong is told to nobody, and an unknown
 * address takes as long as a wrong password. Only who has the right one hears that their access has ended.
 */
export async function signInWithPassword(
  ctx: Ctx,
  given: { email: string; password: string },
  browser: Browser,
): Promise<Passed | { ended: string } | null> {
  await elevate(ctx.db, ctx.workspace.id);
  const frame = { session: sessionFacts(ctx, 'password'), ended: {} as { identityId?: string } };
  const result = await withEngine(ctx, frame, (engine) => engine.api.signInEmail({ body: given }));
  if (!result) return frame.ended.identityId ? { ended: frame.ended.identityId } : null;
  await renewHash(ctx, result.user.id, given.password);
  const first = { identityId: result.user.id, method: 'password', assurance: 'one', begun: result.token } as const;
  return passed(ctx, first, browser);
}

/** A hash of an older kind is written anew while the password is at hand. */
async function renewHash(ctx: Ctx, identityId: string, password: string): Promise<void> {
  const mine = ctx.db
    .selectFrom('credentials')
    .select(['id', 'password'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('provider_id', '=', 'credential')
    .where('identity_id', '=', identityId);
  const row = await mine.executeTakeFirst();
  if (!row?.password || !isOutdated(row.password)) return;
  await ctx.db
    .updateTable('credentials')
    .set({ password: await hashPassword(password) })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .execute();
}

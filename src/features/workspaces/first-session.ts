import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';

export const SESSION_DAYS = 30;

/** Whoever has just chosen their password need not type it again. Returns the token for the cookie; the table has its hash. */
export async function firstSession(ctx: Ctx, identityId: string): Promise<string> {
  const token = randomToken();
  await ctx.db
    .insertInto('sessions')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      identity_id: identityId,
      token_hash: sha256Hex(token),
      method: 'password',
      ip: ctx.request.ip,
      agent: ctx.request.agent.slice(0, 300),
      seen_at: ctx.now,
      expires_at: new Date(ctx.now.getTime() + SESSION_DAYS * 86_400_000),
    })
    .execute();
  return token;
}

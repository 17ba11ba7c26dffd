import { z } from 'zod';
import { deriveKey, sign, verify } from '#platform/crypto.ts';
import type { Ctx } from '#platform/http/context.ts';

const YEAR_MS = 365 * 86_400_000;

const keyOf = (ctx: Ctx) => deriveKey(ctx.platform.masterKey, 'end of following', ctx.workspace.id);

/** Where a letter leads whoever wants no more of them: it opens a page, and only its button ends anything. */
export const endingPath = (ctx: Ctx, identityId: string): string =>
  `/account/following/ending?token=${sign(keyOf(ctx), identityId, new Date(ctx.now.getTime() + YEAR_MS))}`;

/** Whose letters they are; null for a token that is none of ours, or that is over. */
export function identityBehind(ctx: Ctx, token: string): string | null {
  const seal = verify(keyOf(ctx), token, ctx.now);
  const named = seal.ok ? z.uuid().safeParse(seal.payload) : undefined;
  return named?.success ? named.data : null;
}

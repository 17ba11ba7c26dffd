import { sha256Hex } from '#platform/crypto.ts';
import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { type Way, wayOf } from './way.ts';

/** A wish whose link is in somebody's hand. */
export interface SignUp {
  id: string;
  email: string;
  name: string;
  company: string;
  locale: string;
  answers: Record<string, string>;
  termsUrl: string;
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** What a link opens, without using it up; null for a spent, expired or foreign one. Elevates, and writes nothing. */
export async function signUpBehind(ctx: Ctx, token: string): Promise<{ signUp: SignUp; way: Way } | null> {
  if (!TOKEN.test(token)) return null;
  await elevate(ctx.db, ctx.workspace.id);
  const row = await ctx.db
    .selectFrom('sign_ups')
    .select(['id', 'email', 'name', 'company', 'locale', 'answers', 'terms_url as termsUrl'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('token_hash', '=', sha256Hex(token))
    .where('proved_at', 'is', null)
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  if (!row) return null;
  const signUp = { ...row, answers: row.answers as Record<string, string> };
  return { signUp, way: await wayOf(ctx, row.email) };
}

/** One at a time for an address: two links of it must not both pass. */
export async function lockWishes(ctx: Ctx, email: string): Promise<void> {
  await ctx.db
    .selectFrom('sign_ups')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', email)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** The one update that of many at once succeeds. Every other link that was mailed to this address stops working. */
export async function claim(
  ctx: Ctx,
  { id, email }: SignUp,
  said: { name: string; company: string },
): Promise<boolean> {
  const claimed = await ctx.db
    .updateTable('sign_ups')
    .set({ ...said, proved_at: ctx.now, token_hash: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('proved_at', 'is', null)
    .where('token_hash', 'is not', null)
    .executeTakeFirst();
  if (claimed.numUpdatedRows === 0n) return false;
  await ctx.db
    .updateTable('sign_ups')
    .set({ token_hash: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', email)
    .where('proved_at', 'is', null)
    .execute();
  return true;
}

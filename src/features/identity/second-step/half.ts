import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { type Db, elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { SignInMethod } from '../auth/frame.ts';
import { type LivingPerson, livingPerson } from '../person.ts';
import { minutesFrom } from '../terms.ts';

/** What the browser keeps between the two steps. It opens the second step and nothing else. */
export const STEP_COOKIE = 'portico_step';
export const STEP_MINUTES = 10;

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

interface First {
  identityId: string;
  method: SignInMethod;
  accountId?: string | undefined;
}

/** Somebody who has passed the first factor. There is no session of theirs yet. */
export interface HalfSignIn extends First {
  id: string;
  living: LivingPerson;
}

/** Writes down that a first factor was passed. Returns what goes into the cookie; the table has its hash. */
export async function beginHalf(ctx: Ctx, { identityId, method, accountId }: First): Promise<string> {
  const token = randomToken();
  await ctx.db
    .insertInto('half_sign_ins')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      identity_id: identityId,
      token_hash: sha256Hex(token),
      method,
      account_id: accountId ?? null,
      expires_at: minutesFrom(ctx.now, STEP_MINUTES),
      created_at: ctx.now,
    })
    .execute();
  return token;
}

/** Who has come half way with this cookie; null for nobody, or nobody any more. Elevates, and writes nothing. */
export async function halfBehind(ctx: Ctx, token: string): Promise<HalfSignIn | null> {
  if (!TOKEN.test(token)) return null;
  await elevate(ctx.db, ctx.workspace.id);
  const row = await ctx.db
    .selectFrom('half_sign_ins')
    .select(['id', 'identity_id as identityId', 'method', 'account_id as accountId'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('token_hash', '=', sha256Hex(token))
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  if (!row) return null;
  const accountId = row.accountId ?? undefined;
  const living = await livingPerson(ctx.db, ctx.workspace.id, { id: row.identityId }, accountId);
  // Whoever has lost the customer whose rules were asked does not come in at another.
  if (accountId && living?.person.kind === 'contact' && living.person.accountId !== accountId) return null;
  return living && { ...row, method: row.method as SignInMethod, accountId, living };
}

/** Whose half sign-in a cookie is of, for counting attempts; null for nobody's. For the system. */
export async function whoseHalf(db: Db, workspaceId: string, token: string, now: Date): Promise<string | null> {
  const row = TOKEN.test(token)
    ? await db
        .selectFrom('half_sign_ins')
        .select('identity_id')
        .where('workspace_id', '=', workspaceId)
        .where('token_hash', '=', sha256Hex(token))
        .where('expires_at', '>', now)
        .executeTakeFirst()
    : undefined;
  return row?.identity_id ?? null;
}

/** The one of many at once that may go on gets true: the row is gone for all others. */
export async function endHalf(ctx: Ctx, { id }: Pick<HalfSignIn, 'id'>): Promise<boolean> {
  const gone = await ctx.db
    .deleteFrom('half_sign_ins')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return gone.numDeletedRows === 1n;
}

/** Whoever is on the way in with something that no longer counts begins again. */
export async function forgetHalves(ctx: Ctx, identityId: string): Promise<void> {
  await ctx.db
    .deleteFrom('half_sign_ins')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .execute();
}

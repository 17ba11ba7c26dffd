import { createHmac, randomInt } from 'node:crypto';
import { deriveKey, sameSecret } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Browser } from './browser.ts';
import { type Passed, passed } from './first-factor.ts';
import { forgetWaysIn } from './link.ts';
import type { Sent } from './sent.ts';
import { CODE_MINUTES, minutesFrom } from './terms.ts';

const DIGITS = 6;

/**
 * A six-digit code for whoever asked with this request: it works once, for a few minutes, in the browser that asked. For what
 * sends the letter. A code of nobody's login proves a mailbox and signs nobody in.
 */
export async function makeCode(ctx: Ctx, identityId: string | null, request: string): Promise<string> {
  const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
  await ctx.db
    .insertInto('verifications')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      identifier: identifierOf(request),
      value: hashOf(ctx, request, code),
      identity_id: identityId,
      expires_at: minutesFrom(ctx.now, CODE_MINUTES),
      created_at: ctx.now,
    })
    .execute();
  return code;
}

/**
 * Uses a code up; null when it is wrong, spent or too old, and when no letter was ever sent. Of many at once one succeeds.
 * How often one may guess is counted before this. The caller is the system.
 */
export async function spendCode(
  ctx: Ctx,
  request: string,
  typed: string,
): Promise<{ identityId: string | null } | null> {
  const code = typed.replace(/\s/g, '');
  const row = await ctx.db
    .selectFrom('verifications')
    .select(['id', 'value'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identifier', '=', identifierOf(request))
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  const right = sameSecret(hashOf(ctx, request, code), row?.value ?? '');
  if (!row || !right) return null;
  const used = await ctx.db
    .deleteFrom('verifications')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .returning('identity_id as identityId')
    .executeTakeFirst();
  return used ?? null;
}

/** What a code opens. */
export async function signInWithCode(ctx: Ctx, sent: Sent, typed: string, browser: Browser): Promise<Passed | null> {
  await elevate(ctx.db, ctx.workspace.id);
  const used = await spendCode(ctx, sent.request, typed);
  if (!used?.identityId) return null;
  await forgetWaysIn(ctx, used.identityId);
  return passed(ctx, { identityId: used.identityId, method: 'code', assurance: 'one' }, browser);
}

const identifierOf = (request: string): string => `code:${request}`;

/** A million codes are quickly tried: without the key, which is not in the database, the table tells none. */
const hashOf = (ctx: Ctx, request: string, code: string): string =>
  createHmac('sha256', deriveKey(ctx.platform.masterKey, 'sign-in code', ctx.workspace.id))
    .update(`${request} ${code}`)
    .digest('hex');

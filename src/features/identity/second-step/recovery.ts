import { createHmac, randomInt } from 'node:crypto';
import { deriveKey } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';

const CODES = 10;
const HALF = 5;
/** Without letters that look like a digit, or like each other. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';

/** Ten codes nobody has yet: they work from the moment their owner says that they are kept. */
export const proposeCodes = (): string[] => Array.from({ length: CODES }, () => `${half()}-${half()}`);

const half = (): string => Array.from({ length: HALF }, () => LETTERS[randomInt(LETTERS.length)]).join('');

const plain = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]/g, '');

export const areCodes = (codes: unknown): codes is string[] =>
  Array.isArray(codes) && codes.length === CODES && codes.every((code) => plain(String(code)).length === HALF * 2);

/** Replaces whatever codes there were. Only the system may. */
export async function keepCodes(ctx: Ctx, identityId: string, codes: string[]): Promise<void> {
  await forgetCodes(ctx, identityId);
  await ctx.db
    .insertInto('recovery_codes')
    .values(
      codes.map((code) => ({
        workspace_id: ctx.workspace.id,
        id: newId(),
        identity_id: identityId,
        code_hash: hashOf(ctx, identityId, code),
        created_at: ctx.now,
      })),
    )
    .execute();
}

export async function forgetCodes(ctx: Ctx, identityId: string): Promise<void> {
  await ctx.db
    .deleteFrom('recovery_codes')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .execute();
}

/** Uses a code up. Of many at once one succeeds. Only the system may. */
export async function useRecoveryCode(ctx: Ctx, identityId: string, code: string): Promise<boolean> {
  if (plain(code).length !== HALF * 2) return false;
  const used = await ctx.db
    .updateTable('recovery_codes')
    .set({ used_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .where('code_hash', '=', hashOf(ctx, identityId, code))
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return used.numUpdatedRows === 1n;
}

/** Fifty bits are too many to guess here, and too few to stand in a stolen table without a key that is not in it. */
const hashOf = (ctx: Ctx, identityId: string, code: string): string =>
  createHmac('sha256', deriveKey(ctx.platform.masterKey, 'recovery codes', ctx.workspace.id))
    .update(`${identityId} ${plain(code)}`)
    .digest('hex');

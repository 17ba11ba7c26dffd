import { randomInt } from 'node:crypto';
import { conceal, type Place, reveal } from '#platform/at-rest.ts';
import { sameSecret, sha256Hex } from '#platform/crypto.ts';
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
      codes.map((code) => {
        const id = newId();
        const hash = conceal(ctx.platform.masterKey, placeOf(ctx, id), hashOf(identityId, code));
        return { workspace_id: ctx.workspace.id, id, identity_id: identityId, code_hash: hash, created_at: ctx.now };
      }),
    )
    .execute();
}

/**
 * Whether these are the codes they have, used or not. Those that no key opens any more open nothing either: they are none, and are
 * replaced. Only the system may.
 */
export async function areKept(ctx: Ctx, identityId: string, codes: string[]): Promise<boolean> {
  const rows = await ctx.db
    .selectFrom('recovery_codes')
    .select(['id', 'code_hash'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .execute();
  const kept = new Set(rows.map((one) => hashIn(ctx, one)));
  return rows.length === codes.length && codes.every((code) => kept.has(hashOf(identityId, code)));
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
  const wanted = hashOf(identityId, code);
  const rows = await ctx.db
    .selectFrom('recovery_codes')
    .select(['id', 'code_hash'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .where('used_at', 'is', null)
    .execute();
  const { masterKey } = ctx.platform;
  const row = rows.find((one) => sameSecret(reveal(masterKey, placeOf(ctx, one.id), one.code_hash), wanted));
  if (!row) return false;
  const used = await ctx.db
    .updateTable('recovery_codes')
    .set({ used_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return used.numUpdatedRows === 1n;
}

function hashIn(ctx: Ctx, { id, code_hash }: { id: string; code_hash: string }): string | null {
  try {
    return reveal(ctx.platform.masterKey, placeOf(ctx, id), code_hash);
  } catch {
    return null;
  }
}

const hashOf = (identityId: string, code: string): string => sha256Hex(`${identityId} ${plain(code)}`);

/** Fifty bits are too many to guess here, and too few for a stolen table: the hash is concealed as well. */
const placeOf = (ctx: Ctx, rowId: string): Place => ({
  table: 'recovery_codes',
  column: 'code_hash',
  workspaceId: ctx.workspace.id,
  rowId,
});

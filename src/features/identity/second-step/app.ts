import { Secret, TOTP } from 'otpauth';
import { conceal, type Place, reveal } from '#platform/at-rest.ts';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';

const PERIOD_SECONDS = 30;
/** A clock may be half a minute off, either way. */
const WINDOW = 1;
const SECRET_BYTES = 20;

/** A fresh secret, in the letters people can type. */
export const newSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

export const isSecret = (text: string): boolean => /^[A-Z2-7]{32}$/.test(text);

/** In groups of four, as somebody reads it from the screen. */
export const spoken = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret;

/** What an app reads from the picture. */
export const addressOf = (ctx: Ctx, email: string, secret: string): string =>
  generator(secret, { issuer: ctx.workspace.name, label: email }).toString();

/** The half minute whose code this is; null when it is none of now. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const delta = generator(secret).validate({ token, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta;
}

/** Sets the app up, or another one in its place. `step` is of the code that proved it. Only the system may. */
export async function keepApp(ctx: Ctx, identityId: string, secret: string, step: number): Promise<void> {
  await removeApp(ctx, identityId);
  const id = newId();
  await ctx.db
    .insertInto('authenticator_apps')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      identity_id: identityId,
      secret: conceal(ctx.platform.masterKey, placeOf(ctx, id), secret),
      last_step: step,
      created_at: ctx.now,
    })
    .execute();
}

export async function removeApp(ctx: Ctx, identityId: string): Promise<boolean> {
  const gone = await ctx.db
    .deleteFrom('authenticator_apps')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

/**
 * Whether this is the app's code of now. Each works once: of many at once the first wins, and a code of the same half minute
 * or an earlier one is refused afterwards. Only the system may.
 */
export async function useAppCode(ctx: Ctx, identityId: string, code: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('authenticator_apps')
    .select(['id', 'secret'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .executeTakeFirst();
  const step = row && stepOf(reveal(ctx.platform.masterKey, placeOf(ctx, row.id), row.secret), code, ctx.now);
  if (!row || step === null || step === undefined) return false;
  const used = await ctx.db
    .updateTable('authenticator_apps')
    .set({ last_step: step })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .where('last_step', '<', step)
    .executeTakeFirst();
  return used.numUpdatedRows === 1n;
}

const placeOf = (ctx: Ctx, rowId: string): Place => ({
  table: 'authenticator_apps',
  column: 'secret',
  workspaceId: ctx.workspace.id,
  rowId,
});

const generator = (secret: string, about: { issuer?: string; label?: string } = {}): TOTP =>
  new TOTP({ ...about, secret: Secret.fromBase32(secret), period: PERIOD_SECONDS, digits: 6, algorithm: 'SHA1' });

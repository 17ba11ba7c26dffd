import { deriveKey, sign, verify } from '#platform/crypto.ts';
import type { Ctx } from '#platform/http/context.ts';
import { isSecret, newSecret } from '../second-step/app.ts';
import { areCodes, proposeCodes } from '../second-step/recovery.ts';
import { minutesFrom } from '../terms.ts';

const OFFER_MINUTES = 30;

/** What a page proposes: it travels in the form and becomes something only when the form is sent. A page writes nothing down. */
export interface Offer<T> {
  value: T;
  seal: string;
}

/** A secret for an app, for one identity. */
export const offerSecret = (ctx: Ctx, identityId: string): Offer<string> => offer(ctx, 'app', identityId, newSecret());

export const offerCodes = (ctx: Ctx, identityId: string): Offer<string[]> =>
  offer(ctx, 'recovery codes', identityId, proposeCodes());

export const secretIn = (ctx: Ctx, identityId: string, seal: string): string | null => {
  const value = opened(ctx, 'app', identityId, seal);
  return typeof value === 'string' && isSecret(value) ? value : null;
};

export const codesIn = (ctx: Ctx, identityId: string, seal: string): string[] | null => {
  const value = opened(ctx, 'recovery codes', identityId, seal);
  return areCodes(value) ? value : null;
};

function offer<T>(ctx: Ctx, what: string, identityId: string, value: T): Offer<T> {
  return { value, seal: sign(keyOf(ctx, what), [identityId, value], minutesFrom(ctx.now, OFFER_MINUTES)) };
}

function opened(ctx: Ctx, what: string, identityId: string, seal: string): unknown {
  const result = verify(keyOf(ctx, what), seal, ctx.now);
  if (!result.ok || !Array.isArray(result.payload)) return null;
  const [whose, value] = result.payload as [string, unknown];
  return whose === identityId ? value : null;
}

const keyOf = (ctx: Ctx, what: string) => deriveKey(ctx.platform.masterKey, `offer of ${what}`, ctx.workspace.id);

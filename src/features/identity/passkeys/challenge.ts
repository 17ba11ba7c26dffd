import { randomBytes } from 'node:crypto';
import { deriveKey, sha256Hex, sign, verify } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { minutesFrom } from '../terms.ts';

const CHALLENGE_BYTES = 32;
/** A sign-in page may stand open for a while before somebody touches it. */
const CHALLENGE_MINUTES = 30;

/** What a passkey answers, e.g. ['sign in'] or ['add', identityId]: an answer to one is none to another. */
export type Purpose = readonly [string, ...string[]];

export interface Challenge {
  bytes: Uint8Array<ArrayBuffer>;
  /** Stands in the form beside the answer: a page that only shows a challenge writes nothing down. */
  seal: string;
}

export function newChallenge(ctx: Ctx, purpose: Purpose): Challenge {
  const bytes = new Uint8Array(randomBytes(CHALLENGE_BYTES));
  const text = Buffer.from(bytes).toString('base64url');
  return { bytes, seal: sign(keyOf(ctx), [text, ...purpose], minutesFrom(ctx.now, CHALLENGE_MINUTES)) };
}

/** The challenge behind a seal, when it was made for this and has not run out. */
export function challengeIn(ctx: Ctx, seal: string, purpose: Purpose): string | null {
  const opened = verify(keyOf(ctx), seal, ctx.now);
  if (!opened.ok || !Array.isArray(opened.payload)) return null;
  const [challenge, ...made] = opened.payload as string[];
  return JSON.stringify(made) === JSON.stringify(purpose) ? (challenge ?? null) : null;
}

/** True for the first answer to a challenge, false for every later one. Only the system may. */
export async function spendChallenge(ctx: Ctx, challenge: string): Promise<boolean> {
  const spent = await ctx.db
    .insertInto('spent_challenges')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      challenge_hash: sha256Hex(challenge),
      expires_at: minutesFrom(ctx.now, CHALLENGE_MINUTES),
    })
    .onConflict((same) => same.columns(['workspace_id', 'challenge_hash']).doNothing())
    .executeTakeFirst();
  return spent.numInsertedOrUpdatedRows === 1n;
}

const keyOf = (ctx: Ctx) => deriveKey(ctx.platform.masterKey, 'passkey challenge', ctx.workspace.id);

import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { type Challenge, challengeIn, newChallenge, type Purpose, spendChallenge } from './challenge.ts';

/** The fields of a form that a passkey's answer comes in; like every field with this prefix, kept in no draft. */
export const PASSKEY_FIELD = '_passkey';
export const PASSKEY_SEAL_FIELD = '_passkey_seal';

/** What the browser is asked for: a passkey of this portal that verifies its owner. */
export interface Question {
  options: string;
  seal: string;
}

/** Any passkey of this host; with `only`, one of these. */
export function askForPasskey(ctx: Ctx, purpose: Purpose, only: readonly { credentialId: string }[] = []): Question {
  const { bytes, seal }: Challenge = newChallenge(ctx, purpose);
  const options = {
    challenge: Buffer.from(bytes).toString('base64url'),
    rpId: ctx.portal.host,
    userVerification: 'required',
    timeout: 300_000,
    ...(only.length > 0 && { allowCredentials: only.map((one) => ({ id: one.credentialId, type: 'public-key' })) }),
  };
  return { options: JSON.stringify(options), seal };
}

const shape = z.object({
  id: z.string().max(1400),
  rawId: z.string(),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: z.string(),
    authenticatorData: z.string(),
    signature: z.string(),
    userHandle: z.string().optional(),
  }),
  clientExtensionResults: z.looseObject({}),
});

/**
 * Whose passkey has answered; null when it is none of this host, or the answer is to another question, given before, made
 * elsewhere, without verifying its owner, or by a copy (its count goes back). Elevates.
 */
export async function whoAnswered(ctx: Ctx, purpose: Purpose, answer: string, seal: string): Promise<string | null> {
  const challenge = challengeIn(ctx, seal, purpose);
  const response = parse(answer);
  if (!challenge || !response) return null;
  await elevate(ctx.db, ctx.workspace.id);
  const key = await ctx.db
    .selectFrom('passkeys')
    .select(['id', 'identity_id', 'credential_id', 'public_key', 'counter'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('credential_id', '=', response.id)
    .where('rp_id', '=', ctx.portal.host)
    // Of two answers at once the second waits, and then meets the newer count.
    .forUpdate()
    .executeTakeFirst();
  if (!key) return null;
  const counter = await countOf(ctx, response, challenge, {
    id: key.credential_id,
    publicKey: new Uint8Array(key.public_key),
    counter: Number(key.counter),
  });
  if (counter === null || !(await spendChallenge(ctx, challenge))) return null;
  await ctx.db
    .updateTable('passkeys')
    .set({ counter, used_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', key.id)
    .execute();
  return key.identity_id;
}

interface Credential {
  id: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
}

/** The count of a good answer; null for any other. */
async function countOf(ctx: Ctx, response: AuthenticationResponseJSON, challenge: string, credential: Credential) {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: ctx.portal.origin,
      expectedRPID: ctx.portal.host,
      credential,
      requireUserVerification: true,
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    // It throws for everything that is wrong with an answer; which it was is told to nobody.
    return null;
  }
}

function parse(text: string): AuthenticationResponseJSON | null {
  try {
    const given = shape.safeParse(JSON.parse(text));
    return given.success ? (given.data as AuthenticationResponseJSON) : null;
  } catch {
    return null;
  }
}

import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Question } from './answer.ts';
import { challengeIn, newChallenge, spendChallenge } from './challenge.ts';

export interface Owner {
  identityId: string;
  name: string;
  email: string;
}

/** ES256, EdDSA, RS256: what authenticators have. */
const ALGORITHMS = [-7, -8, -257];
/** More than anybody has devices. */
export const MOST_PASSKEYS = 20;

const purposeOf = (owner: Pick<Owner, 'identityId'>) => ['add', owner.identityId] as const;

/** What the browser makes a passkey from. Devices that have one of this person's already do not make another. */
export function askForNewPasskey(ctx: Ctx, owner: Owner, has: readonly { credentialId: string }[]): Question {
  const { bytes, seal } = newChallenge(ctx, purposeOf(owner));
  const options = {
    challenge: Buffer.from(bytes).toString('base64url'),
    rp: { id: ctx.portal.host, name: ctx.workspace.name },
    user: { id: handleOf(owner.identityId), name: owner.email, displayName: owner.name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: has.map(({ credentialId }) => ({ id: credentialId, type: 'public-key' })),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
    timeout: 300_000,
  };
  return { options: JSON.stringify(options), seal };
}

const handleOf = (identityId: string): string =>
  Buffer.from(identityId.replaceAll('-', ''), 'hex').toString('base64url');

const shape = z.object({
  id: z.string().max(1400),
  rawId: z.string(),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: z.string(),
    attestationObject: z.string(),
    transports: z.array(z.string().max(20)).max(10).optional(),
  }),
  clientExtensionResults: z.looseObject({}),
});

/** Keeps a passkey that a browser has made. False when it is not for this portal and person, or not new. Only the system may. */
export async function keepPasskey(
  ctx: Ctx,
  owner: Pick<Owner, 'identityId'>,
  given: { name: string; answer: string; seal: string },
): Promise<boolean> {
  const challenge = challengeIn(ctx, given.seal, purposeOf(owner));
  const response = parse(given.answer);
  const made = challenge && response && (await verified(ctx, response, challenge));
  if (!challenge || !made || !(await spendChallenge(ctx, challenge))) return false;
  const inserted = await ctx.db
    .insertInto('passkeys')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      identity_id: owner.identityId,
      rp_id: ctx.portal.host,
      credential_id: made.credential.id,
      public_key: Buffer.from(made.credential.publicKey),
      counter: made.credential.counter,
      transports: response.response.transports ?? [],
      backed_up: made.credentialBackedUp,
      name: given.name,
      created_at: ctx.now,
    })
    .onConflict((same) => same.columns(['workspace_id', 'credential_id']).doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

async function verified(ctx: Ctx, response: RegistrationResponseJSON, expectedChallenge: string) {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  try {
    const result = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin: ctx.portal.origin,
      expectedRPID: ctx.portal.host,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    return result.verified ? result.registrationInfo : null;
  } catch {
    return null;
  }
}

function parse(text: string): RegistrationResponseJSON | null {
  try {
    const given = shape.safeParse(JSON.parse(text));
    return given.success ? (given.data as RegistrationResponseJSON) : null;
  } catch {
    return null;
  }
}

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { forbidden } from '#platform/http/http-error.ts';
import { keepApp, newSecret } from './app.ts';

export interface SeededSecondStep {
  identityId: string;
  /** How the passkey is called. */
  passkey: string;
}

/** An app and a passkey as somebody would have them. For seeds: their secrets are thrown away, so nobody comes in by them. */
export async function addSecondStep(ctx: Ctx, { identityId, passkey }: SeededSecondStep): Promise<void> {
  if (ctx.actor.kind !== 'system') throw forbidden();
  await keepApp(ctx, identityId, newSecret(), 0);
  await ctx.db
    .insertInto('passkeys')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(ctx.now.getTime()),
      identity_id: identityId,
      rp_id: ctx.portal.host,
      credential_id: randomBytes(16).toString('base64url'),
      public_key: publicKey(),
      transports: ['internal'],
      backed_up: true,
      name: passkey,
      created_at: ctx.now,
    })
    .execute();
}

/** ES256 in the form of COSE; its private half is nowhere. */
function publicKey(): Buffer {
  const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  const part = (text: string | undefined) => Buffer.from(text ?? '', 'base64url');
  return Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), part(x), Buffer.from('225820', 'hex'), part(y)]);
}

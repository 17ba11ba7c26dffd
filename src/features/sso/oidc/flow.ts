import { createHmac } from 'node:crypto';
import * as client from 'openid-client';
import { deriveKey } from '#platform/crypto.ts';
import type { Platform } from '#platform/platform.ts';
import { addressesOf, type OidcConnection, type Refusal, SsoRefused } from '../connection.ts';
import { clientOf } from './client.ts';

export interface Trip {
  platform: Platform;
  workspaceId: string;
  origin: string;
  connection: OidcConnection;
  /** The client secret, in the clear. */
  secret: string | null;
  state: string;
}

/** What only we can know of a sign-in that is under way: made of its state, so that neither has to be stored. */
function proofs({ platform, workspaceId, state }: Trip): { nonce: string; verifier: string } {
  const key = deriveKey(platform.masterKey, 'sso proofs', workspaceId);
  const made = (what: string) => createHmac('sha256', key).update(`${what} ${state}`).digest('base64url');
  return { nonce: made('nonce'), verifier: made('verifier') };
}

/** Where the browser goes: the provider's door, with a challenge that only we can answer. */
export async function doorOf(trip: Trip, hint?: string): Promise<string> {
  const { connection, platform, secret, origin, state } = trip;
  const { nonce, verifier } = proofs(trip);
  const supported = connection.provider.metadata?.scopes_supported;
  const groups = Array.isArray(supported) && supported.includes('groups');
  const url = client.buildAuthorizationUrl(clientOf(platform.config, connection, secret), {
    redirect_uri: addressesOf(origin, connection.id).callback,
    scope: `openid email profile${groups ? ' groups' : ''}`,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...(hint ? { login_hint: hint } : {}),
  });
  return url.href;
}

/** What came back: who the provider says it is, and its keys when they had to be fetched. */
export interface Returned {
  issuer: string;
  subject: string;
  claims: Record<string, unknown>;
  jwks: unknown;
}

/**
 * Exchanges the code of an answer. The library holds state, issuer (also against mix-up), nonce, audience, times, signature and
 * its algorithm to what was asked; the code is worth nothing without the verifier.
 */
export async function exchange(trip: Trip, query: URLSearchParams): Promise<Returned> {
  const { connection, platform, secret, origin, state } = trip;
  const { nonce, verifier } = proofs(trip);
  const configuration = clientOf(platform.config, connection, secret);
  const came = new URL(`${addressesOf(origin, connection.id).callback}?${query}`);
  try {
    const checks = { pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: state, idTokenExpected: true };
    const tokens = await client.authorizationCodeGrant(configuration, came, checks);
    const claims = tokens.claims();
    if (!claims) throw new SsoRefused('provider', 'there was no ID token');
    // The specification has it looked at whenever it is there; the library, when there are several audiences.
    if (claims.azp !== undefined && claims.azp !== connection.clientId) throw new SsoRefused('not-for-us', 'azp');
    const more = claims.email === undefined ? await userInfo(configuration, tokens.access_token, claims.sub) : {};
    const jwks = client.getJwksCache(configuration);
    return { issuer: claims.iss, subject: claims.sub, claims: { ...more, ...claims }, jwks };
  } catch (error) {
    throw refusalOf(error);
  }
}

/** Some providers tell the address there only. Its subject has to be the same. */
async function userInfo(configuration: client.Configuration, token: string, subject: string): Promise<object> {
  if (!configuration.serverMetadata().userinfo_endpoint) return {};
  return client.fetchUserInfo(configuration, token, subject);
}

function refusalOf(error: unknown): SsoRefused {
  if (error instanceof SsoRefused) return error;
  const message = error instanceof Error ? `${error.message}${causeOf(error)}` : 'refused';
  // What the provider says itself: access_denied, a person who turned back, a wrong client secret.
  const theirs = error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError;
  if (theirs) return new SsoRefused('provider', error.error, error);
  return new SsoRefused(whyOf(error), message, error);
}

/** For whoever looks for what is wrong: a clock, whom the answer was meant for, or anything else that does not verify. */
function whyOf(error: unknown): Refusal {
  if (!(error instanceof client.ClientError)) return 'signature';
  if (error.code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return 'too-late';
  const { claim } = ((error.cause as Error | undefined)?.cause ?? {}) as { claim?: string };
  return claim === 'aud' || claim === 'azp' ? 'not-for-us' : 'signature';
}

const causeOf = ({ cause }: Error): string => (cause instanceof Error ? `: ${cause.message}` : '');

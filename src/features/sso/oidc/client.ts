import * as client from 'openid-client';
import type { Config } from '#platform/config.ts';
import { fetchThrough } from '#platform/egress/safe-fetch.ts';
import { type OidcConnection, SsoRefused } from '../connection.ts';

/** A key that both sides know (HS256) or none at all is no signature of the provider's. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const SKEW_SECONDS = 60;

type Metadata = client.ServerMetadata;

/** openid-client for one connection; everything it fetches goes through the egress guard. */
export function clientOf(config: Config, connection: OidcConnection, secret: string | null): client.Configuration {
  const { provider, clientId } = connection;
  if (!provider.issuer || !provider.metadata || !clientId) throw new SsoRefused('off', 'it is not set up yet');
  const metadata = pinned({ ...provider.metadata, issuer: provider.issuer });
  const made = new client.Configuration(
    metadata,
    clientId,
    { [client.clockTolerance]: SKEW_SECONDS },
    proofOf(metadata, secret),
  );
  made[client.customFetch] = fetching(config);
  // Plain http is for what the operator has named: the guard knows, and refuses the rest.
  if (provider.issuer.startsWith('http:')) client.allowInsecureRequests(made);
  // The signature is verified although the token came straight from the provider.
  client.enableNonRepudiationChecks(made);
  if (provider.jwks) client.setJwksCache(made, provider.jwks as never);
  return made;
}

/** What the provider says it signs with, less what we do not take from anybody. */
function pinned(metadata: Metadata): Metadata {
  const offered = metadata.id_token_signing_alg_values_supported ?? ['RS256'];
  const taken = offered.filter((each) => ALGORITHMS.includes(each));
  return { ...metadata, id_token_signing_alg_values_supported: taken.length > 0 ? taken : ['RS256'] };
}

function proofOf(metadata: Metadata, secret: string | null): client.ClientAuth {
  if (!secret) return client.None();
  const supported = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return supported.includes('client_secret_basic') ? client.ClientSecretBasic(secret) : client.ClientSecretPost(secret);
}

/** The provider's discovery document, read anew: what it says of itself has to fit the address it was found at. */
export async function discover(
  config: Config,
  source: string,
): Promise<{ issuer: string; metadata: Record<string, unknown> }> {
  try {
    const found = await client.discovery(new URL(source), 'discovery', undefined, client.None(), {
      [client.customFetch]: fetching(config, 2),
      ...(source.startsWith('http:') ? { execute: [client.allowInsecureRequests] } : {}),
    });
    const metadata = { ...found.serverMetadata() } as Record<string, unknown> & Metadata;
    const { issuer, authorization_endpoint: door, token_endpoint: token, jwks_uri: keys } = metadata;
    if (!door || !token || !keys) throw new SsoRefused('unreadable', 'it names no endpoints');
    // The library asks that only of an address without its well-known part.
    if (new URL(issuer).origin !== new URL(source).origin)
      throw new SsoRefused('unreadable', 'the issuer is at another address than its document');
    // One issuer for everybody's directories: whoever has one could say anything.
    if (/[{}]/.test(issuer)) throw new SsoRefused('unreadable', 'the issuer is not one directory’s own');
    return { issuer, metadata: plain(metadata) };
  } catch (error) {
    if (error instanceof SsoRefused) throw error;
    throw new SsoRefused('unreadable', error instanceof Error ? error.message : 'no discovery document', error);
  }
}

/** The library's own type of fetch knows bodies that ours gets as a Request anyway. */
const fetching = (config: Config, redirects = 0): client.CustomFetch =>
  fetchThrough(config, { redirects }) as unknown as client.CustomFetch;

const plain = (metadata: object): Record<string, unknown> => JSON.parse(JSON.stringify(metadata));

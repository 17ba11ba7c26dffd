import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '#platform/config.ts';
import type { Platform } from '#platform/platform.ts';
import { type OidcConnection, SsoRefused } from '../connection.ts';
import { discover } from './client.ts';
import { doorOf, exchange, type Trip } from './flow.ts';

const config = loadConfig({ EGRESS_ALLOW: '127.0.0.1' });
const platform = { config, masterKey: Buffer.alloc(32, 7) } as unknown as Platform;
const SECRET = 'a-secret-of-the-client-that-is-long-enough-for-hs256';
let server: Server;
let issuer = '';
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let stranger: Awaited<ReturnType<typeof generateKeyPair>>;
let nonce = '';
/** What the provider answers next. */
let token: () => Promise<string>;

beforeAll(async () => {
  [keys, stranger] = [await generateKeyPair('RS256', { extractable: true }), await generateKeyPair('RS256')];
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'RS256', use: 'sig' };
  server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/json');
    const answers: Record<string, () => Promise<unknown>> = {
      '/.well-known/openid-configuration': async () => ({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        // A provider that would take anything; we do not.
        id_token_signing_alg_values_supported: ['none', 'HS256', 'RS256'],
      }),
      '/jwks': async () => ({ keys: [jwk] }),
      '/token': async () => ({ access_token: 'a', token_type: 'Bearer', id_token: await token() }),
    };
    response.end(JSON.stringify(await (answers[request.url ?? ''] ?? (async () => ({})))()));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function trip(): Promise<Trip> {
  const provider = await discover(config, issuer);
  const connection = { id: 'c', kind: 'oidc', clientId: 'portal', provider } as unknown as OidcConnection;
  return {
    platform,
    workspaceId: 'w',
    origin: 'http://w.localhost:3000',
    connection,
    secret: SECRET,
    state: 's'.repeat(43),
  };
}

const now = () => Math.floor(Date.now() / 1000);
const claims = (more: JWTPayload = {}): JWTPayload => ({
  iss: issuer,
  sub: 'maya',
  aud: 'portal',
  nonce,
  iat: now(),
  exp: now() + 300,
  email: 'maya@acme.example',
  ...more,
});
const signed = (more: JWTPayload = {}, key = keys.privateKey) =>
  new SignJWT(claims(more)).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(key);

async function outcome(made: () => Promise<string>): Promise<string> {
  const given = await trip();
  nonce = new URL(await doorOf(given)).searchParams.get('nonce')!;
  token = made;
  const query = new URLSearchParams({ code: 'c', state: given.state });
  return exchange(given, query).then(
    ({ subject }) => `let in ${subject}`,
    (error: unknown) => (error instanceof SsoRefused ? `refused: ${error.why}` : String(error)),
  );
}

test('TRUST 29: a token that is forged, for somebody else, too old or of another request is refused', async () => {
  const attacks: Record<string, () => Promise<string>> = {
    'alg none': async () => new UnsecuredJWT(claims()).encode(),
    'HS256 with the client’s secret': () =>
      new SignJWT(claims()).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET)),
    'HS256 with the public key': async () =>
      new SignJWT(claims())
        .setProtectedHeader({ alg: 'HS256', kid: 'k' })
        .sign(new TextEncoder().encode(JSON.stringify(await exportJWK(keys.publicKey)))),
    'another key under the same name': () => signed({}, stranger.privateKey),
    'another issuer': () => signed({ iss: 'https://evil.example' }),
    'another audience': () => signed({ aud: 'somebody-else' }),
    'several audiences, for another party': () => signed({ aud: ['portal', 'other'], azp: 'other' }),
    'several audiences and no party': () => signed({ aud: ['portal', 'other'] }),
    'another party': () => signed({ azp: 'other' }),
    'another nonce': () => signed({ nonce: 'other' }),
    'no nonce': () => signed({ nonce: undefined }),
    expired: () => signed({ exp: now() - 120 }),
    'not yet': () => signed({ nbf: now() + 600 }),
    'no subject': () => signed({ sub: undefined }),
    'no token': async () => '',
    'changed afterwards': async () => {
      const [head, , seal] = (await signed()).split('.');
      return [head, Buffer.from(JSON.stringify(claims({ sub: 'owner' }))).toString('base64url'), seal].join('.');
    },
  };
  // What whoever looks for the mistake is told of it; anything else does not verify.
  const reasons: Record<string, string> = {
    'another audience': 'not-for-us',
    'several audiences, for another party': 'not-for-us',
    'several audiences and no party': 'not-for-us',
    'another party': 'not-for-us',
    expired: 'too-late',
    'not yet': 'too-late',
  };
  for (const [what, made] of Object.entries(attacks))
    expect([what, await outcome(made)]).toEqual([what, `refused: ${reasons[what] ?? 'signature'}`]);
});

test('TRUST 29, control: the same provider with a right token is believed', async () => {
  expect(await outcome(() => signed())).toBe('let in maya');
  expect(await outcome(() => signed({ aud: ['portal'], azp: 'portal' }))).toBe('let in maya');
});

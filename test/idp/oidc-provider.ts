import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** What somebody's account at the provider says of them. */
export type Claims = Record<string, unknown> & { email?: string; email_verified?: boolean };

export interface OidcProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** By the name they sign in with, which is their subject. */
  people: Map<string, Claims>;
  close(): Promise<void>;
}

/** A real provider (the certified `oidc-provider`), on a port of this machine. Its login page takes any password. */
export async function startOidcProvider(
  redirectUris: string[] = ['http://portal.localhost/callback'],
): Promise<OidcProvider> {
  const server: Server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, Claims>();
  const [clientId, clientSecret] = ['portal', 'a-secret-of-the-client-0123456789'];
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: redirectUris,
        grant_types: ['authorization_code'],
      },
    ],
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    scopes: ['openid', 'email', 'profile', 'groups'],
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => true },
    cookies: { keys: ['test'] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client!.clientId,
        accountId: ctx.oidc.session!.accountId!,
      });
      grant.addOIDCScope('openid email profile groups');
      await grant.save();
      return grant;
    },
  });
  // Portals of tests come and go; each has a redirect address of its own.
  const find = provider.Client.find.bind(provider.Client);
  provider.Client.find = async (id: string) => {
    const client = await find(id);
    if (client) client.redirectUriAllowed = () => true;
    return client;
  };
  server.on('request', provider.callback());
  return {
    issuer,
    clientId,
    clientSecret,
    people,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Signs in at the provider's own pages, as a browser without scripts: returns where it sends the browser back to. */
export async function signInAtProvider(address: string, login: string): Promise<string> {
  const jar = new Map<string, string>();
  let next = address;
  let init: RequestInit = {};
  for (let step = 0; step < 12; step++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const each of response.headers.getSetCookie()) {
      const [pair = ''] = each.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    init = {};
    const location = response.headers.get('location');
    if (location) {
      next = new URL(location, next).href;
      if (!next.startsWith(new URL(address).origin)) return next;
      continue;
    }
    const page = await response.text();
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
    if (!action)
      throw new Error(
        `the provider says ${response.status}: ${page
          .replace(/<style.*?<\/style>|<[^>]+>/gs, ' ')
          .replace(/\s+/g, ' ')
          .slice(0, 600)}`,
      );
    next = new URL(action.replaceAll('&amp;', '&'), next).href;
    const body = new URLSearchParams({
      prompt: /name="prompt" value="([^"]+)"/.exec(page)?.[1] ?? 'login',
      login,
      password: 'any',
    });
    init = { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  }
  throw new Error('the provider goes round in circles');
}

import { as } from './client.ts';
import { connectSaml, domainOfWorld } from './idp/connect.ts';
import type { TestPortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

type Thing = Record<string, unknown> & { id?: string; Resources?: Thing[]; totalResults?: number };

/** A directory that speaks SCIM with a token. */
function directory(portal: TestPortal, world: World, token: string) {
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await portal.app.request(`${world.origin}/scim/v2${path}`, {
      method,
      headers: {
        host: new URL(world.origin).host,
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : {}) as Thing };
  };
}

/** A business with a directory for its team, or for a customer; the token is the one its page shows once. */
export async function connectedDirectory(portal: TestPortal, of: 'team' | 'customer' = 'team') {
  const world = await newWorld(portal);
  const accountId = of === 'team' ? null : world.accountId;
  const id = await connectSaml(portal, world, { accountId, domains: [domainOfWorld(world)] });
  const owner = as(portal, world.owner);
  const { text } = await owner.submit(`/settings/sso/${id}`, `/settings/sso/${id}/tokens`);
  const token = /portico_scim_[\w-]{43}/.exec(text)![0];
  return { world, id, token, ask: directory(portal, world, token), domain: domainOfWorld(world) };
}

export const patch = (...Operations: unknown[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});

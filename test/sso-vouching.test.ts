import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from './client.ts';
import { peek } from './database.ts';
import { connectOidc, connectSaml, domainOfWorld } from './idp/connect.ts';
import { type OidcProvider, signInAtProvider, startOidcProvider } from './idp/oidc-provider.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal({ EGRESS_ALLOW: '127.0.0.1' });
let idp: OidcProvider;

beforeAll(async () => {
  idp = await startOidcProvider();
});
afterAll(() => idp.close());

const pathOf = (address: string): string => new URL(address).pathname + new URL(address).search;

/** Comes by a provider that says and vouches that this is their address: where that leads, or why it does not. */
async function come(world: World, id: string, email: string): Promise<string> {
  idp.people.set(email, { email, email_verified: true, name: 'Somebody New' });
  const client = visitor(portal(), world);
  const gone = await client.get(`/sso/${id}/go`);
  const { location } = await client.get(pathOf(await signInAtProvider(gone.location!, email)));
  return location!.startsWith('/sso/problem') ? (await client.get(location!)).text : location!;
}

test('TRUST 32: a customer’s provider vouches for no address in a domain that is only claimed, or proved for another customer or nobody, and makes nobody; control: proved for it, it does', async () => {
  const world = await newWorld(portal());
  const domain = domainOfWorld(world);
  const given = { addsPeople: true, domains: [`acme.${domain}`] };
  const id = await connectOidc(portal(), world, idp, { ...given, accountId: world.accountId });
  await connectSaml(portal(), world, { accountId: world.rivalAccountId, domains: [domain] });
  await peek(
    portal().database,
    `insert into sso_domains (workspace_id, id, connection_id, domain, secret) values ($1, gen_random_uuid(), $2, $3, $4)`,
    [world.workspaceId, id, `claimed.${domain}`, 's'.repeat(20)],
  );
  const people = () =>
    peek(portal().database, 'select email from contacts where account_id = $1 order by email', [world.accountId]);
  const before = await people();
  for (const email of [`new@claimed.${domain}`, `new@nobodys.${domain}`, `new@${domain}`, world.rival.email]) {
    expect(await come(world, id, email)).toContain('not one that this sign-in is for');
  }
  expect(await people()).toEqual(before);
  expect(await come(world, id, `new@acme.${domain}`)).toBe('/');
  expect(await people()).toHaveLength(before.length + 1);
  await peek(portal().database, `update sso_domains set proved_at = now(), proved_by = 'dns' where domain = $1`, [
    `claimed.${domain}`,
  ]);
  expect(await come(world, id, `new@claimed.${domain}`)).toBe('/');
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { as, type Client, visitor } from './client.ts';
import { peek } from './database.ts';
import { connectOidc, connectSaml, domainOfWorld } from './idp/connect.ts';
import { provider as samlKeys } from './idp/keys.ts';
import { type OidcProvider, signInAtProvider, startOidcProvider } from './idp/oidc-provider.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal({ EGRESS_ALLOW: '127.0.0.1' });
let idp: OidcProvider;
let another: OidcProvider;

beforeAll(async () => {
  [idp, another] = await Promise.all([startOidcProvider(), startOidcProvider()]);
});
afterAll(() => Promise.all([idp.close(), another.close()]));

const sql = <Row extends object>(text: string, ...values: unknown[]) => peek<Row>(portal().database, text, values);
const pathOf = (address: string): string => new URL(address).pathname + new URL(address).search;

/** Somebody of the team who may change how people sign in, and nothing else beside what they see. */
async function withOneRight(world: World): Promise<Client> {
  await sql(
    `insert into roles (workspace_id, id, side, key, name, rights, reach)
     values ($1, gen_random_uuid(), 'member', 'it', 'IT', '{customers.see,sign_in.manage}', 'all')`,
    world.workspaceId,
  );
  await sql("update members set role = 'it' where id = $1", world.agent.id);
  return as(portal(), world.agent);
}

const standing = async (id: string) => {
  const [row] = await sql<{ used: boolean; required: boolean }>(
    'select enabled_at is not null as used, required_at is not null as required from sso_connections where id = $1',
    id,
  );
  return row!;
};

/** The provider of a connection becomes another one, which is tested by whoever names it. */
async function point(client: Client, id: string, to: OidcProvider, email: string): Promise<void> {
  const page = `/settings/sso/${id}`;
  const given = { source: to.issuer, client_id: to.clientId, client_secret: to.clientSecret };
  expect((await client.submit(page, `${page}/provider`, given)).status).toBe(303);
  to.people.set('me', { email, email_verified: true, name: 'Me' });
  const gone = await client.get(`/sso/${id}/go?test=1`);
  await client.get(pathOf(await signInAtProvider(gone.location!, 'me')));
}

/** Whether somebody comes in as the owner, because a provider says that they are. */
async function comesInAsOwner(world: World, id: string, by: OidcProvider): Promise<boolean> {
  by.people.set('maya', { email: world.owner.email, email_verified: true, name: 'Maya' });
  const client = visitor(portal(), world);
  const gone = await client.get(`/sso/${id}/go`);
  if (!gone.location?.startsWith(by.issuer)) return false;
  await client.get(pathOf(await signInAtProvider(gone.location, 'maya')));
  return (await client.get('/settings/members')).status === 200;
}

test('TRUST 32, 35: whoever may change how people sign in becomes no owner by a provider of their own; control: an owner puts it to use', async () => {
  const world = await newWorld(portal());
  const id = await connectOidc(portal(), world, idp, { domains: [domainOfWorld(world)] });
  const page = `/settings/sso/${id}`;
  const it = await withOneRight(world);
  const form = await it.form(page, `${page}/use`);
  await point(it, id, another, world.agent.email);
  expect((await it.get(page)).text).toContain('An owner puts it to use');
  expect((await it.postRaw(`${page}/use`, { ...form, on: '1' })).status).toBe(403);
  expect([await comesInAsOwner(world, id, another), (await standing(id)).used]).toEqual([false, false]);
  const maya = as(portal(), world.owner);
  expect((await maya.submit(page, `${page}/use`, { on: '1' })).status).toBe(303);
  expect(await comesInAsOwner(world, id, another)).toBe(true);
  // What is in use anybody who may can stop.
  expect((await it.submit(page, `${page}/use`, { on: '0' })).status).toBe(303);
});

test('TRUST 32, 35: nor by the keys of the one there is, nor by which claim is the address; control: an owner changes either, and the name of a role ends no use', async () => {
  for (const by of ['it', 'owner'] as const) {
    const world = await newWorld(portal());
    const client = by === 'it' ? await withOneRight(world) : as(portal(), world.owner);
    const id = await connectSaml(portal(), world, {
      domains: [domainOfWorld(world)],
      required: true,
      defaultRole: 'viewer',
    });
    const page = `/settings/sso/${id}`;
    const metadata = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example/metadata">
      <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing">
      <KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${samlKeys.certificate}</X509Certificate></X509Data></KeyInfo>
      </KeyDescriptor><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/another/sso"/>
      </IDPSSODescriptor></EntityDescriptor>`;
    expect(
      (await client.submit(page, `${page}/people`, { default_role: 'viewer', starts_elsewhere: '1' })).status,
    ).toBe(303);
    expect(await standing(id)).toEqual({ used: true, required: true });
    const theirs = { used: by === 'owner', required: by === 'owner' };
    expect((await client.submit(page, `${page}/provider`, { metadata })).status).toBe(303);
    expect(await standing(id)).toEqual(theirs);
    await sql(
      'update sso_connections set enabled_at = now(), required_at = now(), tested_at = now() where id = $1',
      id,
    );
    expect(
      (await client.submit(page, `${page}/people`, { default_role: 'viewer', claim_email: 'nickname' })).status,
    ).toBe(303);
    expect(await standing(id)).toEqual(theirs);
  }
});

test('TRUST 35: a directory of the team is let speak by whoever may give every role that it can describe; control: an admin may, and of a customer anybody who may change how people sign in', async () => {
  const world = await newWorld(portal());
  const it = await withOneRight(world);
  const id = await connectSaml(portal(), world, { domains: [domainOfWorld(world)] });
  const customers = await connectSaml(portal(), world, { accountId: world.accountId, domains: ['acme.example'] });
  const page = `/settings/sso/${id}`;
  const theirs = `/settings/sso/${customers}`;
  const form = await it.form(theirs, `${theirs}/tokens`);
  expect((await it.get(page)).text).not.toContain(`${page}/tokens"`);
  expect((await it.postRaw(`${page}/tokens`, form)).status).toBe(403);
  expect((await it.submit(theirs, `${theirs}/tokens`)).text).toContain('portico_scim_');
  await sql("update members set role = 'admin' where id = $1", world.agent.id);
  expect((await it.submit(page, `${page}/tokens`)).text).toContain('portico_scim_');
});

test('whoever answers for the people hears by mail and in the bell that another provider says who they are, and that it is in use; control: not who did it', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  await sql("update members set role = 'admin' where id = $1", world.agent.id);
  await sql("update contacts set role = 'account_admin' where id = $1", world.dana.id);
  const it = as(portal(), world.agent);
  const told = async () => {
    await portal().workJobs();
    const rows = await sql<{ told: string }>(
      `select to_address::text as told from mails where workspace_id = $1 and kind = 'sso.authority_changed' order by created_at, id`,
      world.workspaceId,
    );
    return rows.map((row) => row.told);
  };
  const ofTeam = await connectOidc(portal(), world, idp, { domains: [domainOfWorld(world)] });
  await point(it, ofTeam, another, world.agent.email);
  await expect.poll(told, { timeout: 15_000 }).toEqual([world.owner.email]);
  expect((await maya.get('/notifications')).text).toContain(
    'The identity provider behind the sign-in with Okta was changed.',
  );
  const page = `/settings/sso/${ofTeam}`;
  expect((await maya.submit(page, `${page}/use`, { on: '1' })).status).toBe(303);
  const theirs = await connectSaml(portal(), world, {
    accountId: world.accountId,
    domains: ['acme.example'],
    enabled: false,
  });
  expect((await maya.submit(`/settings/sso/${theirs}`, `/settings/sso/${theirs}/use`, { on: '1' })).status).toBe(303);
  await expect.poll(told, { timeout: 15_000 }).toEqual([world.owner.email, world.dana.email]);
  expect((await as(portal(), world.dana).get('/notifications')).text).toContain(
    'The sign-in with Okta was put to use.',
  );
});

test('TRUST 32, 65: the secret of a provider is told to no other one, by leaving its field empty; control: beside the provider and client it was given for it stays', async () => {
  const world = await newWorld(portal());
  const id = await connectOidc(portal(), world, idp, { domains: [domainOfWorld(world)] });
  const it = await withOneRight(world);
  const page = `/settings/sso/${id}`;
  const give = (given: Record<string, string>) => it.submit(page, `${page}/provider`, { client_secret: '', ...given });
  const kept = async () => {
    const [row] = await sql<{ has: boolean; issuer: string }>(
      "select client_secret is not null as has, provider->>'issuer' as issuer from sso_connections where id = $1",
      id,
    );
    return [row!.has, row!.issuer];
  };
  for (const given of [
    { source: another.issuer, client_id: idp.clientId },
    { source: idp.issuer, client_id: 'another' },
  ]) {
    const answer = await give(given);
    expect([answer.status, answer.text.includes('was given for another provider')]).toEqual([422, true]);
  }
  expect(await kept()).toEqual([true, idp.issuer]);
  expect((await give({ source: idp.issuer, client_id: idp.clientId })).status).toBe(303);
  expect(await kept()).toEqual([true, idp.issuer]);
  expect((await give({ source: another.issuer, client_id: another.clientId, client_secret: 'theirs' })).status).toBe(
    303,
  );
  expect(await kept()).toEqual([true, another.issuer]);
});

/** A discovery document at an address of its own, which says what it likes. */
async function claiming(said: Record<string, unknown>) {
  const server = createServer((_, answer) => {
    const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ends = { authorization_endpoint: `${own}/auth`, token_endpoint: `${own}/token`, jwks_uri: `${own}/jwks` };
    const lists = {
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    };
    answer.setHeader('content-type', 'application/json');
    answer.end(JSON.stringify({ ...ends, ...lists, ...said }));
  });
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { own, close: () => new Promise((closed) => server.close(closed)) };
}

test('TRUST 29, 32: no document elsewhere passes for a provider that is in use, and whoever signs with keys from elsewhere is tested anew; control: the same one stays in use', async () => {
  const world = await newWorld(portal());
  const { accountId } = world;
  const owner = as(portal(), world.owner);
  const id = await connectOidc(portal(), world, idp, { accountId, domains: [domainOfWorld(world)] });
  const page = `/settings/sso/${id}`;
  const give = async (source: string) =>
    (await owner.submit(page, `${page}/provider`, { source, client_id: idp.clientId, client_secret: '' })).status;
  // One that names nothing but the issuer, and one in which only the page is another where people are sent.
  const { authorization_endpoint: _, ...real } = (await (
    await fetch(`${idp.issuer}/.well-known/openid-configuration`)
  ).json()) as Record<string, unknown>;
  for (const said of [{ issuer: idp.issuer }, real]) {
    const stranger = await claiming(said);
    expect(await give(`${stranger.own}/.well-known/openid-configuration`)).toBe(422);
    expect((await standing(id)).used).toBe(true);
    await stranger.close();
  }
  expect(await give(`${idp.issuer}/.well-known/openid-configuration`)).toBe(303);
  expect((await standing(id)).used).toBe(true);
  // The name is the same; the keys are kept elsewhere than when it was tested.
  await sql(
    `update sso_connections set provider = jsonb_set(provider::jsonb, '{metadata,jwks_uri}', '"https://keys.example/jwks"') where id = $1`,
    id,
  );
  expect(await give(idp.issuer)).toBe(303);
  expect((await standing(id)).used).toBe(false);
});

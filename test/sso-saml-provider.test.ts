import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressesOf, type SamlProvider } from '#features/sso/connection.ts';
import { confirmDomain } from '#features/sso/operator.ts';
import { readMetadata } from '#features/sso/saml/metadata.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { type Answer, as, type Client, visitor } from './client.ts';
import { peek } from './database.ts';
import { domainOfWorld } from './idp/connect.ts';
import { answerOf, type SamlProviderProcess, startSamlProvider } from './idp/saml-provider.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal({ EGRESS_ALLOW: '127.0.0.1' });
let idp: SamlProviderProcess;
let world: World;
let id = '';

beforeAll(async () => {
  idp = await startSamlProvider();
});
afterAll(() => idp?.close());

const accountNow = async (client: Client): Promise<string> => (await client.get('/account')).text;

/** What the provider says to the request that this browser leaves with. */
async function asked(client: Client, login: string, query = '') {
  const { location } = await client.get(`/sso/${id}/go${query}`);
  const answer = await answerOf(location!, login);
  expect(answer.to).toBe(addressesOf(world.origin, id).acs);
  return answer.fields;
}

/** The provider's page posts it, as a form of another site: no cookie of ours comes along. */
const post = (fields: Record<string, string>): Promise<Answer> =>
  visitor(portal(), world).postRaw(`/sso/${id}/acs`, fields, {
    origin: new URL(idp.metadataUrl).origin,
    'sec-fetch-site': 'cross-site',
  });

async function signIn(client: Client, login: string, query = ''): Promise<Answer> {
  const { location } = await post(await asked(client, login, query));
  return client.get(location!);
}

const why = async (client: Client, { location }: Answer): Promise<string> => {
  expect(location).toMatch(/^\/sso\/problem/);
  return (await client.get(location!)).text;
};

test('a customer is connected by what their SAML provider says of itself, tested, and used', async () => {
  world = await newWorld(portal());
  // In a domain of their own: one in which the portal's owners have addresses is no customer's.
  await peek(
    portal().database,
    "update members set email = 'maya@elsewhere.example' where workspace_id = $1 and role = 'owner'",
    [world.workspaceId],
  );
  const owner = as(portal(), world.owner);
  const begun = { kind: 'saml', brand: 'other', name: 'Campus', account: world.accountId };
  const made = await owner.submit('/settings/sso/new/customer', '/settings/sso/new/customer', begun);
  const page = made.location!;
  id = page.split('/').at(-1)!;
  const step = async (name: string, fields: Record<string, string | string[]>) =>
    expect((await owner.submit(page, `${page}/${name}`, fields)).status, name).toBe(303);
  await step('provider', { source: idp.metadataUrl });
  await step('domains', { domain: domainOfWorld(world) });
  const confirmed = inWorkspace(portal().platform, world.workspaceId, (ctx) =>
    confirmDomain(ctx, domainOfWorld(world)),
  );
  expect(await confirmed).toBeNull();
  const people = {
    default_role: 'viewer',
    adds_people: 'on',
    group: ['staff', 'Heads'],
    role: ['contributor', 'account_admin'],
  };
  await step('people', people);
  // The other side: what an administrator of the provider is given by us.
  await idp.put('service-provider', (await visitor(portal(), world).get(`/sso/${id}/metadata`)).text);
  await idp.put('people/noor', { email: `noor@${domainOfWorld(world)}`, name: 'Noor Haddad', groups: ['Heads'] });
  expect((await signIn(owner, 'noor', '?test=1')).location).toBe(`/sso/${id}/tested`);
  expect((await owner.get(`${page}/test`)).text).toContain('Noor Haddad would be signed in');
  await step('use', { on: '1' });
});

test('by SAML at a provider of its own: somebody new comes in, as what their group says, and is known the next time', async () => {
  const client = visitor(portal(), world);
  expect((await signIn(client, 'noor', '?next=%2Faccount')).location).toBe('/account');
  expect(await accountNow(client)).toContain('Noor Haddad');
  const rows = () =>
    peek(portal().database, 'select account_id, role from contacts where workspace_id = $1 and email = $2', [
      world.workspaceId,
      `noor@${domainOfWorld(world)}`,
    ]);
  expect(await rows()).toEqual([{ account_id: world.accountId, role: 'account_admin' }]);
  // The assertion alone signed, another address, another group.
  await idp.put('people/noor', {
    email: 'noor@elsewhere.example',
    name: 'Noor',
    groups: ['staff'],
    signs: 'assertion',
  });
  const again = visitor(portal(), world);
  expect((await signIn(again, 'noor')).location).toBe('/');
  expect(await rows()).toEqual([{ account_id: world.accountId, role: 'contributor' }]);
});

test('TRUST 31: an answer of a real provider counts once; sealed, half signed, or with another one’s key it does not', async () => {
  const { dana } = world;
  const person = { email: dana.email, name: dana.name, groups: [] };
  await idp.put('people/dana', person);
  await idp.put('people/sealed', { ...person, encrypted: true });
  await idp.put('people/half', { ...person, signs: 'response' });
  const client = visitor(portal(), world);
  const genuine = await asked(client, 'dana');
  const sealed = await asked(client, 'sealed');
  expect(xmlOf(sealed)).toContain('EncryptedAssertion');
  expect(await why(client, await post(sealed))).toContain('could not be read');
  const half = await asked(client, 'half');
  expect(xmlOf(half).match(/<[\w:]*Signature[ >]/g)).toHaveLength(1);
  expect(await why(client, await post(half))).toContain('could not be verified');

  // Another one says of itself that it is the first, and is where people are sent.
  const other = await startSamlProvider(idp.metadataUrl);
  try {
    await other.put('service-provider', (await client.get(`/sso/${id}/metadata`)).text);
    await other.put('people/dana', person);
    const [first, second] = await Promise.all([idp, other].map(async ({ metadataUrl }) => read(metadataUrl)));
    expect(second!.entityId).toBe(first!.entityId);
    await provide({ ...first!, signInUrl: second!.signInUrl });
    const forged = await asked(client, 'dana');
    expect(await why(client, await post(forged))).toContain('could not be verified');
    // Control: with its key known to us the same answer is a way in.
    await provide(second!);
    expect((await post(forged)).location).toMatch(/\/arrival\?ticket=/);
    await provide(first!);
  } finally {
    await other.close();
  }

  const back = await post(genuine);
  expect((await client.get(back.location!)).location).toBe('/');
  expect(await accountNow(client)).toContain(dana.name);
  expect(await why(client, await post(genuine))).toContain('has been used already');
});

const xmlOf = (fields: Record<string, string>): string => Buffer.from(fields.SAMLResponse!, 'base64').toString();

const read = async (url: string) => readMetadata(await (await fetch(url)).text());

const provide = (provider: SamlProvider) =>
  peek(portal().database, 'update sso_connections set provider = $2 where id = $1', [id, JSON.stringify(provider)]);

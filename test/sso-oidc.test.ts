import { afterAll, beforeAll, expect, test } from 'vitest';
import { as, type Client, visitor } from './client.ts';
import { peek } from './database.ts';
import { connectOidc, domainOfWorld } from './idp/connect.ts';
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

/** Goes to the provider, signs in there and comes back. */
async function signIn(client: Client, connection: string, login: string, query = '') {
  const gone = await client.get(`/sso/${connection}/go${query}`);
  expect(gone.status).toBe(303);
  return client.get(pathOf(await signInAtProvider(gone.location!, login)));
}

/** Why somebody was turned away, as the page says it. */
async function saysWhy(client: Client, answer: { location: string | null }): Promise<string> {
  expect(answer.location).toMatch(/^\/sso\/problem\?about=/);
  return (await client.get(answer.location!)).text;
}

const whoAmI = async (client: Client): Promise<string> => (await client.get('/account')).text;

async function team(given = {}): Promise<{ world: World; id: string }> {
  const world = await newWorld(portal());
  const id = await connectOidc(portal(), world, idp, { domains: [domainOfWorld(world)], ...given });
  return { world, id };
}

test('somebody of the team signs in at their provider and goes where they wanted to', async () => {
  const { world, id } = await team();
  idp.people.set('priya', { email: world.agent.email, email_verified: true, name: 'Priya' });
  const client = visitor(portal(), world);
  const answer = await signIn(client, id, 'priya', '?next=%2Finbox');
  expect([answer.status, answer.location]).toEqual([303, '/inbox']);
  expect(await whoAmI(client)).toContain('Priya Raman');
  const [session] = await peek<{ method: string }>(
    portal().database,
    `select method from sessions where identity_id = $1 and method = 'sso'`,
    [world.agent.identityId],
  );
  expect(session?.method).toBe('sso');
  // Whoever was linked is recognised, whatever their address at the provider is by now.
  idp.people.set('priya', { email: 'married@elsewhere.example', email_verified: true });
  const again = visitor(portal(), world);
  expect((await signIn(again, id, 'priya')).location).toBe('/');
  expect(await whoAmI(again)).toContain('Priya Raman');
});

test('a request asks for a code with a challenge, a state and a nonce of its own', async () => {
  const { world, id } = await team();
  const client = visitor(portal(), world);
  const [one, two] = [await client.get(`/sso/${id}/go`), await client.get(`/sso/${id}/go`)];
  const asked = [one, two].map((each) => new URL(each.location!).searchParams);
  for (const query of asked) {
    expect(query.get('response_type')).toBe('code');
    expect(query.get('code_challenge_method')).toBe('S256');
    for (const name of ['code_challenge', 'state', 'nonce']) expect(query.get(name)).toMatch(/^[\w-]{43}$/);
  }
  for (const name of ['code_challenge', 'state', 'nonce']) expect(asked[0]!.get(name)).not.toBe(asked[1]!.get(name));
  expect((await client.get(`/sso/${id}/go`, { 'sec-purpose': 'prefetch' })).status).toBe(204);
});

test('TRUST 29: an address that is unverified, foreign or nobody’s opens nothing, and makes nobody', async () => {
  const { world, id } = await team();
  const cases: [string, Record<string, unknown>, RegExp][] = [
    ['unverified', { email: world.agent.email, email_verified: false }, /an email address we can rely on/],
    ['none', {}, /an email address we can rely on/],
    ['foreign', { email: 'priya@elsewhere.example', email_verified: true }, /not one that this sign-in is for/],
    ['sub', { email: `priya@sub.${domainOfWorld(world)}`, email_verified: true }, /not one that this sign-in is for/],
    [
      'lookalike',
      { email: `priya@${domainOfWorld(world)}.evil.example`, email_verified: true },
      /not one that this sign-in is for/,
    ],
    ['nobody', { email: `nobody@${domainOfWorld(world)}`, email_verified: true }, /Nobody here has your email address/],
    ['customer', { email: world.dana.email, email_verified: true }, /signs in another way/],
  ];
  for (const [login, claims, words] of cases) {
    idp.people.set(login, claims);
    const client = visitor(portal(), world);
    const text = await saysWhy(client, await signIn(client, id, login));
    expect(text, login).toMatch(words);
    expect(client.cookies.get('portico_session'), login).toBeUndefined();
  }
  const made = await peek(portal().database, 'select 1 from sso_links where connection_id = $1', [id]);
  expect(made).toEqual([]);
});

test('TRUST 29, control: with the guard of the domain off the foreign address is a way in', async () => {
  const { world, id } = await team();
  await peek(portal().database, `update sso_domains set domain = 'elsewhere.example' where connection_id = $1`, [id]);
  await peek(portal().database, `update identities set email = 'priya@elsewhere.example' where id = $1`, [
    world.agent.identityId,
  ]);
  idp.people.set('control', { email: 'priya@elsewhere.example', email_verified: true });
  const client = visitor(portal(), world);
  expect((await signIn(client, id, 'control')).location).toBe('/');
  expect(client.cookies.get('portico_session')).toBeDefined();
});

test('TRUST 29: an answer is good in the browser that was sent, once, and with its own state and code', async () => {
  const { world, id } = await team();
  idp.people.set('once', { email: world.agent.email, email_verified: true });
  const client = visitor(portal(), world);
  const gone = await client.get(`/sso/${id}/go`);
  const back = pathOf(await signInAtProvider(gone.location!, 'once'));
  const tampered = (name: string, value: string) => {
    const url = new URL(back, world.origin);
    url.searchParams.set(name, value);
    return url.pathname + url.search;
  };
  // Another browser, as in a link that an attacker sends: it would be signed in as them.
  const victim = visitor(portal(), world);
  await victim.get(`/sso/${id}/go`);
  expect(await saysWhy(victim, await victim.get(back))).toMatch(/begun in another browser/);
  expect(await saysWhy(client, await client.get(tampered('state', 'x'.repeat(43))))).toMatch(
    /begun in another browser/,
  );
  expect((await client.get(back)).location).toBe('/');
  expect(await saysWhy(client, await client.get(back))).toMatch(/has been used already/);
});

test('TRUST 29: a wrong issuer in the answer (mix-up), or a code of somebody else, is refused', async () => {
  const { world, id } = await team();
  idp.people.set('mix', { email: world.agent.email, email_verified: true });
  const take = async (change: (url: URL) => void) => {
    const client = visitor(portal(), world);
    const gone = await client.get(`/sso/${id}/go`);
    const url = new URL(await signInAtProvider(gone.location!, 'mix'));
    change(url);
    return saysWhy(client, await client.get(url.pathname + url.search));
  };
  expect(await take((url) => url.searchParams.set('iss', 'https://evil.example'))).toMatch(/could not be verified/);
  expect(await take((url) => url.searchParams.delete('iss'))).toMatch(/could not be verified/);
  expect(await take((url) => url.searchParams.set('code', 'stolen'))).toMatch(/did not let you through/);
  expect(await take((url) => url.searchParams.set('error', 'access_denied'))).toMatch(
    /did not let you through|verified/,
  );
  // A code that was issued for another sign-in: its verifier is not ours.
  const other = visitor(portal(), world);
  const theirs = new URL(await signInAtProvider((await other.get(`/sso/${id}/go`)).location!, 'mix')).searchParams.get(
    'code',
  )!;
  expect(await take((url) => url.searchParams.set('code', theirs))).toMatch(/did not let you through/);
});

test('TRUST 30: two businesses with the same provider never share anybody', async () => {
  const { world: a, id: atA } = await team();
  const { world: b, id: atB } = await team();
  idp.people.set('shared', { email: a.agent.email, email_verified: true });
  const inA = visitor(portal(), a);
  expect((await signIn(inA, atA, 'shared')).location).toBe('/');
  const inB = visitor(portal(), b);
  expect(await saysWhy(inB, await signIn(inB, atB, 'shared'))).toMatch(/not one that this sign-in is for/);
  // The same answer at the other host, and the other business's connection here.
  const gone = await inA.get(`/sso/${atA}/go`).catch(() => null);
  expect(gone).not.toBeNull();
  expect((await visitor(portal(), b).get(`/sso/${atA}/go`)).status).toBe(404);
  // Control: with an address of theirs they get their own identity there.
  idp.people.set('shared', { email: b.agent.email, email_verified: true });
  const own = visitor(portal(), b);
  expect((await signIn(own, atB, 'shared')).location).toBe('/');
  const links = await peek<{ identity_id: string }>(
    portal().database,
    `select identity_id from sso_links where subject = 'shared' order by created_at`,
  );
  expect(links.map((row) => row.identity_id)).toEqual([a.agent.identityId, b.agent.identityId]);
});

test('TRUST 30, control: were the other business answerable for that domain too, the same login would open both', async () => {
  const [{ world: a, id: atA }, { world: b, id: atB }] = [await team(), await team()];
  idp.people.set('both', { email: a.agent.email, email_verified: true });
  expect((await signIn(visitor(portal(), a), atA, 'both')).location).toBe('/');
  const set = (sql: string, id: string, value: string) => peek(portal().database, sql, [id, value]);
  await set('update sso_domains set domain = $2 where connection_id = $1', atB, domainOfWorld(a));
  await set('update identities set email = $2 where id = $1', b.agent.identityId, a.agent.email);
  expect((await signIn(visitor(portal(), b), atB, 'both')).location).toBe('/');
});

test('TRUST 32: a customer’s provider vouches for that customer’s people and for nobody else', async () => {
  const world = await newWorld(portal());
  const domain = domainOfWorld(world);
  const { accountId } = world;
  const id = await connectOidc(portal(), world, idp, { accountId, domains: [domain], addsPeople: true });
  const attempt = async (login: string, email: string) => {
    idp.people.set(login, { email, email_verified: true, name: 'Somebody New' });
    const client = visitor(portal(), world);
    return { client, answer: await signIn(client, id, login) };
  };
  const owner = await attempt('c-owner', world.owner.email);
  expect(await saysWhy(owner.client, owner.answer)).toMatch(/signs in another way/);
  const agent = await attempt('c-agent', world.agent.email);
  expect(await saysWhy(agent.client, agent.answer)).toMatch(/signs in another way/);
  // Control: their own contact, and a new one.
  const dana = await attempt('c-dana', world.dana.email);
  expect(dana.answer.location).toBe('/');
  expect(await whoAmI(dana.client)).toContain('Dana Whitfield');
  const fresh = await attempt('c-new', `new@${domain}`);
  expect(fresh.answer.location).toBe('/');
  const [row] = await peek<{ account_id: string; role: string }>(
    portal().database,
    `select account_id, role from contacts where email = $1`,
    [`new@${domain}`],
  );
  expect(row).toEqual({ account_id: world.accountId, role: 'contributor' });
  // Where the business attaches nobody by their domain, a new one is invited; who is there comes in as ever.
  const off = { mode: 'off', role: 'viewer', first_role: 'account_admin' };
  await as(portal(), world.owner).submit('/settings/sign-up', '/settings/sign-up', off);
  const later = await attempt('c-later', `later@${domain}`);
  expect(await saysWhy(later.client, later.answer)).toContain('invit');
  expect((await attempt('c-new', `new@${domain}`)).answer.location).toBe('/');
});

test('TRUST 32, control: were it not asked whose provider it is, a customer’s would open the owner’s door', async () => {
  const world = await newWorld(portal());
  const id = await connectOidc(portal(), world, idp, { accountId: world.accountId, domains: [domainOfWorld(world)] });
  idp.people.set('above', { email: world.owner.email, email_verified: true });
  const client = visitor(portal(), world);
  expect(await saysWhy(client, await signIn(client, id, 'above'))).toMatch(/signs in another way/);
  await peek(portal().database, 'update sso_connections set account_id = null where id = $1', [id]);
  expect((await signIn(client, id, 'above')).location).toBe('/');
  expect(await whoAmI(client)).toContain('Maya Lindqvist');
});

test('which company an address belongs to is told by its domain, the same for people who exist and who do not', async () => {
  const world = await newWorld(portal());
  const id = await connectOidc(portal(), world, idp, { accountId: world.accountId, domains: [domainOfWorld(world)] });
  const ask = async (email: string) => {
    const client = visitor(portal(), world);
    return client.submit('/sign-in/company', '/sign-in/company', { email });
  };
  const [known, unknown] = [await ask(world.dana.email), await ask(`nobody@${domainOfWorld(world)}`)];
  expect(known.status).toBe(303);
  expect(known.location!.replace(/hint=[^&]+/, '')).toBe(unknown.location!.replace(/hint=[^&]+/, ''));
  expect(known.location).toContain(`/sso/${id}`);
  const none = await ask('dana@elsewhere.example');
  expect(none.status).toBe(422);
  expect(none.text).toContain('There is no company sign-in for addresses at elsewhere.example');
  const page = await visitor(portal(), world).get(known.location!);
  expect(page.headers.get('refresh')).toMatch(new RegExp(`^0; url=/sso/${id}/go`));
});

test('groups give roles with every sign-in, and never make or unmake an owner', async () => {
  const { world, id } = await team();
  await peek(
    portal().database,
    `insert into sso_group_roles (workspace_id, id, connection_id, group_name, role, position)
     values ($1, gen_random_uuid(), $2, 'Leads', 'manager', 0), ($1, gen_random_uuid(), $2, 'readers', 'viewer', 1)`,
    [world.workspaceId, id],
  );
  const roleOf = async (identity: string) =>
    (await peek<{ role: string }>(portal().database, 'select role from members where identity_id = $1', [identity]))[0]!
      .role;
  idp.people.set('g-priya', { email: world.agent.email, email_verified: true, groups: ['everyone', 'leads'] });
  idp.people.set('g-maya', { email: world.owner.email, email_verified: true, groups: ['readers'] });
  await signIn(visitor(portal(), world), id, 'g-priya');
  await signIn(visitor(portal(), world), id, 'g-maya');
  expect(await roleOf(world.agent.identityId)).toBe('manager');
  expect(await roleOf(world.owner.identityId)).toBe('owner');
  idp.people.set('g-priya', { email: world.agent.email, email_verified: true, groups: [] });
  await signIn(visitor(portal(), world), id, 'g-priya');
  expect(await roleOf(world.agent.identityId)).toBe('agent');
});

test('a test shows who it would be, lets nobody in and changes nothing', async () => {
  const { world, id } = await team({ enabled: false, addsPeople: true });
  idp.people.set('t-new', {
    email: `fresh@${domainOfWorld(world)}`,
    email_verified: true,
    name: 'Fresh Person',
    groups: ['x'],
  });
  const owner = as(portal(), world.owner);
  const answer = await signIn(owner, id, 't-new', '?test=1');
  expect(answer.location).toBe(`/sso/${id}/tested`);
  const { text } = await owner.get(`/settings/sso/${id}/test`);
  expect(text).toContain('Fresh Person would be signed in');
  expect(text).toContain('Group <code>x</code> has no role here');
  expect(await whoAmI(owner)).toContain('Maya Lindqvist');
  expect(
    await peek(portal().database, `select 1 from members where email = $1`, [`fresh@${domainOfWorld(world)}`]),
  ).toEqual([]);
  // Nobody else may, and without a test it is not there at all while it is off.
  expect((await as(portal(), world.agent).get(`/sso/${id}/go?test=1`)).status).toBe(404);
  expect((await visitor(portal(), world).get(`/sso/${id}/go?test=1`)).status).toBe(404);
  expect((await visitor(portal(), world).get(`/sso/${id}/go`)).status).toBe(404);
});

import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { givePassword, PASSWORD, tryPassword } from '#features/identity/doors.testing.ts';
import { addressesOf } from '#features/sso/connection.ts';
import { as, type Client, visitor } from './client.ts';
import { peek } from './database.ts';
import { connectSaml, domainOfWorld } from './idp/connect.ts';
import { stranger } from './idp/keys.ts';
import { posted, type Saying, type Signing, signed, unsigned } from './idp/saml-answer.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal();

async function team(given = {}) {
  const world = await newWorld(portal());
  const id = await connectSaml(portal(), world, { domains: [domainOfWorld(world)], ...given });
  return { world, id };
}

/** Goes out and says which request the provider was sent. */
async function leave(client: Client, id: string, query = ''): Promise<string> {
  const { location } = await client.get(`/sso/${id}/go${query}`);
  const request = inflateRawSync(Buffer.from(new URL(location!).searchParams.get('SAMLRequest')!, 'base64')).toString();
  return / ID="([^"]+)"/.exec(request)![1]!;
}

function says(world: World, id: string, requestId: string, more: Partial<Saying> = {}): Saying {
  const { acs, entityId } = addressesOf(world.origin, id);
  return { acs, audience: entityId, requestId, nameId: 'priya', attributes: { email: [world.agent.email] }, ...more };
}

/** The provider's page posts its answer, as a form of another site: no cookie of ours comes along. */
function post(world: World, id: string, xml: string) {
  return visitor(portal(), world).postRaw(
    `/sso/${id}/acs`,
    { SAMLResponse: posted(xml), RelayState: 'https://evil.example/' },
    { origin: 'https://idp.example', 'sec-fetch-site': 'cross-site' },
  );
}

const answer = (
  world: World,
  id: string,
  requestId: string,
  more: Partial<Saying> = {},
  signing: Signing = {},
): string => signed(unsigned(says(world, id, requestId, more)), signing);

const why = async (client: Client, location: string | null): Promise<string> => (await client.get(location!)).text;

test('somebody of the team signs in by SAML and goes where they wanted to', async () => {
  const { world, id } = await team();
  const client = visitor(portal(), world);
  const requestId = await leave(client, id, '?next=%2Finbox');
  const back = await post(world, id, answer(world, id, requestId));
  expect([back.status, back.location?.split('?')[0]]).toEqual([303, `/sso/${id}/arrival`]);
  expect(back.headers.getSetCookie()).toEqual([]);
  const arrived = await client.get(back.location!);
  expect([arrived.status, arrived.location]).toEqual([303, '/inbox']);
  expect((await client.get('/account')).text).toContain('Priya Raman');
});

test('who was invited to the team and comes by the provider needs the invitation no more', async () => {
  const { world, id } = await team({ addsPeople: true });
  const email = `theo@${domainOfWorld(world)}`;
  await peek(
    portal().database,
    `insert into member_invitations (workspace_id, id, name, email, role, invited_by, token_hash, expires_at)
     values ($1, gen_random_uuid(), 'Theo', $2, 'agent', $3, encode(sha256('theo'), 'hex'), now() + interval '7 days')`,
    [world.workspaceId, email, world.owner.id],
  );
  const client = visitor(portal(), world);
  const said = { nameId: 'theo', attributes: { email: [email] } };
  const { location } = await post(world, id, answer(world, id, await leave(client, id), said));
  expect((await client.get(location!)).status).toBe(303);
  const open = `select (select count(*)::int from member_invitations where workspace_id = $1 and accepted_at is null) as open,
    (select count(*)::int from members where workspace_id = $1 and email = $2) as members`;
  expect(await peek(portal().database, open, [world.workspaceId, email])).toEqual([{ open: 0, members: 1 }]);
});

test('TRUST 31: an answer counts once, in the browser that was sent, and RelayState leads nowhere', async () => {
  const { world, id } = await team();
  const client = visitor(portal(), world);
  const requestId = await leave(client, id);
  const xml = answer(world, id, requestId);
  const back = await post(world, id, xml);
  // An attacker's answer in the victim's browser: it was never sent there.
  const victim = visitor(portal(), world);
  await victim.get(`/sso/${id}/go`);
  const elsewhere = await victim.get(back.location!);
  expect(await why(victim, elsewhere.location)).toContain('begun in another browser');
  expect(victim.cookies.get('portico_session')).toBeUndefined();
  // The same answer again, and the same assertion for another request of theirs.
  expect(await why(client, (await post(world, id, xml)).location)).toContain('has been used already');
  const second = await leave(client, id);
  const assertionId = / ID="(_a[^"]+)"/.exec(xml)![1]!;
  expect(await why(client, (await post(world, id, answer(world, id, second, { assertionId }))).location)).toContain(
    'has been used already',
  );
  expect((await client.get(back.location!)).location).toBe('/');
  expect(await why(client, (await client.get(back.location!)).location)).toContain('has been used already');
});

test('TRUST 31: what the verifier refuses opens no door either, and uses nothing up', async () => {
  const { world, id } = await team();
  const client = visitor(portal(), world);
  const requestId = await leave(client, id);
  const genuine = answer(world, id, requestId);
  const attacks: Record<string, string> = {
    unsigned: unsigned(says(world, id, requestId)),
    'another key': answer(world, id, requestId, {}, stranger),
    changed: genuine.replace(world.agent.email, world.owner.email),
    'another audience': answer(world, id, requestId, { audience: 'https://other.example' }),
    'no request': genuine.replace(/ InResponseTo="[^"]+"/g, ''),
    'another request': answer(world, id, `_${'0'.repeat(40)}`),
    'no XML': 'hello',
  };
  for (const [what, xml] of Object.entries(attacks)) {
    const refused = await post(world, id, xml);
    expect(refused.location, what).toMatch(/^\/sso\/problem/);
  }
  // Control: the genuine answer to the same request still works.
  expect((await client.get((await post(world, id, genuine)).location!)).location).toBe('/');
  const refusals = await peek(
    portal().database,
    `select 1 from events where workspace_id = $1 and kind = 'identity.sign_in_failed'`,
    [world.workspaceId],
  );
  expect(refusals.length).toBeGreaterThan(2);
});

test('TRUST 31: an answer that nobody asked for is not believed; where it is allowed it begins a sign-in', async () => {
  const { world, id } = await team();
  const unasked = signed(unsigned(says(world, id, 'x')).replaceAll(/ InResponseTo="x"/g, ''));
  expect((await post(world, id, unasked)).location).toMatch(/^\/sso\/problem/);
  await peek(portal().database, 'update sso_connections set starts_elsewhere = true where id = $1', [id]);
  expect((await post(world, id, unasked)).location).toMatch(/^https:\/\/idp\.example\/sso\?SAMLRequest=/);
});

test('TRUST 17: the one form of another site that is let through begins no session and looks at none', async () => {
  const { world, id } = await team();
  const client = visitor(portal(), world);
  const requestId = await leave(client, id);
  const other = { origin: 'https://idp.example', 'sec-fetch-site': 'cross-site' };
  const back = await client.postRaw(`/sso/${id}/acs`, { SAMLResponse: posted(answer(world, id, requestId)) }, other);
  expect(back.headers.getSetCookie()).toEqual([]);
  // Control: every other address turns such a form away.
  for (const path of [
    `/sso/${id}/arrival`,
    `/sso/${id}/go`,
    `/sso/${id}`,
    '/sign-in/company',
    `/sso/${id}/acs/`,
    `/sso/${id}/acs/x`,
  ]) {
    expect((await client.postRaw(path, { SAMLResponse: 'x' }, other)).status, path).toBe(403);
  }
});

test('our metadata says where to post and who we are', async () => {
  const { world, id } = await team();
  const { text, headers } = await visitor(portal(), world).get(`/sso/${id}/metadata`);
  const { acs, entityId } = addressesOf(world.origin, id);
  expect(headers.get('content-type')).toContain('samlmetadata+xml');
  expect(text).toContain(`Location="${acs}"`);
  expect(text).toContain(`entityID="${entityId}"`);
  expect(text).toContain('WantAssertionsSigned="true"');
});

test('where it is required no other way leads in, but for owners', async () => {
  const { world, id } = await team({ required: true });
  await givePassword(portal(), world.agent);
  await givePassword(portal(), world.owner);
  const agent = visitor(portal(), world);
  expect((await tryPassword(agent, world.agent.email, PASSWORD)).location).toBe(`/sso/${id}`);
  expect(agent.cookies.get('portico_session')).toBeUndefined();
  const owner = visitor(portal(), world);
  expect((await tryPassword(owner, world.owner.email, PASSWORD)).location).toBe('/');
  // Control: as soon as it is not required any more.
  await peek(portal().database, 'update sso_connections set required_at = null where id = $1', [id]);
  const later = visitor(portal(), world);
  expect((await tryPassword(later, world.agent.email, PASSWORD)).location).toBe('/');
});

/** Comes in as somebody of the provider, or is told why not. */
async function come(world: World, id: string, more: Partial<Saying> = {}): Promise<string> {
  const client = visitor(portal(), world);
  const back = await post(world, id, answer(world, id, await leave(client, id), more));
  const arrived = await client.get(back.location!);
  return arrived.location === '/' ? 'in' : why(client, arrived.location ?? back.location);
}

test('after another provider was given whoever came in by the one before comes in by the new one, and is one person there too', async () => {
  const { world, id } = await team();
  expect(await come(world, id)).toBe('in');
  const issuer = 'https://other.example/metadata';
  const change = `update sso_connections set provider = jsonb_set(provider, '{entityId}', to_jsonb($2::text)) where id = $1`;
  await peek(portal().database, change, [id, issuer]);
  // As long as nobody has come by it nobody has used it.
  const page = await as(portal(), world.owner).get(`/settings/sso/${id}`);
  expect(page.text).toMatch(/has not (used|signed in)[^<]*Priya|Priya[^<]*has not/);
  expect(await come(world, id, { issuer, nameId: 'priya-there' })).toBe('in');
  // Control: within one provider an address that was somebody's is not another's.
  expect(await come(world, id, { issuer, nameId: 'somebody-else' })).not.toBe('in');
  expect(await come(world, id, { issuer, nameId: 'priya-there' })).toBe('in');
});

test('TRUST 32: a customer’s provider vouches for no address in a domain that is only claimed, or proved for another customer or nobody, and makes nobody; control: proved for it, it does', async () => {
  const world = await newWorld(portal());
  const domain = domainOfWorld(world);
  const given = { addsPeople: true, domains: [`acme.${domain}`] };
  const id = await connectSaml(portal(), world, { ...given, accountId: world.accountId });
  await connectSaml(portal(), world, { accountId: world.rivalAccountId, domains: [domain] });
  await peek(
    portal().database,
    `insert into sso_domains (workspace_id, id, connection_id, domain, secret) values ($1, gen_random_uuid(), $2, $3, $4)`,
    [world.workspaceId, id, `claimed.${domain}`, 's'.repeat(20)],
  );
  const says = (email: string) => ({ nameId: email, attributes: { email: [email] } });
  const people = () =>
    peek(portal().database, 'select email from contacts where account_id = $1 order by email', [world.accountId]);
  const before = await people();
  for (const email of [`new@claimed.${domain}`, `new@nobodys.${domain}`, `new@${domain}`, world.rival.email]) {
    expect(await come(world, id, says(email))).toContain('not one that this sign-in is for');
  }
  expect(await people()).toEqual(before);
  expect(await come(world, id, says(`new@acme.${domain}`))).toBe('in');
  expect(await people()).toHaveLength(before.length + 1);
  await peek(portal().database, `update sso_domains set proved_at = now(), proved_by = 'dns' where domain = $1`, [
    `claimed.${domain}`,
  ]);
  expect(await come(world, id, says(`new@claimed.${domain}`))).toBe('in');
});

test('TRUST 33: people of a customer that was put away do not come in by its provider; control: before and after they do', async () => {
  const world = await newWorld(portal());
  const given = { accountId: world.accountId, domains: [domainOfWorld(world)], addsPeople: true };
  const id = await connectSaml(portal(), world, given);
  const fresh = (name: string) => ({ nameId: name, attributes: { email: [`${name}@${domainOfWorld(world)}`] } });
  expect(await come(world, id, fresh('one'))).toBe('in');
  const put = (at: string) =>
    peek(portal().database, `update accounts set archived_at = ${at} where id = $1`, [world.accountId]);
  await put('now()');
  expect(await come(world, id, fresh('two'))).toContain('switched off');
  await put('null');
  expect(await come(world, id, fresh('two'))).toBe('in');
});

test('it is required only where an owner gets in without it, and the page says of each whether they do', async () => {
  const { world, id } = await team();
  await peek(
    portal().database,
    `insert into sign_in_rules (workspace_id, id, side, link, code) values ($1, gen_random_uuid(), 'member', false, false)`,
    [world.workspaceId],
  );
  const owner = as(portal(), world.owner);
  const page = `/settings/sso/${id}`;
  const { text } = await owner.get(page);
  expect(text).toContain('No way in without it');
  expect(text).not.toContain(`${page}/requirement`);
  const guard = await owner.form(page, `${page}/use`);
  expect((await owner.postRaw(`${page}/requirement`, { ...guard, on: '1' })).status).toBe(409);
  await givePassword(portal(), world.owner);
  expect((await owner.get(page)).text).not.toContain('No way in without it');
  expect((await owner.submit(page, `${page}/requirement`, { on: '1' })).status).toBe(303);
});

test('who gets in comes back as it was typed, ticks and groups included, when something of it cannot be', async () => {
  const { world, id } = await team();
  const owner = as(portal(), world.owner);
  const [page, path] = [`/settings/sso/${id}`, `/settings/sso/${id}/people`];
  const typed = { second_step_here: '1', group: ['Leads', ''], role: ['manager', ''], claim_email: 'mailbox' };
  const refused = await owner.submit(page, path, { ...typed, default_role: 'owner' });
  expect(refused.status).toBe(422);
  const form = refused.text.slice(refused.text.indexOf('id="people-form"'));
  expect(form).toMatch(/name="second_step_here"[^>]*checked/);
  expect(form).not.toMatch(/name="adds_people"[^>]*checked/);
  expect(form).toContain('value="Leads"');
  expect(form).toContain('value="mailbox"');
  expect((await owner.submit(page, path, { ...typed, default_role: 'agent' })).status).toBe(303);
});

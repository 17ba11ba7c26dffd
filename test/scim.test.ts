import { expect, test } from 'vitest';
import { as, visitor } from './client.ts';
import { peek, peekOne } from './database.ts';
import { connectedDirectory, patch } from './directory.ts';
import { usePortal } from './portal.ts';

const portal = usePortal();

const connected = (of?: 'team' | 'customer') => connectedDirectory(portal(), of);
const one = <Row extends Record<string, unknown>>(statement: string, values: unknown[]) =>
  peekOne<Row>(portal().database, statement, values);

test('a directory adds somebody, changes them, finds them, and takes them away at once', async () => {
  const { ask, domain, world } = await connected();
  const noor = {
    userName: `noor@${domain}`,
    name: { givenName: 'Noor', familyName: 'Haddad' },
    title: 'Designer',
    externalId: 'e-1',
    active: true,
  };
  const made = await ask('POST', '/Users', noor);
  expect(made.status).toBe(201);
  expect(made.headers.get('location')).toBe(`${world.origin}/scim/v2/Users/${made.body.id}`);
  expect(made.body).toMatchObject({ userName: noor.userName, externalId: 'e-1', active: true, title: 'Designer' });
  const member = () =>
    one<{ name: string; role: string; disabled_at: Date | null; identity_id: string }>(
      'select name, role, disabled_at, identity_id from members where email = $1',
      [`noor@${domain}`],
    );
  expect(await member()).toMatchObject({ name: 'Noor Haddad', role: 'agent', disabled_at: null });
  const found = await ask('GET', `/Users?filter=${encodeURIComponent(`userName eq "NOOR@${domain}"`)}`);
  expect([found.body.totalResults, found.body.Resources![0]!.id]).toEqual([1, made.body.id]);
  expect(
    (await ask('GET', `/Users?filter=${encodeURIComponent('title sw "des" and not (active eq false)')}`)).body
      .totalResults,
  ).toBe(1);
  // Okta's way of renaming, Entra's way of the same.
  await ask('PATCH', `/Users/${made.body.id}`, patch({ op: 'replace', value: { displayName: 'Noor H.' } }));
  expect((await member())!.name).toBe('Noor H.');
  await ask('PATCH', `/Users/${made.body.id}`, patch({ op: 'Replace', path: 'displayName', value: 'Noor Haddad-Lee' }));
  expect((await member())!.name).toBe('Noor Haddad-Lee');
  // Signed in, and out again with the answer.
  const { identity_id } = (await member())!;
  await peek(
    portal().database,
    `insert into sessions (workspace_id, id, identity_id, token_hash, expires_at) values ($1, gen_random_uuid(), $2, encode(sha256('a-token-of-noors-browser'), 'hex'), now() + interval '1 day')`,
    [world.workspaceId, identity_id],
  );
  const browser = visitor(portal(), world);
  browser.cookies.set('portico_session', 'a-token-of-noors-browser');
  expect((await browser.get('/inbox')).status).toBe(200);
  const off = await ask('PATCH', `/Users/${made.body.id}`, patch({ op: 'Replace', path: 'active', value: 'False' }));
  expect([off.status, off.body.active]).toEqual([200, false]);
  expect((await browser.get('/inbox')).location).toMatch(/^\/sign-in/);
  expect((await member())!.disabled_at).not.toBeNull();
  await ask('PATCH', `/Users/${made.body.id}`, patch({ op: 'replace', path: 'active', value: true }));
  expect((await member())!.disabled_at).toBeNull();
  expect((await ask('DELETE', `/Users/${made.body.id}`)).status).toBe(204);
  expect((await ask('GET', `/Users/${made.body.id}`)).status).toBe(404);
  expect((await member())!.disabled_at).not.toBeNull();
  // Who reads the log reads whom it was done to.
  const log = (await as(portal(), world.owner).get('/audit?area=sso')).text;
  for (const act of [
    'added Noor',
    'changed what is known of Noor',
    'took Noor Haddad-Lee’s access away',
    'gave Noor Haddad-Lee access again',
  ]) {
    expect(log).toContain(act);
  }
});

test('groups give roles, and take them away with their members', async () => {
  const { ask, domain, id, world } = await connected();
  await peek(
    portal().database,
    `insert into sso_group_roles (workspace_id, id, connection_id, group_name, role) values ($1, gen_random_uuid(), $2, 'leads', 'manager')`,
    [world.workspaceId, id],
  );
  const user = await ask('POST', '/Users', { userName: `ben@${domain}`, displayName: 'Ben' });
  const role = async () =>
    (await one<{ role: string }>('select role from members where email = $1', [`ben@${domain}`]))!.role;
  const group = await ask('POST', '/Groups', { displayName: 'Leads', members: [{ value: user.body.id }] });
  expect([group.status, await role()]).toEqual([201, 'manager']);
  expect((await ask('GET', `/Users/${user.body.id}`)).body.groups).toMatchObject([
    { value: group.body.id, display: 'Leads' },
  ]);
  await ask('PATCH', `/Groups/${group.body.id}`, patch({ op: 'remove', path: `members[value eq "${user.body.id}"]` }));
  expect(await role()).toBe('agent');
  await ask(
    'PATCH',
    `/Groups/${group.body.id}`,
    patch({ op: 'Add', path: 'members', value: [{ value: user.body.id }] }),
  );
  expect(await role()).toBe('manager');
  expect((await ask('DELETE', `/Groups/${group.body.id}`)).status).toBe(204);
  expect(await role()).toBe('agent');
});

test('a list has pages, a resource a version, and an error a body', async () => {
  const { ask, domain } = await connected();
  for (const name of ['a', 'b', 'c']) await ask('POST', '/Users', { userName: `${name}@${domain}`, displayName: name });
  const page = await ask('GET', '/Users?startIndex=2&count=1');
  expect(page.body).toMatchObject({ totalResults: 3, startIndex: 2, itemsPerPage: 1 });
  const [{ id } = {}] = page.body.Resources!;
  expect((await ask('GET', '/Users?count=0')).body).toMatchObject({ totalResults: 3, itemsPerPage: 0 });
  const read = await ask('GET', `/Users/${id}`);
  expect((await ask('GET', `/Users/${id}`, undefined, { 'if-none-match': read.headers.get('etag')! })).status).toBe(
    304,
  );
  expect(
    (await ask('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'title', value: 'x' }), { 'if-match': 'W/"9"' }))
      .status,
  ).toBe(412);
  for (const [path, scimType] of [
    ['filter=userName%20eq', 'invalidFilter'],
    ["filter=userName%20eq%20'x'", 'invalidFilter'],
    ['filter=1%3D1', 'invalidFilter'],
  ]) {
    const wrong = await ask('GET', `/Users?${path}`);
    expect([wrong.status, wrong.body.scimType], path).toEqual([400, scimType]);
  }
  expect((await ask('POST', '/Users', { displayName: 'nobody' })).body).toMatchObject({
    status: '400',
    scimType: 'invalidValue',
  });
  const unseen = { displayName: 'a\u202eb' };
  const refused = await ask('PATCH', `/Users/${id}`, patch({ op: 'replace', value: unseen }));
  expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidValue']);
  // One that is there from before keeps nobody from being taken away.
  await peek(portal().database, 'update scim_users set attributes = $2 where id = $1', [id, unseen]);
  expect((await ask('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: false }))).status).toBe(200);
  for (const path of [
    '/ServiceProviderConfig',
    '/Schemas',
    '/ResourceTypes',
    '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User',
  ]) {
    expect((await ask('GET', path)).status, path).toBe(200);
  }
  expect((await ask('GET', '/Nothing')).status).toBe(404);
});

test('TRUST 33: a directory cannot take anybody over: not by an address, a name, an id or somebody else’s token', async () => {
  const { ask, domain, world, token } = await connected();
  const rival = await connected();
  // Somebody of the business’s customers, a foreign domain, somebody of another business.
  for (const [what, userName] of Object.entries({
    customer: world.dana.email,
    foreign: 'x@elsewhere.example',
    another: rival.world.agent.email,
  })) {
    const answer = await ask('POST', '/Users', { userName, displayName: 'X' });
    expect([what, answer.status]).toEqual([what, what === 'customer' ? 409 : 400]);
  }
  const mallory = await ask('POST', '/Users', { userName: `mallory@${domain}`, displayName: 'M' });
  const before = await peek(portal().database, 'select id, email from identities where workspace_id = $1 order by id', [
    world.workspaceId,
  ]);
  for (const value of [world.agent.email, world.owner.email, world.dana.email]) {
    const renamed = await ask('PATCH', `/Users/${mallory.body.id}`, patch({ op: 'replace', path: 'userName', value }));
    const moved = await ask(
      'PATCH',
      `/Users/${mallory.body.id}`,
      patch({ op: 'replace', path: 'emails', value: [{ value, primary: true }] }),
    );
    expect([renamed.status, moved.status]).toEqual([409, 409]);
  }
  expect(
    await peek(portal().database, 'select id, email from identities where workspace_id = $1 order by id', [
      world.workspaceId,
    ]),
  ).toEqual(before);
  // Ids of ours are none of theirs, whatever they are called.
  for (const id of [world.agent.id, world.agent.identityId, rival.world.agent.id, '1', '../Users', "' or 1=1 --"]) {
    expect(
      (await ask('PATCH', `/Users/${encodeURIComponent(id)}`, patch({ op: 'replace', path: 'active', value: false })))
        .status,
    ).toBe(404);
    await ask('PATCH', `/Users/${mallory.body.id}`, patch({ op: 'replace', path: 'externalId', value: id }));
  }
  expect(await one('select 1 from members where id = $1 and disabled_at is null', [world.agent.id])).toBeDefined();
  // Another business’s token here, a revoked one, no token, another scheme.
  for (const headers of [
    { authorization: `Bearer ${rival.token}` },
    { authorization: '' },
    { authorization: `Basic ${token}` },
    { authorization: 'Bearer portico_scim_x' },
  ]) {
    expect((await ask('GET', '/Users', undefined, headers)).status).toBe(401);
  }
  expect((await ask('GET', '/Users')).status).toBe(200);
});

test('TRUST 33: roles come from groups that the business has given one, and no owner is made, unmade or moved', async () => {
  const { ask, domain, world, id } = await connected();
  const user = await ask('POST', '/Users', {
    userName: `eve@${domain}`,
    displayName: 'Eve',
    roles: [{ value: 'owner' }],
    entitlements: [{ value: 'admin' }],
    groups: [{ value: 'leads' }],
  });
  const role = async (email: string) =>
    (await one<{ role: string }>('select role from members where email = $1', [email]))!.role;
  expect(await role(`eve@${domain}`)).toBe('agent');
  await ask('PATCH', `/Users/${user.body.id}`, patch({ op: 'add', path: 'roles', value: [{ value: 'owner' }] }));
  await ask('POST', '/Groups', { displayName: 'owner', members: [{ value: user.body.id }] });
  expect(await role(`eve@${domain}`)).toBe('agent');
  // Even if somebody had written it into the table.
  await peek(
    portal().database,
    `insert into sso_group_roles (workspace_id, id, connection_id, group_name, role) values ($1, gen_random_uuid(), $2, 'bosses', 'owner')`,
    [world.workspaceId, id],
  );
  await ask('POST', '/Groups', { displayName: 'bosses', members: [{ value: user.body.id }] });
  expect(await role(`eve@${domain}`)).toBe('agent');
  // The owner is known to the directory, and stays as they are.
  const maya = await ask('POST', '/Users', { userName: world.owner.email, displayName: 'Maya Lindqvist' });
  expect(maya.status).toBe(201);
  for (const attempt of [
    await ask('PATCH', `/Users/${maya.body.id}`, patch({ op: 'replace', path: 'active', value: false })),
    await ask('DELETE', `/Users/${maya.body.id}`),
    await ask('PATCH', `/Users/${maya.body.id}`, patch({ op: 'replace', path: 'userName', value: `taken@${domain}` })),
  ]) {
    expect([attempt.status, attempt.body.scimType]).toEqual([400, 'mutability']);
  }
  expect(await role(world.owner.email)).toBe('owner');
  expect(
    await one('select 1 from members where email = $1 and disabled_at is null', [world.owner.email]),
  ).toBeDefined();
});

test('TRUST 33: whom the business has taken away, a directory does not bring back; whom it took away itself, without their old role', async () => {
  const { ask, domain, world } = await connected();
  await peek(portal().database, 'update members set disabled_at = now() where id = $1', [world.agent.id]);
  expect((await ask('POST', '/Users', { userName: world.agent.email, displayName: 'Priya' })).status).toBe(409);
  const user = await ask('POST', '/Users', { userName: `gone@${domain}`, displayName: 'Gone' });
  await peek(portal().database, `update members set role = 'admin' where email = $1`, [`gone@${domain}`]);
  await ask('DELETE', `/Users/${user.body.id}`);
  const again = await ask('POST', '/Users', { userName: `gone@${domain}`, displayName: 'Gone' });
  expect([again.status, again.body.id === user.body.id]).toEqual([201, false]);
  expect(await one('select role, disabled_at from members where email = $1', [`gone@${domain}`])).toEqual({
    role: 'agent',
    disabled_at: null,
  });
});

test('TRUST 33: a customer’s directory keeps that customer’s people, and nobody else’s', async () => {
  const { ask, domain, world } = await connected('customer');
  const made = await ask('POST', '/Users', { userName: `new@${domain}`, displayName: 'New Person' });
  expect(made.status).toBe(201);
  expect(await one('select account_id from contacts where email = $1', [`new@${domain}`])).toEqual({
    account_id: world.accountId,
  });
  // Control: their own contact is theirs to keep; somebody of the team is not.
  expect((await ask('POST', '/Users', { userName: world.dana.email, displayName: 'Dana Whitfield' })).status).toBe(201);
  expect((await ask('POST', '/Users', { userName: world.agent.email, displayName: 'X' })).status).toBe(409);
  expect((await ask('GET', '/Users')).body.totalResults).toBe(2);
});

test('TRUST 33, control: the same changes with nothing in their way are made', async () => {
  const { ask, domain } = await connected();
  const user = await ask('POST', '/Users', { userName: `free@${domain}`, displayName: 'Free' });
  const moved = await ask(
    'PATCH',
    `/Users/${user.body.id}`,
    patch({ op: 'replace', path: 'userName', value: `freer@${domain}` }),
  );
  expect(moved.status).toBe(200);
  expect(await one('select 1 from identities where email = $1', [`freer@${domain}`])).toBeDefined();
});

import pg from 'pg';
import { beforeEach, expect, test } from 'vitest';
import { as, type Client, visitor } from './client.ts';
import { peek, whileSaying } from './database.ts';
import { usePortal } from './portal.ts';
import { type Actor, newWorld, type World } from './world.ts';

const portal = usePortal();
let world: World;
let maya: Client;

beforeEach(async () => {
  world = await newWorld(portal());
  maya = as(portal(), world.owner);
});

const db = <Row extends Record<string, unknown>>(statement: string, values: unknown[] = []) =>
  peek<Row>(portal().database, statement, values);

/** An address of this world’s own: a database has several in this file. */
const at = (name: string) => `${name}@${new URL(world.origin).hostname.replace('.localhost', '.example')}`;

const become = (actor: Actor, role: string) => db('update members set role = $2 where id = $1', [actor.id, role]);

async function roleId(key: string, side = 'member'): Promise<string> {
  const [row] = await db<{ id: string }>('select id from roles where workspace_id = $1 and side = $2 and key = $3', [
    world.workspaceId,
    side,
    key,
  ]);
  return row!.id;
}

const roleOf = async (actor: Actor) =>
  (await db<{ role: string }>('select role from members where id = $1', [actor.id]))[0]!.role;

async function invite(by: Client, email: string, role = 'agent', more: Record<string, string> = {}) {
  const page = '/settings/members/new';
  const sent = await by.submit(page, page, { name: 'Theo Okafor', email, role: await roleId(role), ...more });
  const [mail] = await db<{ text: string }>('select text from mails where to_address = $1 order by created_at desc', [
    email,
  ]);
  return { sent, path: /\/team-invitation\?token=[\w-]+/.exec(mail?.text ?? '')?.[0] ?? '' };
}

const asTheo = { name: 'Theo Okafor', password: 'seven blue lanterns drift' };
const join = (client: Client, path: string, name = asTheo.name) =>
  client.submit(path, '/team-invitation', { ...asTheo, name });

test('somebody who is invited to the team joins it by the link, which mail scanners may open before', async () => {
  const { sent, path } = await invite(maya, at('theo'));
  expect(sent.location).toBe('/settings/members');
  expect((await maya.get('/settings/members')).text).toContain(at('theo'));
  for (let n = 0; n < 3; n += 1) expect((await visitor(portal(), world).get(path)).status).toBe(200);
  const theo = visitor(portal(), world);
  expect((await join(theo, path)).location).toBe('/');
  expect((await theo.get('/inbox')).status).toBe(200);
  expect((await theo.get('/settings/members')).status).toBe(404);
  const [row] = await db('select name, email, role from members where email = $1', [at('theo')]);
  expect(row).toEqual({ name: 'Theo Okafor', email: at('theo'), role: 'agent' });
});

test('TRUST 34: an invitation to the team is accepted once, whoever else tries at the same time', async () => {
  const { path } = await invite(maya, at('theo'));
  // All have the form before the first of them sends it: later there is none.
  const clients = Array.from({ length: 6 }, () => visitor(portal(), world));
  const forms = await Promise.all(clients.map((client) => client.form(path, '/team-invitation')));
  const answers = await Promise.all(
    clients.map((client, n) => client.postRaw('/team-invitation', { ...forms[n], ...asTheo })),
  );
  expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1);
  expect(answers.filter((answer) => answer.status === 410)).toHaveLength(5);
  const rows = await db('select id from members where email = $1', [at('theo')]);
  expect(rows).toHaveLength(1);
});

test('TRUST 34: taken back, replaced, run out, or by somebody who has lost the right, it lets nobody in; else it does', async () => {
  const closed = async (path: string) =>
    (await join(visitor(portal(), world), path).catch(() => ({ status: 410 }))).status;
  const first = await invite(maya, at('theo'));
  const second = await invite(maya, at('theo'));
  expect(await closed(first.path)).toBe(410);
  await db("update member_invitations set expires_at = now() - interval '1 second'");
  expect(await closed(second.path)).toBe(410);
  await db("update member_invitations set expires_at = now() + interval '1 day'");
  await become(world.agent, 'admin');
  const third = await invite(as(portal(), world.agent), at('ben'), 'admin');
  for (const role of ['agent', 'manager']) {
    await become(world.agent, role);
    expect(await closed(third.path)).toBe(410);
  }
  await become(world.agent, 'admin');
  const page = '/settings/members';
  const [row] = await db<{ id: string }>('select id from member_invitations where email = $1 and revoked_at is null', [
    at('theo'),
  ]);
  await maya.submit(page, `/settings/members/invitations/${row!.id}/revocation`);
  expect(await closed(second.path)).toBe(410);
  // Control: the one whose inviter may again.
  expect((await join(visitor(portal(), world), third.path)).status).toBe(303);
});

test('TRUST 34: neither form nor address changes who joins, or as what; and nobody who is in already is invited', async () => {
  const { path } = await invite(maya, at('theo'), 'viewer');
  const theo = visitor(portal(), world);
  const fields = await theo.form(path, '/team-invitation');
  const extra = {
    role: 'owner',
    email: 'evil@elsewhere.example',
    workspaceId: world.workspaceId,
    emailVerified: 'true',
  };
  await theo.postRaw(`/team-invitation?role=owner&email=evil@elsewhere.example`, { ...fields, ...extra, name: 'Theo' });
  const rows = await db('select email, role from members where name = $1 and workspace_id = $2', [
    'Theo',
    world.workspaceId,
  ]);
  expect(rows).toEqual([{ email: at('theo'), role: 'viewer' }]);
  for (const person of [world.agent, world.dana]) {
    expect((await invite(maya, person.email)).sent.status).toBe(422);
  }
});

test('TRUST 35: nobody gives a role above their own, by any form, and an owner is out of an admin’s reach', async () => {
  await become(world.agent, 'admin');
  const priya = as(portal(), world.agent);
  const page = await priya.get('/settings/members/new');
  expect(page.text).not.toContain(await roleId('owner'));
  expect((await invite(priya, at('x'), 'owner')).sent.status).toBe(403);
  const own = `/settings/members/${world.agent.id}`;
  const boss = `/settings/members/${world.owner.id}`;
  const { _token } = await priya.form('/settings/members/new', '/settings/members/new');
  const post = async (path: string, fields: Record<string, string> = {}) =>
    (await priya.postRaw(path, { _token: _token!, _page: '/settings/members', ...fields })).status;
  const owner = { role: await roleId('owner') };
  expect(await post(`${own}/role`, owner)).toBe(403);
  expect(await post(`${boss}/role`, { role: await roleId('viewer') })).toBe(403);
  expect(await post(`${boss}/deactivation`)).toBe(403);
  expect([await roleOf(world.agent), await roleOf(world.owner)]).toEqual(['admin', 'owner']);
  // Control: the owner may, and has no form for herself.
  const given = await maya.submit(own, `${own}/role`, owner);
  expect(given.status).toBe(303);
  expect(await roleOf(world.agent)).toBe('owner');
  expect((await maya.get(boss)).text).not.toContain(`action="${boss}/`);
});

test('TRUST 35: the last owner stays, even when two owners send each other away at the same moment', async () => {
  await become(world.agent, 'owner');
  const priya = as(portal(), world.agent);
  const [ofPriya, ofMaya] = [`/settings/members/${world.agent.id}`, `/settings/members/${world.owner.id}`];
  const mayas = await maya.form(ofPriya, `${ofPriya}/deactivation`);
  const priyas = await priya.form(ofMaya, `${ofMaya}/role`);
  const both = await Promise.all([
    maya.postRaw(`${ofPriya}/deactivation`, mayas),
    priya.postRaw(`${ofMaya}/role`, { ...priyas, role: await roleId('agent') }),
  ]);
  // Whoever comes second is told that it has changed, or has been signed out already.
  expect(both.filter((answer) => answer.location?.startsWith('/settings')).length).toBe(1);
  const owners = await db("select id from members where workspace_id = $1 and role = 'owner' and disabled_at is null", [
    world.workspaceId,
  ]);
  expect(owners.length).toBeGreaterThanOrEqual(1);
});

test('TRUST 26: another role, or none, ends every session of that person at once, and the log names them', async () => {
  const priya = as(portal(), world.agent);
  const page = `/settings/members/${world.agent.id}`;
  expect((await priya.get('/inbox')).status).toBe(200);
  await maya.submit(page, `${page}/role`, { role: await roleId('manager') });
  expect((await priya.get('/inbox')).location).toContain('/sign-in');
  await db('update sessions set revoked_at = null');
  expect((await priya.get('/inbox')).status).toBe(200);
  await maya.submit(page, `${page}/deactivation`);
  await db('update sessions set revoked_at = null where identity_id = $1', [world.owner.identityId]);
  expect((await priya.get('/inbox')).location).toContain('/sign-in');
  await maya.submit(page, `${page}/reactivation`);
  await db('update sessions set revoked_at = null');
  expect((await priya.get('/inbox')).status).toBe(200);
  for (const what of ['gave {} another role', 'gave {} access', 'access to the team away from {}'])
    expect((await maya.get('/audit')).text).toContain(what.replace('{}', world.agent.name));
});

test('TRUST 26, control: were an ended session not asked for, the old one would go on under the new role', async () => {
  const priya = as(portal(), world.agent);
  const page = `/settings/members/${world.agent.id}`;
  await maya.submit(page, `${page}/role`, { role: await roleId('manager') });
  const off = { of: 'app.session_lives', from: /revoked_at is null and/, to: '' };
  await whileSaying(portal().database, off, async () => {
    expect((await priya.get('/inbox')).status).toBe(200);
  });
  expect((await priya.get('/inbox')).location).toContain('/sign-in');
});

const newRole = async (client: Client, like: string, name = 'Contractor') => {
  const form = '/settings/roles/new?side=member';
  const added = await client.submit(form, '/settings/roles', { name, like: await roleId(like) });
  return { added, id: new URL(added.location ?? '/?role=', 'http://x').searchParams.get('role') ?? '' };
};

test('a role of one’s own is added, given rights, held by people from their next page on, and deleted when nobody has it', async () => {
  const { id } = await newRole(maya, 'viewer');
  await become(world.agent, id);
  const priya = as(portal(), world.agent);
  expect((await priya.get('/settings')).status).toBe(404);
  const page = `/settings/roles?side=member&role=${id}`;
  const form = `/settings/roles/${id}`;
  const rights = { name: 'Contractor', reach: 'assigned', right: ['customers.see', 'settings.manage', 'not.a_right'] };
  expect((await maya.submit(page, form, rights)).status).toBe(303);
  expect((await priya.get('/settings')).status).toBe(200);
  expect((await priya.get(`/customers/${world.accountId}`)).status).toBe(404);
  expect((await maya.get(page)).text).toContain('Priya Raman has this role.');
  expect((await maya.get('/settings')).text).toContain('changed a role: one right given');
  const token = await maya.form(page, form);
  expect((await maya.postRaw(`${form}/removal`, token)).status).toBe(409);
  await become(world.agent, 'agent');
  // Nor while somebody is invited with it, or a provider gives it to newcomers; who once came by an invitation keeps nothing.
  const key = '(select key from roles where workspace_id = $1 and id = $2)';
  for (const [given, over] of [
    [
      `insert into member_invitations (workspace_id, id, name, email, role, token_hash, expires_at)
         values ($1, gen_random_uuid(), 'Ann Asked', 'ann@asked.example', ${key}, 'h', now())`,
      'update member_invitations set accepted_at = now() where workspace_id = $1',
    ],
    [
      `insert into sso_connections (workspace_id, id, kind, name, default_role)
         values ($1, gen_random_uuid(), 'saml', 'Okta of ours', ${key})`,
      "update sso_connections set default_role = 'agent' where workspace_id = $1",
    ],
  ] as const) {
    await db(given, [world.workspaceId, id]);
    expect((await maya.postRaw(`${form}/removal`, await maya.form(page, form))).status).toBe(409);
    expect((await maya.get(page)).text).toMatch(/single sign-on give it: (Ann Asked|Okta of ours)/);
    await db(over, [world.workspaceId]);
  }
  expect((await maya.submit(page, `${form}/removal`)).status).toBe(303);
  expect(await db('select id from roles where id = $1', [id])).toEqual([]);
});

test('TRUST 35: nobody puts a right into a role that they lack, or changes a role that has more than theirs', async () => {
  await become(world.agent, 'admin');
  const priya = as(portal(), world.agent);
  expect((await newRole(priya, 'owner')).added.status).toBe(403);
  const { id } = await newRole(priya, 'agent');
  await db(
    "update roles set rights = '{customers.see,members.manage,roles.manage}' where workspace_id = $1 and key = 'admin'",
    [world.workspaceId],
  );
  const page = `/settings/roles?side=member&role=${id}`;
  const { _token } = await priya.form('/settings/members/new', '/settings/members/new');
  const change = (client: Client, fields: Record<string, string>, right: string[]) =>
    client.postRaw(`/settings/roles/${id}`, { ...fields, name: 'Contractor', reach: 'all', right });
  const mine = { _token: _token!, _page: page };
  // The role has come to hold more than an admin does now.
  expect((await change(priya, mine, ['customers.see'])).status).toBe(403);
  await db("update roles set rights = '{customers.see}' where id = $1", [id]);
  expect((await change(priya, mine, ['customers.see', 'settings.manage'])).status).toBe(403);
  // Controls: what an admin has they may give, and the owner may give all of it.
  expect((await change(priya, mine, ['customers.see', 'members.manage'])).status).toBe(303);
  const owners = await maya.form(page, `/settings/roles/${id}`);
  expect((await change(maya, owners, ['customers.see', 'settings.manage'])).status).toBe(303);
});

test('of an invitation to the team and one to a customer that are taken up at once one lets in; nobody is on both sides', async () => {
  const { database } = portal();
  const email = at('both');
  // Somebody who has been here, and is nobody’s now.
  const identity = '01900000-0000-7000-8000-00000000b07b';
  await db(
    `insert into identities (workspace_id, id, email, email_verified, name) values ($1, $2, $3, true, 'Theo Okafor')`,
    [world.workspaceId, identity, email],
  );
  const team = await invite(maya, email);
  const page = `/customers/${world.accountId}/contacts/new`;
  await maya.submit(page, page, { contact_name: 'Theo Okafor', email, role: 'contributor' });
  const [mail] = await db<{ text: string }>(
    "select text from mails where to_address = $1 and text like '%/invitation?token=%' order by created_at desc",
    [email],
  );
  const customer = /\/invitation\?token=[\w-]+/.exec(mail!.text)![0];
  const [one, other] = [visitor(portal(), world), visitor(portal(), world)];
  const forms = [await one.form(team.path, '/team-invitation'), await other.form(customer, '/invitation')];
  const blocker = new pg.Client({ connectionString: database.superuser });
  await blocker.connect();
  await blocker.query('begin');
  await blocker.query('select from identities where id = $1 for update', [identity]);
  const both = [
    one.postRaw('/team-invitation', { ...forms[0], ...asTheo }),
    other.postRaw('/invitation', { ...forms[1], ...asTheo }),
  ];
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await db(waiting)).length, { interval: 20 }).toBe(2);
  await blocker.query('rollback');
  await blocker.end();
  await Promise.all(both);
  const sides = await db<{ side: string }>(
    `select 'member' as side from members where identity_id = $1 union all select 'contact' from contacts where identity_id = $1`,
    [identity],
  );
  expect(sides).toHaveLength(1);
});

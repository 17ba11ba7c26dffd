import { readFileSync } from 'node:fs';
import pg from 'pg';
import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
const ask = { subject: 'The lights are out', urgency: 'slows', body: 'All of them.' };

const one = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row> =>
  (await peek<Row>(portal().database, text, values))[0]!;
const rowsOf = (world: World, table: string, accountId: string) =>
  one<{ n: number }>(`select count(*)::int as n from ${table} where workspace_id = $1 and account_id = $2`, [
    world.workspaceId,
    accountId,
  ]).then((row) => row.n);

test('a merge says what moves, moves everything, and the old address leads to the new one', async () => {
  const world = await newWorld(portal());
  const { accountId: from, rivalAccountId: into } = world;
  const maya = as(portal(), world.owner);
  const dana = as(portal(), world.dana);
  await dana.submit('/support/new', '/support', { ...ask, files: { name: 'a.txt', content: 'a' } });
  await maya.submit('/inbox/1', '/inbox/1/replies', { body: 'We look.', outcome: 'wait' });
  await maya.submit('/inbox/1?mode=note', '/inbox/1/notes', { body: 'Ours alone.' });
  await as(portal(), world.rival).submit('/support/new', '/support', ask);
  // Ines is at both, with one address and one login.
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email)
       values ($1, gen_random_uuid(), $2, $3, 'Ines D.', $4)`,
    [world.workspaceId, from, world.rival.identityId, world.rival.email],
  );
  const page = `/customers/${from}/merging`;
  const summary = await maya.get(`${page}?into=${into}`);
  expect(summary.text).toContain('3 contacts');
  expect(summary.text).toContain('is at both: they become one person');
  expect(summary.text).toContain('One ticket, one of them open');
  const form = await maya.form(`${page}?into=${into}`, page);
  expect((await maya.postRaw(page, { ...form, into })).status).toBe(422);
  const done = await maya.postRaw(page, { ...form, into, sure: 'yes' });
  expect(done.location).toBe(`/customers/${into}`);
  for (const table of ['tickets', 'replies', 'internal_notes', 'invitations', 'account_members'])
    expect(await rowsOf(world, table, from), table).toBe(0);
  expect(await rowsOf(world, 'tickets', into)).toBe(2);
  expect(await rowsOf(world, 'internal_notes', into)).toBe(1);
  expect(await rowsOf(world, 'account_members', into)).toBe(1);
  expect((await maya.get(`/customers/${from}`)).location).toBe(`/customers/${into}`);
  const theirs = await as(portal(), world.rival).get('/support?view=all');
  expect(theirs.text).toContain('/support/1');
  expect((await as(portal(), world.rival).get('/support/1')).text).toContain('We look.');
  // The log was not rewritten, and is told where the customer is now.
  expect(await rowsOf(world, 'events', from)).toBeGreaterThan(2);
  expect((await maya.get(`/customers/${into}`)).text).toContain('merged another customer into this one');
  const [names] = await peek<{ gone: string }>(portal().database, 'select name as gone from accounts where id = $1', [
    from,
  ]);
  expect((await maya.get('/audit?area=account')).text).toContain(`merged ${names!.gone} into this one`);
});

test('who moved to a customer that becomes one with the old one is there again, and lists are read as ever', async () => {
  const world = await newWorld(portal());
  const { accountId: home, rivalAccountId: away } = world;
  const maya = as(portal(), world.owner);
  const entry = `/customers/${home}/contacts/${world.dana.id}`;
  const moving = await maya.form(`${entry}/details`, `${entry}/details`);
  expect((await maya.postRaw(`${entry}/move`, { ...moving, into: away, sure: 'yes' })).status).toBe(303);
  const page = `/customers/${away}/merging`;
  const form = await maya.form(`${page}?into=${home}`, page);
  expect((await maya.postRaw(page, { ...form, into: home, sure: 'yes' })).location).toBe(`/customers/${home}`);
  expect(
    await one('select identity_id, continues_as, disabled_at from contacts where id = $1', [world.dana.id]),
  ).toEqual({ identity_id: world.dana.identityId, continues_as: null, disabled_at: null });
  const file = { name: 'list.csv', content: `Company,Name,Email\nAcme Robotics,Dana,${world.dana.email}` };
  const { location } = await maya.submit('/customers/import', '/customers/import', { file });
  expect((await maya.get(location!)).status).toBe(200);
  // Even one that leads to itself, as a merge once left it.
  await peek(portal().database, 'update contacts set continues_as = id where id = $1', [world.dana.id]);
  expect((await maya.get(location!)).status).toBe(200);
});

/** Makes one customer part of another, as the owner. */
async function becomeOne(world: World, from: string, into: string): Promise<void> {
  const maya = as(portal(), world.owner);
  const page = `/customers/${from}/merging`;
  const form = await maya.form(`${page}?into=${into}`, page);
  expect((await maya.postRaw(page, { ...form, into, sure: 'yes' })).location).toBe(`/customers/${into}`);
}

test('who comes back with a customer that becomes one with their old one has the role they had last, and not the one from before', async () => {
  const world = await newWorld(portal());
  const { accountId: home, rivalAccountId: away } = world;
  const maya = as(portal(), world.owner);
  await peek(portal().database, "update contacts set role = 'account_admin', title = 'Head' where id = $1", [
    world.dana.id,
  ]);
  const entry = `/customers/${home}/contacts/${world.dana.id}`;
  const moving = await maya.form(`${entry}/details`, `${entry}/details`);
  expect((await maya.postRaw(`${entry}/move`, { ...moving, into: away, sure: 'yes' })).status).toBe(303);
  await peek(
    portal().database,
    "update contacts set role = 'viewer', title = 'Adviser' where account_id = $1 and identity_id = $2",
    [away, world.dana.identityId],
  );
  await becomeOne(world, away, home);
  expect(
    await one('select role, title, disabled_at, came_back_from from contacts where id = $1', [world.dana.id]),
  ).toEqual({
    role: 'viewer',
    title: 'Adviser',
    disabled_at: null,
    came_back_from: null,
  });
});

test('a merge of two customers leaves a merge of two entries as it is: one login, one entry that lives, and its role', async () => {
  const world = await newWorld(portal());
  const { accountId: stays, rivalAccountId: gone } = world;
  const maya = as(portal(), world.owner);
  // Dana's former entry was merged into a new one, which may less; at the other customer she is known by the former address.
  const [kept] = await peek<{ id: string }>(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, name, email, role, created_at)
     values ($1, gen_random_uuid(), $2, 'Dana W.', 'dana.new@acme.example', 'viewer', now()) returning id`,
    [world.workspaceId, stays],
  );
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  const merging = `/customers/${stays}/contacts/${world.dana.id}/merging`;
  expect((await maya.submit(`${merging}?into=${kept!.id}`, merging, { sure: 'yes' })).status).toBe(303);
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email, role)
     values ($1, gen_random_uuid(), $2, $3, 'Dana Whitfield', $4, 'contributor')`,
    [world.workspaceId, gone, world.dana.identityId, world.dana.email],
  );
  await becomeOne(world, gone, stays);
  const live = await peek(
    portal().database,
    'select id, role from contacts where workspace_id = $1 and identity_id = $2 and disabled_at is null',
    [world.workspaceId, world.dana.identityId],
  );
  expect(live).toEqual([{ id: kept!.id, role: 'viewer' }]);
  expect(await one('select continues_as from contacts where id = $1', [world.dana.id])).toEqual({
    continues_as: kept!.id,
  });
});

test('of two entries the one who joined goes on, with name, role and title, and the page before says whose role becomes which; control: who joined at both is who they are where they stay', async () => {
  const world = await newWorld(portal());
  const { accountId: gone, rivalAccountId: stays } = world;
  const both = async (who: { email: string }, name: string, identity: string | null) =>
    peek(
      portal().database,
      `insert into contacts (workspace_id, id, account_id, identity_id, name, email, role, title)
       values ($1, gen_random_uuid(), $2, $3, $4, $5, 'contributor', 'Guest')`,
      [world.workspaceId, stays, identity, name, who.email],
    );
  await both(world.dana, 'Dana', null);
  await both(world.viewer, 'Luis at Globex', world.viewer.identityId);
  await peek(
    portal().database,
    "update contacts set role = 'account_admin', title = 'Head', name = 'Dana Whitfield' where id = $1",
    [world.dana.id],
  );
  const { text } = await as(portal(), world.owner).get(`/customers/${gone}/merging?into=${stays}`);
  const words = text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  expect(words).toMatch(
    /Dana Whitfield at [^:]+: Account admin\. At [^:]+: Can ask and answer\. From then on: Account admin\./,
  );
  expect(words).toMatch(
    /Luis at Globex at [^:]+: [^.]+\. At [^:]+: Can ask and answer\. From then on: Can ask and answer\./,
  );
  await becomeOne(world, gone, stays);
  const now = (email: string) =>
    one('select name, role, title from contacts where account_id = $1 and email = $2', [stays, email]);
  expect(await now(world.dana.email)).toEqual({ name: 'Dana Whitfield', role: 'account_admin', title: 'Head' });
  expect(await now(world.viewer.email)).toEqual({ name: 'Luis at Globex', role: 'contributor', title: 'Guest' });
});

test('whom a merge once left going on as themselves is shown again by the migration that mends it', async () => {
  const world = await newWorld(portal());
  await peek(portal().database, 'update contacts set continues_as = id, disabled_at = now() where id = $1', [
    world.dana.id,
  ]);
  const page = `/customers/${world.accountId}`;
  const maya = as(portal(), world.owner);
  expect((await maya.get(page)).text).not.toContain(world.dana.id);
  const mend = /^update contacts set continues_as = null .*;$/m.exec(
    readFileSync('migrations/0621-merged-as-who-they-are-now.sql', 'utf8'),
  )![0];
  const owner = new pg.Client({ connectionString: portal().database.owner });
  await owner.connect();
  await owner.query(mend);
  await owner.end();
  expect((await maya.get(page)).text).toContain(world.dana.id);
});

test('what happened before a merge is read by the account that took it over, and by no other; control: the team reads all', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  await as(portal(), world.dana).submit('/support/new', '/support', ask);
  await maya.submit('/inbox/1', '/inbox/1/triage', { status: 'solved' });
  const page = `/customers/${world.accountId}/merging`;
  const thread = () => as(portal(), world.rival).get('/support/1');
  expect((await thread()).status).toBe(404);
  const form = await maya.form(`${page}?into=${world.rivalAccountId}`, page);
  await maya.postRaw(page, { ...form, into: world.rivalAccountId, sure: 'yes' });
  expect((await thread()).text).toContain('solved');
});

test('every page of a customer who became part of one that became part of another leads to where it is now; control: for who does not see that one, nowhere', async () => {
  const world = await newWorld(portal());
  const { accountId: first, rivalAccountId: second } = world;
  const last = await one<{ id: string }>(
    "insert into accounts (workspace_id, id, name, short_name) values ($1, gen_random_uuid(), 'Third', 'Third') returning id",
    [world.workspaceId],
  );
  await becomeOne(world, first, second);
  await becomeOne(world, second, last.id);
  const maya = as(portal(), world.owner);
  expect((await maya.get(`/customers/${first}`)).location).toBe(`/customers/${last.id}`);
  for (const rest of [`/contacts/${world.dana.id}`, '/details', '/contacts?find=dana']) {
    expect((await maya.get(`/customers/${first}${rest}`)).location).toBe(`/customers/${last.id}${rest}`);
    expect((await maya.get(`/customers/${last.id}${rest}`)).status).toBe(200);
  }
  // Who is limited to their customers has never seen the first one.
  await peek(
    portal().database,
    "update roles set reach = 'assigned' where workspace_id = $1 and side = 'member' and key = 'agent'",
    [world.workspaceId],
  );
  const agent = as(portal(), world.agent);
  await peek(portal().database, 'delete from account_members where workspace_id = $1', [world.workspaceId]);
  expect((await agent.get(`/customers/${first}`)).status).toBe(404);
  await peek(
    portal().database,
    "insert into account_members (workspace_id, account_id, member_id, role) values ($1, $2, $3, 'lead')",
    [world.workspaceId, last.id, world.agent.id],
  );
  expect((await agent.get(`/customers/${first}`)).location).toBe(`/customers/${last.id}`);
});

test('nothing is merged across a legal hold; control: released, it is', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const page = `/customers/${world.accountId}/merging`;
  const hold = `insert into legal_holds (workspace_id, id, account_id, reason) values ($1, gen_random_uuid(), $2, 'A case')`;
  await peek(portal().database, hold, [world.workspaceId, world.rivalAccountId]);
  const form = await maya.form(`${page}?into=${world.rivalAccountId}`, page);
  const fields = { ...form, into: world.rivalAccountId, sure: 'yes' };
  const refused = await maya.postRaw(page, fields);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('A legal hold lies on one of them');
  await peek(portal().database, 'update legal_holds set released_at = now() where workspace_id = $1', [
    world.workspaceId,
  ]);
  // Nor where one of two providers would be gone with all who sign in there.
  for (const account of [world.accountId, world.rivalAccountId])
    await peek(
      portal().database,
      `insert into sso_connections (workspace_id, id, account_id, kind, name, default_role)
         values ($1, gen_random_uuid(), $2, 'oidc', 'Okta', 'contributor')`,
      [world.workspaceId, account],
    );
  const both = await maya.postRaw(page, { ...fields, _once: 'a-third-once-key' });
  expect([both.status, both.text.includes('Both have their own single sign-on')]).toEqual([422, true]);
  await peek(portal().database, 'delete from sso_connections where account_id = $1', [world.rivalAccountId]);
  // A number that only the one had is the other's from now on, and may be changed and changed back.
  await peek(portal().database, "update accounts set reference = 'K-7' where id = $1", [world.accountId]);
  expect((await maya.postRaw(page, { ...fields, _once: 'another-once-key' })).status).toBe(303);
  const details = `/customers/${world.rivalAccountId}/details`;
  expect((await maya.get(details)).text).toContain('value="K-7"');
});

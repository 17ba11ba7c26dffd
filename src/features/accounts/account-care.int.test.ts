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

test('the details of a customer are changed, shown, and written down', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const page = `/customers/${world.accountId}/details`;
  const facts = { name: 'Acme Robotics, Inc.', shortName: '', place: 'Austin, Texas', website: 'acme.example' };
  const saved = await maya.submit(page, page, { ...facts, reference: 'K-100', phone: '+1 206 555 0100' });
  expect(saved.status).toBe(303);
  const { text } = await maya.get(`/customers/${world.accountId}`);
  for (const fact of ['Austin, Texas', 'https://acme.example', 'K-100', '+1 206 555 0100'])
    expect(text).toContain(fact);
  const event = await one<{ data: object }>("select data from events where kind = 'account.changed'");
  expect(event.data).toMatchObject({
    changed: ['name', 'shortName', 'website', 'phone', 'place', 'reference'],
    changes: { name: { from: 'Acme Robotics', to: 'Acme Robotics, Inc.' }, place: { from: '', to: 'Austin, Texas' } },
  });
});

test('what is wrong with a detail stands beside it, and everything typed is still there', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const page = `/customers/${world.accountId}/details`;
  const other = `/customers/${world.rivalAccountId}/details`;
  await maya.submit(other, other, { name: 'Harbor Pine', reference: 'K-7' });
  const wrong = { name: '', website: 'javascript:alert(1)', phone: 'call me', reference: 'k-7', place: 'Here' };
  const answer = await maya.submit(page, page, wrong);
  expect(answer.status).toBe(422);
  for (const words of ['Give the company a name', 'not a web address', 'not a phone number', 'value="Here"'])
    expect(answer.text).toContain(words);
  const taken = await maya.submit(page, page, { name: 'Acme', reference: 'k-7' });
  expect(taken.text).toContain('Another customer has this number');
  const unseen = await maya.submit(page, page, { name: 'Acme \u202eknaB' });
  expect([unseen.status, unseen.text.includes('a character in it that nobody can see')]).toEqual([422, true]);
});

test('an agent sees a customer and does not change it; control: the owner does', async () => {
  const world = await newWorld(portal());
  const priya = as(portal(), world.agent);
  for (const path of ['details', 'team', 'archival', 'merging']) {
    expect((await priya.get(`/customers/${world.accountId}/${path}`)).status, path).toBe(403);
    expect((await as(portal(), world.owner).get(`/customers/${world.accountId}/${path}`)).status, path).toBe(200);
  }
  expect((await priya.get(`/customers/${world.accountId}`)).text).not.toContain(
    `/customers/${world.accountId}/details`,
  );
});

test('members join the account team, get a role, rise to lead it, and leave', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const page = `/customers/${world.accountId}/team`;
  const lead = async () => (await as(portal(), world.dana).get('/')).text;
  expect((await maya.submit(page, page, { member: world.agent.id, role: 'Engineer' })).status).toBe(303);
  await maya.submit(page, `${page}/${world.agent.id}/role`, { role: 'Web engineer' });
  await maya.submit(page, `${page}/${world.agent.id}/rise`);
  const order = await peek<{ member_id: string; role: string }>(
    portal().database,
    'select member_id, role from account_members where account_id = $1 order by position',
    [world.accountId],
  );
  expect(order).toEqual([
    { member_id: world.agent.id, role: 'Web engineer' },
    { member_id: world.owner.id, role: 'Account lead' },
  ]);
  expect(await lead()).toContain('Priya Raman');
  await maya.submit(page, `${page}/${world.agent.id}/removal`);
  expect(await lead()).not.toContain('Priya Raman');
});

test('an account that is put away lets nobody in, and brought back lets in whoever was in before', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const home = `/customers/${world.accountId}`;
  await peek(portal().database, 'update contacts set disabled_at = now() where id = $1', [world.viewer.id]);
  expect((await as(portal(), world.dana).get('/support')).status).toBe(200);
  const page = await maya.get(`${home}/archival`);
  expect(page.text).toContain('One person of theirs loses access at once');
  await maya.submit(`${home}/archival`, `${home}/archival`);
  expect((await as(portal(), world.dana).get('/support')).location).toContain('/sign-in');
  const listed = `href="${home}"`;
  expect((await maya.get('/customers')).text).not.toContain(listed);
  expect((await maya.get('/customers?view=archived')).text).toContain(listed);
  expect((await maya.get(`${home}/contacts/new`)).status).toBe(404);
  // Who was forgotten meanwhile is nobody to let in.
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, name, email, disabled_at, closed_with_account_at, forgotten_at, forgotten_as)
       values ($1, gen_random_uuid(), $2, 'Anonym 1', 'x@forgotten.invalid', now(), now(), now(), 'anonymised')`,
    [world.workspaceId, world.accountId],
  );
  await maya.submit(home, `${home}/restoration`);
  const back = await peek<{ id: string }>(
    portal().database,
    'select id from contacts where account_id = $1 and disabled_at is null',
    [world.accountId],
  );
  expect(back).toEqual([{ id: world.dana.id }]);
});

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
});

test('who moved to a customer that becomes one with the old one is there again, and lists are read as ever', async () => {
  const world = await newWorld(portal());
  const { accountId: home, rivalAccountId: away } = world;
  const maya = as(portal(), world.owner);
  const entry = `/customers/${home}/contacts/${world.dana.id}`;
  const moving = await maya.form(`${entry}/details`, `${entry}/details`);
  expect((await maya.postRaw(`${entry}/move`, { ...moving, into: away })).status).toBe(303);
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
  expect((await maya.postRaw(`${entry}/move`, { ...moving, into: away })).status).toBe(303);
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
  expect((await maya.submit(merging, merging, { into: kept!.id })).status).toBe(303);
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

test('every table that names an account or a contact can be carried along by a merge', async () => {
  const stuck = await peek<{ name: string }>(
    portal().database,
    `select distinct c.conrelid::regclass::text as name from pg_constraint c
       join pg_class t on t.oid = c.conrelid join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
     where c.contype = 'f' and c.connamespace = 'public'::regnamespace
       and (a.attname = 'account_id' or c.confrelid = 'contacts'::regclass)
       and ((a.attname = 'account_id' and not c.condeferrable)
         or not exists (select from pg_policy p where p.polrelid = t.oid and t.relowner = any (p.polroles) and p.polcmd in ('*', 'w')))
     order by 1`,
  );
  expect(stuck).toEqual([]);
});

test('a person and a company are found although they are misspelt', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const found = await maya.get('/customers?q=Witfield');
  expect(found.text).toContain(`/customers/${world.accountId}/contacts/${world.dana.id}`);
  expect((await maya.get('/customers?q=robtics')).text).toContain(`/customers/${world.accountId}"`);
  expect((await maya.get('/customers?q=zzzzqqqq')).text).toContain('No customer matches');
});

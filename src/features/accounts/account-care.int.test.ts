import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
const _ask = { subject: 'The lights are out', urgency: 'slows', body: 'All of them.' };

const one = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row> =>
  (await peek<Row>(portal().database, text, values))[0]!;
const _rowsOf = (world: World, table: string, accountId: string) =>
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
  const { text } = await maya.get(`/customers/${world.accountId}`);
  for (const words of ['added Priya Raman to the account team', 'took Priya Raman off the account team'])
    expect(text).toContain(words);
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

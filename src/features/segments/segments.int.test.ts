import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { field, inIt, make, note, query } from './segments.testing.ts';

const portal = usePortal();

test('a segment by rule holds whom it describes, and says how many before it is saved', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const draft = query({ name: 'Robots', match: 'all', on0: 'name', op0: 'begins', v0: 'acmé' });
  const looked = await maya.get(`/customers/segments/new?${draft}`);
  expect(looked.text).toContain('1 customer');
  expect(looked.text).toContain('Acme Robotics');
  expect(looked.text).not.toContain('Harbor Pine');
  const address = await make(maya, { name: 'Robots', on0: 'name', op0: 'begins', v0: 'acmé' });
  expect(await inIt(portal(), world, address)).toEqual(['Acme Robotics']);
  const page = await maya.get(`${address}?find=a`);
  expect(page.text).toContain('Acme Robotics is in.');
  expect(page.text).toContain('Harbor Pine is not in.');
  expect(page.text).toContain('Name begins with “acmé”');
  // Another row without scripts: what was said stands in the address.
  const more = await maya.submit('/customers/segments/new', '/customers/segments', { name: '', kind: 'rule' });
  expect(more.status).toBe(422);
  expect(more.text).toContain('Give it a name.');
  expect(more.text).toContain('Add at least one condition.');
  const token = await maya.form('/customers/segments/new', '/customers/segments');
  const added = await maya.postRaw('/customers/segments/draft', { ...token, name: 'Later', add: 'plan', match: 'any' });
  expect(added.location).toMatch(/^\/customers\/segments\/new\?name=Later.*match=any.*on0=plan&op0=any$/);
});

test('every kind of field and fact can be asked, with what fits it', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const ids = {
    text: await field(portal(), world, maya, { kind: 'text', label: 'Code' }),
    number: await field(portal(), world, maya, { kind: 'number', label: 'Seats' }),
    date: await field(portal(), world, maya, { kind: 'date', label: 'Ends' }),
    choice: await field(portal(), world, maya, { kind: 'choice', label: 'Tier', choices: 'Gold\nSilver' }),
    person: await field(portal(), world, maya, { kind: 'person', label: 'Deputy' }),
  };
  const soon = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  const values = { text: 'x9', number: '12.5', date: soon, choice: 'Gold', person: world.agent.id };
  const form = `/customers/${world.accountId}/fields`;
  const given = Object.entries(values).map(([kind, value]) => [`f-${ids[kind as 'text']}`, value]);
  expect((await maya.submit(form, form, Object.fromEntries(given))).status).toBe(303);
  const acme = ['Acme Robotics'];
  const pine = ['Harbor Pine'];
  const cases: [on: string, op: string, v: string | string[], expected: string[]][] = [
    [`field:${ids.text}`, 'is', 'X9', acme],
    [`field:${ids.text}`, 'not', 'X9', pine],
    [`field:${ids.text}`, 'lacks', 'x', pine],
    [`field:${ids.text}`, 'empty', '', pine],
    [`field:${ids.number}`, 'over', '12', acme],
    [`field:${ids.number}`, 'under', '12', []],
    [`field:${ids.number}`, 'is', '12.50', acme],
    [`field:${ids.date}`, 'ahead', '11', acme],
    [`field:${ids.date}`, 'ahead', '5', []],
    [`field:${ids.date}`, 'within', '30', []],
    [`field:${ids.date}`, 'after', '2020-01-01', acme],
    [`field:${ids.choice}`, 'any', ['Silver', 'Gold'], acme],
    [`field:${ids.choice}`, 'none', 'Gold', pine],
    [`field:${ids.person}`, 'any', world.agent.id, acme],
    [`field:${ids.person}`, 'filled', '', acme],
    ['team', 'any', world.owner.id, acme],
    ['team', 'empty', '', pine],
    ['people', 'over', '1', acme],
    ['joined', 'is', '1', pine],
    ['domain', 'has', 'example', [...acme, ...pine]],
    ['created', 'within', '3', [...acme, ...pine]],
    ['activity', 'longer', '3', []],
    ['status', 'any', 'archived', []],
    ['plan', 'empty', '', [...acme, ...pine]],
  ];
  for (const [n, [on, op, v, expected]] of cases.entries()) {
    const address = await make(maya, { name: `Case ${n}`, on0: on, op0: op, v0: v });
    expect(await inIt(portal(), world, address), `${on} ${op} ${v}`).toEqual(expected);
  }
});

test('a change of what a rule looks at is followed, and a change of something else is not even looked at', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const tier = await field(portal(), world, maya, { kind: 'choice', label: 'Tier', choices: 'Gold\nSilver' });
  const gold = await make(maya, { name: 'Gold', on0: `field:${tier}`, op0: 'any', v0: 'Gold' });
  expect(await inIt(portal(), world, gold)).toEqual([]);
  const jobs = async () =>
    (
      await peek<{ n: number }>(
        portal().database,
        "select count(*)::int as n from graphile_worker.jobs where task_identifier = 'segments.weigh'",
      )
    )[0]!.n;
  expect(await jobs()).toBe(0);
  // The rule does not look at people: nobody is weighed for one.
  const invite = `/customers/${world.accountId}/contacts/new`;
  await maya.submit(invite, invite, { contact_name: 'New', email: 'new@acme.example', role: 'viewer' });
  expect(await jobs()).toBe(0);
  await note(maya, world.accountId, tier, 'Gold');
  expect(await jobs()).toBe(1);
  await portal().workJobs();
  expect(await inIt(portal(), world, gold)).toEqual(['Acme Robotics']);
  expect((await maya.get(`/customers/${world.accountId}`)).text).toContain('into the segment Gold');
  await note(maya, world.accountId, tier, 'Silver');
  await portal().workJobs();
  expect(await inIt(portal(), world, gold)).toEqual([]);
  const kinds = await peek<{ kind: string }>(
    portal().database,
    `select kind from events where workspace_id = $1 and kind like 'segment.%' order by seq`,
    [world.workspaceId],
  );
  expect(kinds.map((row) => row.kind)).toEqual(['segment.defined', 'segment.entered', 'segment.left']);
});

test('whom somebody picked is in or out whatever the rule says, until the day that was named', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const address = await make(maya, { name: 'Robots', on0: 'name', op0: 'has', v0: 'robot' });
  const picks = `${address}/picks`;
  const gone = { account: world.rivalAccountId, way: 'in', until: '2020-01-01' };
  expect((await maya.submit(`${address}?find=pine`, picks, gone)).status).toBe(422);
  const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  await maya.submit(`${address}?find=pine`, picks, { ...gone, until });
  await maya.submit(`${address}?find=acme`, picks, { account: world.accountId, way: 'out' });
  expect(await inIt(portal(), world, address)).toEqual(['Harbor Pine']);
  const page = await maya.get(`${address}?find=acme`);
  expect(page.text).toContain('Somebody said: never in.');
  expect(page.text).toContain('Harbor Pine: always in');
  await peek(
    portal().database,
    "update segment_picks set until = current_date - 2 where way = 'in' and workspace_id = $1",
    [world.workspaceId],
  );
  const { chores } = await import('./index.ts');
  // Today they have been weighed. The day after, where the business is, they are once more.
  await chores[0]!.run(portal().platform);
  expect(await inIt(portal(), world, address)).toEqual(['Harbor Pine']);
  await peek(portal().database, "update segments set weighed_at = now() - interval '1 day' where workspace_id = $1", [
    world.workspaceId,
  ]);
  await chores[0]!.run(portal().platform);
  expect(await inIt(portal(), world, address)).toEqual([]);
  await maya.submit(address, picks, { account: world.accountId, way: 'none' });
  expect(await inIt(portal(), world, address)).toEqual(['Acme Robotics']);
});

test('a field that is put away opens nothing to anybody, and back again it does as before', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const tier = await field(portal(), world, maya, { kind: 'choice', label: 'Tier', choices: 'Gold\nSilver' });
  await note(maya, world.accountId, tier, 'Gold');
  const address = await make(maya, { name: 'Gold', on0: `field:${tier}`, op0: 'any', v0: 'Gold' });
  expect(await inIt(portal(), world, address)).toEqual(['Acme Robotics']);
  await maya.submit('/settings/fields', `/settings/fields/${tier}/archival`);
  await portal().workJobs();
  expect(await inIt(portal(), world, address)).toEqual([]);
  // The first page says what was done.
  await maya.get('/settings/fields');
  await maya.submit('/settings/fields', `/settings/fields/${tier}/restoration`);
  await portal().workJobs();
  expect(await inIt(portal(), world, address)).toEqual(['Acme Robotics']);
});

test('a list by hand holds whom somebody put there, and a customer who is put away leaves until they are back', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const made = await maya.submit('/customers/segments/new?kind=hand', '/customers/segments', { name: 'Friends' });
  const address = made.location!;
  await maya.submit(`${address}?find=acme`, `${address}/picks`, { account: world.accountId, way: 'in' });
  expect(await inIt(portal(), world, address)).toEqual(['Acme Robotics']);
  const away = `/customers/${world.accountId}/archival`;
  await maya.submit(away, away);
  await portal().workJobs();
  expect(await inIt(portal(), world, address)).toEqual([]);
  await maya.submit(`/customers/${world.accountId}`, `/customers/${world.accountId}/restoration`);
  await portal().workJobs();
  expect(await inIt(portal(), world, address)).toEqual(['Acme Robotics']);
});

test('two customers become one: its segments are those of the one that stays', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const robots = await make(maya, { name: 'Robots', on0: 'name', op0: 'has', v0: 'robot' });
  const hand = (await maya.submit('/customers/segments/new?kind=hand', '/customers/segments', { name: 'Friends' }))
    .location!;
  await maya.submit(`${hand}?find=acme`, `${hand}/picks`, { account: world.accountId, way: 'in' });
  const merging = `/customers/${world.accountId}/merging`;
  const merged = await maya.submit(`${merging}?into=${world.rivalAccountId}`, merging, {
    into: world.rivalAccountId,
    sure: 'yes',
  });
  expect(merged.status).toBe(303);
  await portal().workJobs();
  expect(await inIt(portal(), world, robots)).toEqual([]);
  expect(await inIt(portal(), world, hand)).toEqual(['Harbor Pine']);
});

test('only whoever decides what customers see makes segments; the team sees them, and customers never', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const address = await make(maya, { name: 'Robots', on0: 'name', op0: 'has', v0: 'robot' });
  const priya = as(portal(), world.agent);
  const page = await priya.get(address);
  expect(page.text).toContain('Acme Robotics');
  expect(page.text).not.toContain(`${address}/rule`);
  expect((await priya.get('/customers/segments/new')).status).toBe(403);
  expect((await priya.get(`${address}/rule`)).status).toBe(403);
  const token = await maya.form(`${address}/rule`, address);
  expect(
    (await priya.postRaw(address, { ...(await priya.form('/account', '/preferences')), name: 'Mine' })).status,
  ).toBe(403);
  // The control: the same form, sent by who may.
  const fields = { ...token, name: 'Machines', match: 'all', on0: 'name', op0: 'has', v0: 'harbor' };
  expect((await maya.postRaw(address, fields)).status).toBe(303);
  expect(await inIt(portal(), world, address)).toEqual(['Harbor Pine']);
  const dana = as(portal(), world.dana);
  for (const path of ['/customers/segments', address]) expect((await dana.get(path)).status).toBe(404);
  const [defined] = await peek<{ data: { changes: object; came: number; left: number } }>(
    portal().database,
    `select data from events where workspace_id = $1 and kind = 'segment.defined' order by seq desc limit 1`,
    [world.workspaceId],
  );
  expect(defined!.data).toMatchObject({
    came: 1,
    left: 1,
    changes: { name: { from: 'Robots', to: 'Machines' }, rule: { from: ['name has robot'], to: ['name has harbor'] } },
  });
});

test('what somebody types into a rule is never a part of the statement', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const hostile = [
    "'; drop table segments; --",
    '$1',
    '%',
    '_',
    '\\',
    '$'.concat('{1}'),
    '"',
    "' or '1'='1",
    '{}',
    '😀',
    ')',
  ];
  for (const [n, value] of hostile.entries()) {
    for (const op of ['is', 'has', 'begins', 'lacks']) {
      const draft = query({
        name: 'x',
        match: 'any',
        on0: 'name',
        op0: op,
        v0: value,
        on1: 'place',
        op1: op,
        v1: value,
      });
      const looked = await maya.get(`/customers/segments/new?${draft}`);
      expect(looked.status, `${op} ${value}`).toBe(200);
      expect(looked.text).toContain(op === 'lacks' ? '2 customers' : 'No customer');
    }
    const plan = query({ name: 'x', on0: 'plan', op0: 'any', v0: [value, 'y'] });
    expect((await maya.get(`/customers/segments/new?${plan}`)).status).toBe(200);
    await make(maya, { name: `H${n}`, on0: 'website', op0: 'is', v0: value });
  }
  for (const [on, op, v] of [
    ['created', 'within', '9999999'],
    ['created', 'before', '99999-01-01'],
    ['people', 'over', '1e400'],
    ['team', 'any', "x' or true"],
    ['field:not-an-id', 'is', 'x'],
    ['name', 'no-such', 'x'],
  ]) {
    const draft = query({ name: 'x', on0: on!, op0: op!, v0: v! });
    expect((await maya.get(`/customers/segments/new?${draft}`)).status, `${on} ${op} ${v}`).toBe(200);
  }
});

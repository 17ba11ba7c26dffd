import { expect, test } from 'vitest';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { runBatch, runImport } from './run.ts';

const portal = usePortal();

const csv = [
  'Company;Customer no;City;Contact;E-Mail;Tier',
  'Blue Harbor;K-1;Kiel;Ada Lang;ada@harbor.example;Gold',
  'Blue Harbor;K-1;Kiel;Ben Lang;ben@harbor.example;Gold',
  'Acme Robotics;K-2;Austin;;;Silver',
  ';;;Nobody;no@where.example;',
  'Grey Pine;K-3;Ulm;Cem;not an address;Gold',
  'Last One;K-4;Jena;Dora;dora@last.example;Bronze',
  'Blue Harbor;K-1;Kiel;Eva \u202egnaL;eva@harbor.example;Gold',
].join('\r\n');

async function taken(world: World, content = csv): Promise<string> {
  const maya = as(portal(), world.owner);
  await maya.submit('/settings/fields/new', '/settings/fields', {
    subject: 'account',
    kind: 'choice',
    label: 'Tier',
    hint: '',
    choices: 'Gold\nSilver',
    customer: 'hidden',
    edits: 'apply',
  });
  const answer = await maya.submit('/customers/import', '/customers/import', { file: { name: 'list.csv', content } });
  expect(answer.status, answer.text.slice(0, 300)).toBe(303);
  return answer.location!;
}

async function brought(world: World, page: string): Promise<void> {
  await as(portal(), world.owner).submit(page, `${page}/start`);
  await portal().workJobs();
}

const count = (world: World, table: string) =>
  peek<{ n: number }>(portal().database, `select count(*)::int as n from ${table} where workspace_id = $1`, [
    world.workspaceId,
  ]).then(([row]) => row!.n);

test('a file is looked at before anything happens, brought in, and says which lines it left out', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const page = await taken(world);
  const before = await count(world, 'accounts');
  const dry = await maya.get(page);
  expect(dry.text).toContain('Line 5: No company is named.');
  expect(dry.text).toContain('Line 6: The email address is not complete, or has an ending in another script');
  expect(dry.text).toContain('Line 7: “Tier”: “Bronze” is none of its choices.');
  expect(dry.text).toContain('Line 8: A cell has a character in it that nobody can see.');
  expect(await count(world, 'accounts')).toBe(before);
  const drop = await maya.form(page, `${page}/removal`);
  await brought(world, page);
  expect(await count(world, 'accounts')).toBe(before + 1);
  const harbor = await peek<{ id: string; place: string; people: number }>(
    portal().database,
    `select a.id, a.place, (select count(*)::int from contacts c where c.account_id = a.id) as people
       from accounts a where a.workspace_id = $1 and a.reference = 'K-1'`,
    [world.workspaceId],
  );
  expect(harbor[0]).toMatchObject({ place: 'Kiel', people: 2 });
  expect((await maya.get(`/customers/${harbor[0]!.id}`)).text).toContain('Gold');
  // One that was there was found by its name, and changed.
  const [acme] = await peek(portal().database, 'select place, reference from accounts where id = $1', [
    world.accountId,
  ]);
  expect(acme).toEqual({ place: 'Austin', reference: 'K-2' });
  const file = await maya.get(`${page}/problems`);
  expect(file.text).toContain('Grey Pine');
  expect(file.text).toContain('What is wrong');
  // What came in is no longer thrown away; what was only looked at is, and nobody else's with it.
  expect((await maya.postRaw(`${page}/removal`, drop)).status).toBe(409);
  const { location: unwanted } = await maya.submit('/customers/import', '/customers/import', {
    file: { name: 'again.csv', content: csv },
  });
  const agent = as(portal(), world.agent);
  expect((await agent.postRaw(`${unwanted}/removal`, await agent.form('/inbox', '/sign-out'))).status).toBe(403);
  expect((await maya.submit(unwanted!, `${unwanted}/removal`)).location).toBe('/customers/import');
  expect((await maya.get(unwanted!)).status).toBe(404);
  expect((await maya.get('/audit')).text).toContain('threw away a list');
  expect((await maya.get(page)).status).toBe(200);
});

test('the same file again makes nothing twice', async () => {
  const world = await newWorld(portal());
  await brought(world, await taken(world));
  const all = [await count(world, 'accounts'), await count(world, 'contacts')];
  const again = await as(portal(), world.owner).submit('/customers/import', '/customers/import', {
    file: { name: 'list.csv', content: csv },
  });
  await brought(world, again.location!).catch(() => undefined);
  expect([await count(world, 'accounts'), await count(world, 'contacts')]).toEqual(all);
});

test('an import is taken back: what it made goes, what it changed is as before, what is in use stays', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const before = [await count(world, 'accounts'), await count(world, 'contacts')];
  const page = await taken(world);
  const tier = async () => {
    const [row] = await peek(portal().database, 'select text_value from field_values where subject_id = $1', [
      world.accountId,
    ]);
    return row?.text_value;
  };
  const [field] = await peek(portal().database, 'select id from field_definitions where workspace_id = $1', [
    world.workspaceId,
  ]);
  const fields = `/customers/${world.accountId}/fields`;
  await maya.submit(fields, fields, { [`f-${field!.id}`]: 'Gold' });
  await brought(world, page);
  expect(await tier()).toBe('Silver');
  const [ada] = await peek<{ id: string; account_id: string }>(
    portal().database,
    "select id, account_id from contacts where email = 'ada@harbor.example' and workspace_id = $1",
    [world.workspaceId],
  );
  const contact = `/customers/${ada!.account_id}/contacts/${ada!.id}`;
  await maya.submit(contact, `${contact}/invitation`);
  await maya.submit(page, `${page}/undoing`);
  expect((await maya.get(page)).text).toContain('2 entries stay');
  // Ada was invited since: she and her company stay, her colleague goes.
  expect([await count(world, 'accounts'), await count(world, 'contacts')]).toEqual([before[0]! + 1, before[1]! + 1]);
  const [acme] = await peek(portal().database, 'select place, reference from accounts where id = $1', [
    world.accountId,
  ]);
  expect(acme).toEqual({ place: '', reference: '' });
  expect(await tier()).toBe('Gold');
});

test('what an import changes of somebody is in the log by itself, with what was there before; so is what taking it back changes', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const lines = [
    'Company;Plan;Contact;E-Mail;Flags;Tier',
    `Acme Robotics;Care;Dana Whitfield;${world.dana.email};billing, technical;Silver`,
    'Acme Robotics;Care;New Person;new@acme.example;primary;Silver',
    `Harbor Pine;;${world.rival.name};${world.rival.email};;`,
  ];
  await peek(portal().database, "update contacts set flags = '{billing}' where id = $1", [world.dana.id]);
  const page = await taken(world, lines.join('\r\n'));
  const told = () =>
    peek<{ kind: string; whose: string; data: { changed?: string[]; changes: object } }>(
      portal().database,
      `select e.kind, coalesce(c.name, a.name) as whose, e.data from events e join members m on m.id = e.actor_person_id
         left join contacts c on c.id = e.subject_id left join accounts a on a.id = e.subject_id
       where e.workspace_id = $1 and m.id = $2 and e.kind in ('contact.changed', 'account.changed', 'field.values_changed') order by e.seq`,
      [world.workspaceId, world.owner.id],
    );
  await brought(world, page);
  const [plan, fresh, dana, tier, ...more] = await told();
  expect(more).toEqual([]);
  expect(plan).toEqual({
    kind: 'account.changed',
    whose: 'Acme Robotics',
    data: { changed: ['plan'], changes: { plan: { from: '', to: 'Care' } } },
  });
  expect(fresh).toEqual({
    kind: 'contact.changed',
    whose: 'New Person',
    data: { changed: [], changes: { flags: { from: [], to: ['primary'] } } },
  });
  expect(dana).toEqual({
    kind: 'contact.changed',
    whose: 'Dana Whitfield',
    data: { changed: [], changes: { flags: { from: ['billing'], to: ['billing', 'technical'] } } },
  });
  expect(tier).toEqual({
    kind: 'field.values_changed',
    whose: 'Acme Robotics',
    data: { about: 'account', changes: { Tier: { from: null, to: 'Silver' } } },
  });
  await maya.submit(page, `${page}/undoing`);
  const back = (await told()).slice(4);
  expect(back.map(({ whose, data }) => [whose, data.changes])).toEqual([
    ['Acme Robotics', { plan: { from: 'Care', to: '' } }],
    ['Dana Whitfield', { flags: { from: ['billing', 'technical'], to: ['billing'] } }],
    ['Acme Robotics', { Tier: { from: 'Silver', to: null } }],
  ]);
  // The log shows it as whatever is changed by hand.
  const log = await maya.get('/audit?kind=contact.changed');
  expect(log.text).toContain('Dana Whitfield');
});

test('a worker that dies in the middle of a batch loses it whole, and the next one does each line once', async () => {
  const world = await newWorld(portal());
  const lines = Array.from({ length: 1_200 }, (_, n) => `Firm ${n},F-${n},Person ${n},p${n}@firm${n}.example`);
  const page = await taken(world, ['Company,Customer no,Contact,E-Mail', ...lines].join('\n'));
  const id = page.split('/').at(-1)!;
  const { platform } = portal();
  await peek(portal().database, 'update imports set started_at = now() where id = $1', [id]);
  await inWorkspace(platform, world.workspaceId, (ctx) => runBatch(ctx, id));
  const dying = inWorkspace(platform, world.workspaceId, async (ctx) => {
    await runBatch(ctx, id);
    throw new Error('killed');
  });
  await expect(dying).rejects.toThrow('killed');
  expect(await count(world, 'accounts')).toBe(2 + 500);
  await runImport(platform, world.workspaceId, id);
  expect(await count(world, 'accounts')).toBe(2 + 1_200);
  expect(await count(world, 'contacts')).toBe(3 + 1_200);
});

test('two workers at one import do each line once', { timeout: 120_000 }, async () => {
  const world = await newWorld(portal());
  const lines = Array.from(
    { length: 2_000 },
    (_, n) => `Firm ${n},F-${n},Town ${n % 50},Person ${n},p${n}@firm${n}.example`,
  );
  const page = await taken(world, ['Company,Customer no,City,Contact,E-Mail', ...lines].join('\n'));
  const id = page.split('/').at(-1)!;
  await peek(portal().database, 'update imports set started_at = now() where id = $1', [id]);
  // Whoever waits too long for the other one's lock is run again, as by the queue.
  const worker = (): Promise<void> =>
    runImport(portal().platform, world.workspaceId, id).catch((error: { code?: string }) => {
      if (error.code !== '55P03') throw error;
      return worker();
    });
  await Promise.all([worker(), worker()]);
  expect(await count(world, 'accounts')).toBe(2_002);
  expect(await count(world, 'contacts')).toBe(2_003);
});

test('TRUST 55: no cell of an export is a formula; control: plain words stay as they are', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const evil = `/customers/${world.accountId}/details`;
  await maya.submit(evil, evil, {
    name: '=HYPERLINK("http://evil.example")',
    place: 'Ulm;=1+1;x',
    reference: '@SUM(A1)',
  });
  const { text, headers } = await maya.get('/customers/export/customers.csv');
  expect(headers.get('content-disposition')).toContain('attachment');
  expect(text).not.toMatch(/(^|[;,\n"])[=+@]/m);
  expect(text).toContain('Harbor Pine');
  const event = await peek(
    portal().database,
    "select data from events where kind = 'customers.exported' and workspace_id = $1",
    [world.workspaceId],
  );
  expect(event).toEqual([{ data: { what: 'customers' } }]);
});

test('an agent brings nothing in and takes nothing out, a rival business sees no import; control: the owner does', async () => {
  const world = await newWorld(portal());
  const away = await newWorld(portal(), 'Lumen Cloud');
  const page = await taken(world);
  expect((await as(portal(), world.agent).get(page)).status).toBe(403);
  expect((await as(portal(), world.agent).get('/customers/export/contacts.csv')).status).toBe(404);
  expect((await as(portal(), away.owner).get(page)).status).toBe(404);
  expect((await as(portal(), world.owner).get(page)).status).toBe(200);
  expect((await as(portal(), world.owner).get('/customers/export/contacts.csv')).status).toBe(200);
});

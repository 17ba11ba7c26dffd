import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();

/** Brings a list in, to its end; the page of its import. */
async function bring(world: World, content: string): Promise<string> {
  const maya = as(portal(), world.owner);
  const answer = await maya.submit('/customers/import', '/customers/import', { file: { name: 'list.csv', content } });
  expect(answer.status, answer.text.slice(0, 300)).toBe(303);
  await maya.submit(answer.location!, `${answer.location}/start`);
  await portal().workJobs();
  return answer.location!;
}

test('numbers come in as they were looked at, whatever the language of the business, and an export comes in as it went out', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  for (const [label, kind] of [
    ['Seats', 'number'],
    ['Sales contact', 'person'],
  ] as const)
    await maya.submit('/settings/fields/new', '/settings/fields', {
      ...{ subject: 'account', kind, label, hint: '', choices: '', customer: 'hidden', edits: 'apply' },
    });
  await peek(portal().database, "update workspaces set locale = 'de' where id = $1", [world.workspaceId]);
  await peek(portal().database, "update identities set locale = 'en' where id = $1", [world.owner.identityId]);
  const held = () =>
    peek<{ n: string; who: string; phone: string }>(
      portal().database,
      `select max(v.number_value)::float8::text as n, max(v.person_id::text) as who, max(a.phone) as phone
       from field_values v join accounts a on a.id = v.account_id where v.workspace_id = $1`,
      [world.workspaceId],
    ).then(([row]) => row!);
  const lines = `Company,Phone,Seats,Sales contact\r\nKestrel,+49 40 1234567,"1,234",${world.agent.name}`;
  await bring(world, lines);
  const expected = { n: '1234', who: world.agent.id, phone: '+49 40 1234567' };
  expect(await held()).toEqual(expected);
  // By somebody who reads German, an amount with three decimals.
  await peek(
    portal().database,
    'update field_values set number_value = 0.125 where workspace_id = $1 and number_value is not null',
    [world.workspaceId],
  );
  await peek(portal().database, "update identities set locale = 'de' where id = $1", [world.owner.identityId]);
  const { text } = await maya.get('/customers/export/customers.csv');
  expect(text).toContain('0,125');
  expect(text).toContain("'+49 40 1234567");
  await peek(
    portal().database,
    'update field_values set number_value = 7 where workspace_id = $1 and number_value is not null',
    [world.workspaceId],
  );
  await peek(portal().database, "update accounts set phone = '' where workspace_id = $1", [world.workspaceId]);
  await bring(world, text);
  expect(await held()).toEqual({ ...expected, n: '0.125' });
});

test('what is taken back leaves whoever has joined since, with what they have filled in', async () => {
  const world = await newWorld(portal());
  const page = await bring(
    world,
    'Company;Contact;E-Mail\r\nBlue Harbor;Ada Lang;ada@harbor.example\r\nBlue Harbor;Ben Lang;ben@harbor.example',
  );
  const [ada] = await peek<{ id: string; account_id: string }>(
    portal().database,
    "select id, account_id from contacts where workspace_id = $1 and email = 'ada@harbor.example'",
    [world.workspaceId],
  );
  const field = crypto.randomUUID();
  await peek(
    portal().database,
    "insert into field_definitions (workspace_id, id, subject, kind, label) values ($1, $2, 'contact', 'text', 'Desk')",
    [world.workspaceId, field],
  );
  for (const who of ['ada', 'ben'])
    await peek(
      portal().database,
      `insert into field_values (workspace_id, field_id, account_id, contact_id, text_value)
       select workspace_id, $2, account_id, id, name from contacts where workspace_id = $1 and email = $3`,
      [world.workspaceId, field, `${who}@harbor.example`],
    );
  await peek(portal().database, 'update contacts set identity_id = $2 where id = $1', [
    ada!.id,
    world.rival.identityId,
  ]);
  await as(portal(), world.owner).submit(page, `${page}/undoing`);
  const left = await peek<{ text_value: string }>(
    portal().database,
    'select text_value from field_values where workspace_id = $1 and field_id = $2',
    [world.workspaceId, field],
  );
  // The control: Ben, who has not joined, is gone, and what was written of him.
  expect(left).toEqual([{ text_value: 'Ada Lang' }]);
});

test('a list that names who is put away or listed elsewhere comes in all the same, and says so of those lines', async () => {
  const world = await newWorld(portal());
  await bring(
    world,
    'Company;Customer no;E-Mail\r\nBlue Harbor;K-1;ada@harbor.example\r\nGrey Pine;K-2;cem@pine.example',
  );
  await peek(
    portal().database,
    "update accounts set archived_at = now() where workspace_id = $1 and reference = 'K-2'",
    [world.workspaceId],
  );
  await peek(
    portal().database,
    "update contacts set continues_as = $2 where workspace_id = $1 and email = 'ada@harbor.example'",
    [world.workspaceId, world.dana.id],
  );
  const page = await bring(
    world,
    [
      'Company;Customer no;E-Mail',
      'Grey Pine;K-2;new@pine.example',
      'Blue Harbor;K-1;ada@harbor.example',
      'Blue Harbor;K-1;ben@harbor.example',
    ].join('\r\n'),
  );
  const { text } = await as(portal(), world.owner).get(page);
  expect(text).toContain('This customer is put away');
  expect(text).toContain('This person is listed in another place now');
  const came = await peek(
    portal().database,
    "select email from contacts where workspace_id = $1 and email in ('new@pine.example', 'ben@harbor.example')",
    [world.workspaceId],
  );
  expect(came).toEqual([{ email: 'ben@harbor.example' }]);
});

test('a line that the table itself refuses is left out and named, and those around it come in', async () => {
  const world = await newWorld(portal());
  await peek(portal().database, "alter table accounts add constraint refuses check (place <> 'Nowhere') not valid");
  const lines = Array.from({ length: 8 }, (_, n) => `Company ${n};${n === 3 || n === 7 ? 'Nowhere' : 'Kiel'}`);
  const page = await bring(world, ['Company;City', ...lines].join('\r\n'));
  await peek(portal().database, 'alter table accounts drop constraint refuses');
  const came = await peek<{ name: string }>(
    portal().database,
    "select name from accounts where workspace_id = $1 and name like 'Company %' order by name",
    [world.workspaceId],
  );
  expect(came.map(({ name }) => name.at(-1))).toEqual(['0', '1', '2', '4', '5', '6']);
  const { text } = await as(portal(), world.owner).get(page);
  for (const line of [5, 9])
    expect(text).toContain(`Line ${line}: It does not go together with what is there already.`);
});

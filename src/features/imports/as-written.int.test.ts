import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
const sql = <Row extends object>(text: string, ...values: unknown[]) => peek<Row>(portal().database, text, values);
const words = (text: string) => text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

async function field(world: World, kind: string, label: string): Promise<void> {
  const given = { subject: 'account', kind, label, hint: '', choices: '', customer: 'hidden', edits: 'apply' };
  await as(portal(), world.owner).submit('/settings/fields/new', '/settings/fields', given);
}

async function looked(world: World, lines: string[]): Promise<string> {
  const file = { name: 'list.csv', content: lines.join('\r\n') };
  const answer = await as(portal(), world.owner).submit('/customers/import', '/customers/import', { file });
  expect(answer.status, answer.text.slice(0, 300)).toBe(303);
  return answer.location!;
}

async function brought(world: World, page: string): Promise<void> {
  await as(portal(), world.owner).submit(page, `${page}/start`);
  await portal().workJobs();
}

const held = (world: World, name: string) =>
  sql<{ label: string; value: string }>(
    `select d.label, coalesce(v.number_value::float::text, v.date_value::text) as value
     from field_values v join field_definitions d on d.id = v.field_id join accounts a on a.id = v.account_id
     where a.workspace_id = $1 and a.name = $2 order by d.label`,
    world.workspaceId,
    name,
  );

test('numbers and dates are read as the list writes them, shown as they would be read, and chosen where they could be either', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  await field(world, 'number', 'Hours');
  await field(world, 'date', 'Until');
  const german = await looked(world, [
    'Firma;Hours;Until',
    'Nord;1.234,56;31.12.2027',
    'Ost;12,500;1.2.2027',
    'West;zwölf;3.4.2027',
  ]);
  const { text } = await maya.get(german);
  expect(words(text)).toContain('Read as 1.234,56 → 1,234.56 · 12,500 → 12.5');
  expect(text).toContain('Line 4: “Hours”: “zwölf” is not a number.');
  // What was left out goes back between the signs it came between.
  expect((await maya.get(`${german}/problems`)).text).toContain('West;zwölf;3.4.2027;');
  await brought(world, german);
  expect(await held(world, 'Ost')).toEqual([
    { label: 'Hours', value: '12.5' },
    { label: 'Until', value: '2027-02-01' },
  ]);
  // One cell alone decides for its whole column.
  const american = await looked(world, [
    'Company,Hours,Until',
    'Alpha,"1,500",03/04/2027',
    'Beta,"1,500.5",12/31/2027',
  ]);
  await brought(world, american);
  expect(await held(world, 'Alpha')).toEqual([
    { label: 'Hours', value: '1500' },
    { label: 'Until', value: '2027-03-04' },
  ]);
  // And where none does, somebody is asked.
  const either = await looked(world, ['Company,Until', 'Gamma,03/04/2027']);
  expect(words((await maya.get(either)).text)).toContain(
    'It could be either: please check. Read as 03/04/2027 → 3 Apr 2027',
  );
  const chosen = { 'column-0': 'account.name', 'form-1': 'month' };
  const [until] = await sql<{ id: string }>(
    "select id from field_definitions where workspace_id = $1 and label = 'Until'",
    world.workspaceId,
  );
  await maya.submit(either, `${either}/mapping`, { ...chosen, 'column-1': `account:${until!.id}` });
  const read = words((await maya.get(either)).text);
  expect(read).toContain('Read as 03/04/2027 → 4 Mar 2027');
  expect(read).not.toContain('It could be either');
  await brought(world, either);
  expect(await held(world, 'Gamma')).toEqual([{ label: 'Until', value: '2027-03-04' }]);
});

test('first and last name are one name; a meaning that is given twice is refused with everything that was chosen', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const page = await looked(world, [
    'Vorname;Name;Firma;E-Mail;Telefon',
    'Jörg;Groß;Nord;joerg@nord.example;+49 40 1',
    'Ute;;Nord;ute@nord.example;+49 40 2',
  ]);
  const twice = { 'column-0': 'contact.name', 'column-1': 'contact.name', 'column-2': 'account.name' };
  const refused = await maya.submit(page, `${page}/mapping`, { ...twice, 'column-3': 'contact.email' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('Another column is this already.');
  expect(refused.text.match(/value="contact.name" selected/g)).toHaveLength(2);
  await brought(world, page);
  expect(
    await sql(
      'select name, phone from contacts where workspace_id = $1 and email like $2 order by name',
      world.workspaceId,
      '%@nord.example',
    ),
  ).toEqual([
    { name: 'Jörg Groß', phone: '+49 40 1' },
    { name: 'Ute', phone: '+49 40 2' },
  ]);
  // The number stands among what is said of the person: their company has none by it.
  expect(await sql("select phone from accounts where workspace_id = $1 and name = 'Nord'", world.workspaceId)).toEqual([
    { phone: '' },
  ]);
});

test('lines that contradict one another are named, and what they say of somebody new is no change', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const page = await looked(world, [
    'Company,City,Contact,E-Mail',
    'Nord,Kiel,Ada,ada@nord.example',
    'Nord,Bonn,Ben,ben@nord.example',
    'Nord,,Ada Lang,ada@nord.example',
    'Acme Robotics,Austin,,',
  ]);
  const look = words((await maya.get(page)).text);
  const counted = 'New customers 1 New contacts 2 Changed 1 Lines left out 0';
  expect(look).toContain(counted);
  expect(look).toContain('2 lines say something else of a company or person than a line before: 3, 4.');
  await brought(world, page);
  expect(words((await maya.get(page)).text)).toContain(counted);
});

test('whom a list brought in is invited by its button, all of them and nobody else', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  await brought(world, await looked(world, ['Company,E-Mail', 'Elder,eve@elder.example']));
  const page = await looked(world, ['Company,E-Mail', 'Nord,ada@nord.example', 'Nord,ben@nord.example']);
  const early = page.replace('/customers/import/', '/customers/invitations/new?import=');
  expect((await maya.get(early)).status).toBe(404);
  await brought(world, page);
  const { text } = await maya.get(page);
  expect(text).toContain(early);
  const before = await maya.get(early);
  expect(words(before.text)).toContain('All 2 of them get an invitation.');
  expect(before.text).not.toContain('eve@elder.example');
  const sent = await maya.submit(early, '/customers/invitations', { role: 'contributor' });
  expect(sent.status, sent.text.slice(0, 300)).toBe(303);
  const asked = await sql<{ email: string }>(
    `select c.email from invitation_batch_people p join contacts c on c.id = p.contact_id where p.workspace_id = $1 order by 1`,
    world.workspaceId,
  );
  expect(asked.map(({ email }) => email)).toEqual(['ada@nord.example', 'ben@nord.example']);
});

test('somebody whom a list brought in and a colleague has changed since stays when it is taken back, and is named', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const page = await looked(world, [
    'Company,Contact,E-Mail',
    'Nord,Ada,ada@nord.example',
    'Nord,Ben,ben@nord.example',
  ]);
  await brought(world, page);
  const [ada] = await sql<{ id: string; account_id: string }>(
    "select id, account_id from contacts where workspace_id = $1 and email = 'ada@nord.example'",
    world.workspaceId,
  );
  const person = `/customers/${ada!.account_id}/contacts/${ada!.id}`;
  const changed = await maya.submit(`${person}/details`, `${person}/details`, {
    name: 'Ada',
    email: 'ada@nord.example',
    title: 'Head of Facilities',
    role: 'contributor',
    phone: '',
  });
  expect(changed.status, changed.text.slice(0, 300)).toBe(303);
  await maya.submit(page, `${page}/undoing`);
  expect(
    await sql("select name from contacts where workspace_id = $1 and email like '%@nord.example'", world.workspaceId),
  ).toEqual([{ name: 'Ada' }]);
  const { text } = await maya.get(page);
  expect(words(text)).toMatch(/Still here, because they are in use or somebody has changed them since: Nord , Ada/);
  expect(text).toContain(person);
});

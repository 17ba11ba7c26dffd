import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
const sql = <Row extends object>(text: string, ...values: unknown[]) => peek<Row>(portal().database, text, values);

async function looked(world: World, lines: string[]): Promise<string> {
  const file = { name: 'list.csv', content: lines.join('\r\n') };
  const answer = await as(portal(), world.owner).submit('/customers/import', '/customers/import', { file });
  expect(answer.status, answer.text.slice(0, 300)).toBe(303);
  return answer.location!;
}

async function brought(world: World, lines: string[]): Promise<string> {
  const page = await looked(world, lines);
  await as(portal(), world.owner).submit(page, `${page}/start`);
  await portal().workJobs();
  expect(
    (await sql('select 1 from imports where id = $1 and finished_at is not null', page.split('/').at(-1))).length,
  ).toBe(1);
  return page;
}

async function field(world: World, subject: string, kind: string, label: string): Promise<string> {
  await as(portal(), world.owner).submit('/settings/fields/new', '/settings/fields', {
    ...{ subject, kind, label, hint: '', choices: 'Gold\nSilver', customer: 'hidden', edits: 'apply' },
  });
  const [row] = await sql<{ id: string }>(
    'select id from field_definitions where workspace_id = $1 and label = $2',
    world.workspaceId,
    label,
  );
  return row!.id;
}

const accountOf = async (world: World, reference: string) =>
  (
    await sql<{ id: string; name: string; plan: string; reference: string }>(
      'select id, name, plan, reference from accounts where workspace_id = $1 and reference = $2',
      world.workspaceId,
      reference,
    )
  )[0]!;
const contactAt = async (world: World, email: string) =>
  (
    await sql<{ id: string; account_id: string; name: string; flags: string[] }>(
      'select id, account_id, name, flags from contacts where workspace_id = $1 and email = $2 order by created_at',
      world.workspaceId,
      email,
    )
  )[0]!;

test('who was put away, merged or has moved stops no list: the line says so, or follows them; control: the others come in', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  await brought(world, [
    'Company;Customer no;Contact;E-Mail',
    'Old Works;K-9;Otto;otto@old.example',
    'Acme GmbH;K-8;Dana W.;dana.w@acme.example',
    'Acme Robotics;K-1;Dana W.;dana.w@acme.example',
  ]);
  const old = `/customers/${(await accountOf(world, 'K-9')).id}`;
  expect((await maya.submit(`${old}/archival`, `${old}/archival`)).status).toBe(303);
  const twin = `/customers/${(await accountOf(world, 'K-8')).id}/merging`;
  const merged = await maya.submit(`${twin}?into=${world.accountId}`, twin, { into: world.accountId, sure: 'yes' });
  expect(merged.status).toBe(303);
  const luis = `/customers/${world.accountId}/contacts/${world.viewer.id}`;
  const token = await maya.form(`${luis}/details`, `${luis}/details`);
  const moved = await maya.postRaw(`${luis}/move`, { ...token, into: world.rivalAccountId, sure: 'yes' });
  expect(moved.status, moved.text.slice(0, 300)).toBe(303);
  const second = await contactAt(world, 'dana.w@acme.example');
  const twins = `/customers/${world.accountId}/contacts/${second.id}/merging`;
  expect((await maya.submit(`${twins}?into=${world.dana.id}`, twins, { sure: 'yes' })).status).toBe(303);
  const page = await brought(world, [
    'Company;Customer no;Plan;Contact;E-Mail',
    'Old Works;K-9;Care;Otto;otto@old.example',
    'Old Works;;Care;Otto;otto@old.example',
    `Acme Robotics;;Care;Luis;${world.viewer.email}`,
    'Acme GmbH;K-8;Care;Dana Whitfield;dana.w@acme.example',
    'Fresh Works;K-10;Care;Fay;fay@fresh.example',
  ]);
  const { text } = await maya.get(page);
  for (const said of [
    'Line 2: This customer is put away',
    'Line 3: This customer is put away',
    'Line 4: This person is listed in another place',
  ])
    expect(text).toContain(said);
  expect(text).not.toContain('Line 5');
  expect(await accountOf(world, 'K-10')).toMatchObject({ name: 'Fresh Works' });
  const [acme] = await sql('select name, plan, reference from accounts where id = $1', world.accountId);
  expect(acme).toEqual({ name: 'Acme Robotics', plan: 'Care', reference: 'K-1' });
  // What the database has a rule against is one line's affair, too.
  await sql("alter table accounts add constraint refused_works check (name <> 'Refused Works')");
  const refused = await brought(world, [
    'Company;Plan',
    'Refused Works;Care',
    'Second Works;Care',
    'Second Works;Gold',
  ]);
  await sql('alter table accounts drop constraint refused_works');
  expect((await maya.get(refused)).text).toContain('Line 2: It does not go together with');
  expect(
    await sql("select plan from accounts where workspace_id = $1 and name = 'Second Works'", world.workspaceId),
  ).toEqual([{ plan: 'Gold' }]);
});

test('what was taken out comes in again as it was, in either language', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const ids = [await field(world, 'contact', 'number', 'Share'), await field(world, 'contact', 'person', 'Buddy')];
  const page = `/customers/${world.accountId}/contacts/${world.dana.id}/fields`;
  const typed = { [`f-${ids[0]}`]: '0.125', [`f-${ids[1]}`]: world.agent.id };
  expect((await maya.submit(page, page, typed)).status).toBe(303);
  await sql("update contacts set phone = '+49 40 1234567', flags = '{primary,technical}' where id = $1", world.dana.id);
  for (const [locale, words] of [
    ['en', ['First contact, Technical questions', 'Can ask and answer', '0.125']],
    ['de', ['Erster Kontakt, Technische Fragen', '0,125']],
  ] as const) {
    await sql('update identities set locale = $2 where id = $1', world.owner.identityId, locale);
    const { text } = await maya.get('/customers/export/contacts.csv');
    for (const word of [...words, 'Priya Raman', "'+49 40 1234567"]) expect(text).toContain(word);
    const again = await maya.get(await looked(world, text.split('\r\n')));
    expect(again.text).not.toMatch(/\/start"|id="problems"/);
  }
});

test('customers of one name with a number each stay two, and what a look says is what comes in', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  await brought(world, ['Company;Customer no;City', 'Miller;K-1;Ulm']);
  const lines = [
    'Company;Customer no;City;E-Mail',
    'Miller;K-1;Ulm;ulla@miller.example',
    'Miller;K-2;Bonn;bo@miller.example',
    'Miller;;Kiel;kim@miller.example',
  ];
  const page = await looked(world, lines);
  const before = (await maya.get(page)).text;
  expect(before).toContain('Line 4: Several customers have this name');
  expect(before.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')).toContain(
    'New customers 1 New contacts 2 Changed 0 Lines left out 1',
  );
  await maya.submit(page, `${page}/start`);
  await portal().workJobs();
  const rows = await sql(
    "select reference, place from accounts where workspace_id = $1 and name = 'Miller' order by reference",
    world.workspaceId,
  );
  expect(rows).toEqual([
    { reference: 'K-1', place: 'Ulm' },
    { reference: 'K-2', place: 'Bonn' },
  ]);
  const [ulla, bo] = [await contactAt(world, 'ulla@miller.example'), await contactAt(world, 'bo@miller.example')];
  expect([ulla.account_id, bo.account_id]).toEqual([
    (await accountOf(world, 'K-1')).id,
    (await accountOf(world, 'K-2')).id,
  ]);
});

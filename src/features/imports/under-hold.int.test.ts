import { sql as rawSql } from 'kysely';
import { expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { inScope } from '#platform/db/scope.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
const sql = <Row extends object>(text: string, ...values: unknown[]) => peek<Row>(portal().database, text, values);
const words = (text: string) => text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

/** A list that makes a customer with two people, and changes one that there is, with a value of the business's own. */
async function brought(world: World): Promise<string> {
  const maya = as(portal(), world.owner);
  await maya.submit('/settings/fields/new', '/settings/fields', {
    ...{
      subject: 'account',
      kind: 'number',
      label: 'Hours',
      hint: '',
      choices: '',
      customer: 'hidden',
      edits: 'apply',
    },
  });
  const content = [
    'Company,City,Hours,Contact,E-Mail,Job title',
    `Acme Robotics,Austin,12,Dana Whitfield,${world.dana.email},Lead`,
    'Kurz,Kiel,7,Ada,ada@kurz.example,Head',
    'Kurz,Kiel,7,Ben,ben@kurz.example,',
  ].join('\r\n');
  const file = { name: 'list.csv', content };
  const { location } = await maya.submit('/customers/import', '/customers/import', { file });
  await maya.submit(location!, `${location}/start`);
  await portal().workJobs();
  await expect
    .poll(() => sql('select 1 from imports where workspace_id = $1 and finished_at is not null', world.workspaceId), {
      timeout: 15_000,
    })
    .toHaveLength(1);
  return location!;
}

/** What the list wrote and is there still. */
async function left(world: World): Promise<string[]> {
  const rows = await sql<{ what: string }>(
    `select name as what from accounts where workspace_id = $1 and name = 'Kurz'
     union select name from contacts where workspace_id = $1 and email like '%@kurz.example'
     union select a.name || ' ' || a.place from accounts a where workspace_id = $1 and place = 'Austin'
     union select c.name || ' ' || c.title from contacts c where workspace_id = $1 and title = 'Lead'
     union select a.name || ' ' || v.number_value::int from field_values v join accounts a on a.id = v.subject_id
       where v.workspace_id = $1 order by 1`,
    world.workspaceId,
  );
  return rows.map(({ what }) => what);
}

const ALL = ['Acme Robotics 12', 'Acme Robotics Austin', 'Ada', 'Ben', 'Dana Whitfield Lead', 'Kurz', 'Kurz 7'];

async function taken(over: string | null): Promise<{ world: World; left: string[]; told: string }> {
  const world = await newWorld(portal());
  const page = await brought(world);
  expect(await left(world)).toEqual(ALL);
  const [subject, id] = over?.split(' ') ?? [];
  const holds = `insert into legal_holds (workspace_id, id, ${subject === 'contact' ? 'contact_id' : 'account_id'}, reason)
    select $1, gen_random_uuid(), (select id from ${subject}s where workspace_id = $1 and name like $2), 'Lawsuit'`;
  if (over) await sql(holds, world.workspaceId, `${id}%`);
  const maya = as(portal(), world.owner);
  expect((await maya.submit(page, `${page}/undoing`)).status).toBe(303);
  return { world, left: await left(world), told: words((await maya.get(page)).text) };
}

test('taking an import back leaves alone whoever is on hold, by themselves or their customer, with what it had changed of them, and says so; control: of who is not, everything goes', async () => {
  const free = await taken(null);
  expect(free.left).toEqual([]);
  expect(free.told).not.toContain('legal hold');

  const made = await taken('account Kurz');
  expect(made.left).toEqual(['Ada', 'Ben', 'Kurz', 'Kurz 7']);
  expect(made.told).toMatch(/because a legal hold lay on them: Kurz , Ada , Ben .*Taken back\. 3 entries stay/);

  const changed = await taken('account Acme');
  expect(changed.left).toEqual(['Acme Robotics 12', 'Acme Robotics Austin', 'Dana Whitfield Lead']);
  expect(changed.told).toMatch(/because a legal hold lay on them: Acme Robotics , Dana Whitfield/);

  const person = await taken('contact Ada');
  expect(person.left).toEqual(['Ada', 'Kurz', 'Kurz 7']);
  expect(person.told).toMatch(/in use or somebody has changed them since: Kurz .*a legal hold lay on them: Ada/);
});

test('while everything is on hold nothing that an import wrote is taken back', async () => {
  expect((await taken('account nobody')).left).toEqual(ALL);
});

test('a hold that is over keeps nobody; the customer it lay on stays, as its own record', async () => {
  const world = await newWorld(portal());
  const page = await brought(world);
  const hold = `insert into legal_holds (workspace_id, id, account_id, reason, released_at)
    select $1, gen_random_uuid(), id, 'Lawsuit', now() from accounts where workspace_id = $1 and name = 'Kurz'`;
  await sql(hold, world.workspaceId);
  const maya = as(portal(), world.owner);
  await maya.submit(page, `${page}/undoing`);
  expect(await left(world)).toEqual(['Kurz', 'Kurz 7']);
  expect(words((await maya.get(page)).text)).not.toContain('legal hold');
});

test('whoever asks the database to take an import back takes nobody away who is on hold, without a page in between', async () => {
  const world = await newWorld(portal());
  await brought(world);
  await sql(
    `insert into legal_holds (workspace_id, id, account_id, reason)
     select $1, gen_random_uuid(), id, 'Lawsuit' from accounts where workspace_id = $1 and name = 'Kurz'`,
    world.workspaceId,
  );
  await inScope(
    portal().platform.pool,
    { workspaceId: world.workspaceId, tokenHash: sha256Hex(world.owner.token) },
    async (db) => {
      await rawSql`select app.undo_import(id) from imports`.execute(db);
      return { value: null, commit: true };
    },
  );
  expect(await left(world)).toEqual(ALL);
});

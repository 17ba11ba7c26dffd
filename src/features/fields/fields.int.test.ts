import { expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { inScope } from '#platform/db/scope.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { type Actor, newWorld, type World } from '#test/world.ts';
import { madeField, shape } from './fields.testing.ts';

const portal = usePortal();

const made = (world: World, given: Record<string, string>) => madeField(portal(), world, given);

const admin = (world: World) =>
  peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);

/** What this person's own connection finds in a table, past every page. */
const seen = (actor: Actor, text: 'field_values' | 'field_definitions') =>
  inScope(
    portal().platform.pool,
    { workspaceId: actor.world.workspaceId, tokenHash: sha256Hex(actor.token), readOnly: true },
    async (db) => ({ value: (await db.selectFrom(text).selectAll().execute()).length, commit: true }),
  );

test('a field of each kind is filled in by the team and shown on the customer’s page', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const ids = {
    text: await made(world, { label: 'Industry' }),
    number: await made(world, { label: 'Seats', kind: 'number' }),
    date: await made(world, { label: 'Contract ends', kind: 'date' }),
    choice: await made(world, { label: 'Tier', kind: 'choice', choices: 'Gold\nSilver' }),
    person: await made(world, { label: 'Sales contact', kind: 'person' }),
    file: await made(world, { label: 'Contract', kind: 'file' }),
  };
  const page = `/customers/${world.accountId}/fields`;
  const saved = await maya.submit(page, page, {
    [`f-${ids.text}`]: 'Robotics',
    [`f-${ids.number}`]: '1,250',
    [`f-${ids.date}`]: '2027-03-31',
    [`f-${ids.choice}`]: 'Gold',
    [`f-${ids.person}`]: world.agent.id,
    [`f-${ids.file}`]: { name: 'contract.txt', content: 'We agree.' },
  });
  expect(saved.status).toBe(303);
  const { text } = await maya.get(`/customers/${world.accountId}`);
  for (const value of ['Robotics', '1,250', '31 Mar 2027', 'Gold', 'Priya Raman', 'contract.txt'])
    expect(text).toContain(value);
  const href = /href="(\/fields\/[^"]+)"/.exec(text)![1]!;
  expect((await maya.get(href)).text).toBe('We agree.');
  expect((await as(portal(), world.dana).get(href)).status).toBe(404);
});

test('a wrong value comes back beside its field, with everything typed', async () => {
  const world = await newWorld(portal());
  const seats = await made(world, { label: 'Seats', kind: 'number' });
  const industry = await made(world, { label: 'Industry' });
  const page = `/customers/${world.accountId}/fields`;
  const answer = await as(portal(), world.agent).submit(page, page, {
    [`f-${seats}`]: 'many',
    [`f-${industry}`]: 'Robots',
  });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('This is not a number');
  expect(answer.text).toContain('value="Robots"');
});

test('PRM-8: a hidden field’s value is in no query of a customer’s connection; control: opened, it is', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const field = await made(world, { label: 'Margin', kind: 'number' });
  const page = `/customers/${world.accountId}/fields`;
  await maya.submit(page, page, { [`f-${field}`]: '17' });
  expect([await seen(world.dana, 'field_values'), await seen(world.dana, 'field_definitions')]).toEqual([0, 0]);
  expect(await seen(world.owner, 'field_values')).toBe(1);
  await maya.submit(`/settings/fields/${field}`, `/settings/fields/${field}`, {
    ...shape,
    label: 'Margin',
    customer: 'read',
  });
  expect([await seen(world.dana, 'field_values'), await seen(world.dana, 'field_definitions')]).toEqual([1, 1]);
  // Another customer still sees nothing of theirs.
  expect(await seen(world.rival, 'field_values')).toBe(0);
  expect((await as(portal(), world.dana).get('/company/details')).text).toContain('Margin');
});

test('what a contact may only read is not written by a forged form, nor by their connection; control: opened, it is', async () => {
  const world = await newWorld(portal());
  await admin(world);
  const locked = await made(world, { label: 'Tier', customer: 'read' });
  const open = await made(world, { label: 'VAT number', customer: 'edit' });
  const dana = as(portal(), world.dana);
  const rows = () =>
    peek(portal().database, 'select field_id, text_value from field_values where workspace_id = $1', [
      world.workspaceId,
    ]);
  const send = (fields: Record<string, string>) => dana.submit('/company/details', '/company/details', fields);
  // As of a field that was closed while the form was open: nothing of it is kept, and the words come back.
  expect((await send({ [`f-${locked}`]: 'Gold', [`f-${open}`]: 'DE123' })).status).toBe(409);
  expect(await rows()).toEqual([]);
  expect((await send({ [`f-${open}`]: 'DE123' })).status).toBe(303);
  expect(await rows()).toEqual([{ field_id: open, text_value: 'DE123' }]);
  const write = (field: string) =>
    inScope(
      portal().platform.pool,
      { workspaceId: world.workspaceId, tokenHash: sha256Hex(world.dana.token) },
      async (db) => ({
        value: await db
          .insertInto('field_values')
          .values({ workspace_id: world.workspaceId, field_id: field, account_id: world.accountId, text_value: 'Gold' })
          .execute(),
        commit: false,
      }),
    );
  await expect(write(locked)).rejects.toThrow(/row-level security/);
});

test('only whoever looks after the company changes its fields; control: the account admin does', async () => {
  const world = await newWorld(portal());
  const field = await made(world, { label: 'VAT number', customer: 'edit' });
  const dana = as(portal(), world.dana);
  const { text } = await dana.get('/company/details');
  expect(text).not.toContain('action="/company/details"');
  await admin(world);
  expect((await dana.submit('/company/details', '/company/details', { [`f-${field}`]: 'DE1' })).status).toBe(303);
});

test('a file that is to wait for the team is refused in words, and not turned into one that holds at once; control: one that holds', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const file = { ...shape, kind: 'file', label: 'Brand file', customer: 'edit' };
  const define = (edits: string) => maya.submit('/settings/fields/new', '/settings/fields', { ...file, edits });
  const refused = await define('approve');
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('cannot wait for you');
  expect((await define('apply')).status).toBe(303);
});

test('a change that waits holds only when the team has said yes, and shows before and after', async () => {
  const world = await newWorld(portal());
  await admin(world);
  const maya = as(portal(), world.owner);
  const field = await made(world, { label: 'Billing address', customer: 'edit', edits: 'approve' });
  const page = `/customers/${world.accountId}/fields`;
  await maya.submit(page, page, { [`f-${field}`]: 'Old Street 1' });
  const dana = as(portal(), world.dana);
  const value = () =>
    peek<{ text_value: string }>(portal().database, 'select text_value from field_values where field_id = $1', [
      field,
    ]).then((rows) => rows[0]?.text_value);
  const ask = (text: string) => dana.submit('/company/details', '/company/details', { [`f-${field}`]: text });
  await ask('New Street 1');
  await ask('New Street 2');
  expect(await value()).toBe('Old Street 1');
  const asked = await dana.get('/company/details');
  expect(asked.text).toContain('Asked for: “New Street 2”. It waits for us.');
  expect(asked.text).toContain('value="Old Street 1"');
  const queue = await maya.get('/customers/changes');
  for (const words of ['Old Street 1', 'New Street 2', 'Dana Whitfield', 'Acme Robotics'])
    expect(queue.text).toContain(words);
  expect(queue.text).not.toContain('New Street 1');
  const approval = /action="(\/customers\/changes\/[^"]+\/approval)"/.exec(queue.text)![1]!;
  expect((await as(portal(), world.agent).get('/customers/changes')).status).toBe(403);
  await maya.submit('/customers/changes', approval);
  expect(await value()).toBe('New Street 2');
  await ask('New Street 3');
  // Who makes fields and decides no changes is not led to a page they may not open.
  await peek(
    portal().database,
    "update roles set rights = '{customers.see,fields.manage}' where workspace_id = $1 and key = 'agent'",
    [world.workspaceId],
  );
  const overview = async (who: World['owner']) => (await as(portal(), who).get('/settings')).text;
  expect(await overview(world.owner)).toContain('href="/customers/changes"');
  expect(await overview(world.agent)).toContain('href="/settings/fields"');
  expect(await overview(world.agent)).not.toContain('href="/customers/changes"');
  const refusal = /action="(\/customers\/changes\/[^"]+\/refusal)"/.exec(
    (await maya.get('/customers/changes')).text,
  )![1]!;
  await maya.submit('/customers/changes', refusal);
  expect(await value()).toBe('New Street 2');
});

test('a new ticket asks what the business wants to know, and cannot do without what is required', async () => {
  const world = await newWorld(portal());
  const field = await made(world, { subject: 'ticket', label: 'Order number', customer: 'edit', required: 'yes' });
  await made(world, { subject: 'ticket', label: 'Root cause' });
  const dana = as(portal(), world.dana);
  const ask = { subject: 'Late', urgency: 'slows', body: 'Where is it?' };
  const form = await dana.get('/support/new');
  expect(form.text).toContain('Order number');
  expect(form.text).not.toContain('Root cause');
  const empty = await dana.submit('/support/new', '/support', ask);
  expect(empty.status).toBe(422);
  expect(empty.text).toContain('We need this from you');
  await dana.submit('/support/new', '/support', { ...ask, [`f-${field}`]: 'A-4711' });
  expect((await dana.get('/support/1')).text).toContain('A-4711');
  expect((await as(portal(), world.agent).get('/inbox/1')).text).toContain('A-4711');
  expect((await as(portal(), world.rival).get('/support/1')).status).toBe(404);
  expect(await seen(world.rival, 'field_values')).toBe(0);
});

test('a field that is put away shows nowhere, keeps its values, and comes back with them', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const field = await made(world, { label: 'Industry' });
  const page = `/customers/${world.accountId}/fields`;
  await maya.submit(page, page, { [`f-${field}`]: 'Weaving mills' });
  // What happened names the field for ever; what it holds is shown while it is in use.
  const shown = async () => (await maya.get(`/customers/${world.accountId}`)).text.includes('Weaving mills');
  expect(await shown()).toBe(true);
  await maya.submit('/settings/fields', `/settings/fields/${field}/archival`);
  expect(await shown()).toBe(false);
  const again = await maya.submit('/settings/fields/new', '/settings/fields', { ...shape, label: 'industry' });
  expect(again.status).toBe(303);
  const taken = await maya.submit('/settings/fields', `/settings/fields/${field}/restoration`);
  expect(taken.status).toBe(303);
  expect((await maya.get('/settings/fields')).text).toContain(`/settings/fields/${field}/restoration`);
});

test('an agent makes no fields; control: the owner does', async () => {
  const world = await newWorld(portal());
  expect((await as(portal(), world.agent).get('/settings/fields')).status).toBe(404);
  expect((await as(portal(), world.owner).get('/settings/fields')).status).toBe(200);
});

test('a form that is saved as it stands changes nothing: not a number in another language, a choice that is gone, or who has left', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const [number, choice, person, text] = [
    await made(world, { label: 'Share', kind: 'number' }),
    await made(world, { label: 'Tier', kind: 'choice', choices: 'Gold\nSilver' }),
    await made(world, { label: 'Sales contact', kind: 'person' }),
    await made(world, { label: 'Industry' }),
  ];
  const page = `/customers/${world.accountId}/fields`;
  const first = { [`f-${number}`]: '0.125', [`f-${choice}`]: 'Silver', [`f-${person}`]: world.agent.id };
  expect((await maya.submit(page, page, first)).status).toBe(303);
  await peek(portal().database, "update field_definitions set choices = '{Gold}' where id = $1", [choice]);
  await peek(portal().database, 'update members set disabled_at = now() where id = $1', [world.agent.id]);
  await peek(portal().database, "update identities set locale = 'de' where id = $1", [world.owner.identityId]);
  const held = () =>
    peek<{ said: string }>(
      portal().database,
      `select coalesce(text_value, number_value::float8::text, person_id::text) as said from field_values where workspace_id = $1 order by said`,
      [world.workspaceId],
    ).then((rows) => rows.map(({ said }) => said));
  const before = await held();
  const { text: shown } = await maya.get(page);
  expect(shown).toContain('value="0,125"');
  expect(shown).toContain(`<option value="${world.agent.id}" selected`);
  const saved = await maya.submit(page, page, { [`f-${text}`]: 'Robotics' });
  expect(saved.status, saved.text.slice(0, 300)).toBe(303);
  expect((await held()).sort()).toEqual([...before, 'Robotics'].sort());
  // The control: what is written is read in its reader's language.
  await maya.submit(page, page, { [`f-${number}`]: '0,25' });
  expect(await held()).toContain('0.25');
});

test('a form that was open for a while writes what was changed in it, and leaves what a colleague saved meanwhile', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const [one, two] = [await made(world, { label: 'Industry' }), await made(world, { label: 'Region' })];
  const three = await made(world, { label: 'Kind' });
  const page = `/customers/${world.accountId}/fields`;
  await maya.submit(page, page, { [`f-${one}`]: 'Robots', [`f-${two}`]: 'North' });
  const open = await maya.form(page, page);
  await as(portal(), world.owner).submit(page, page, { [`f-${one}`]: 'Robotics', [`f-${three}`]: 'Retail' });
  expect((await maya.postRaw(page, { ...open, [`f-${two}`]: 'South', [`f-${three}`]: '' })).status).toBe(303);
  const rows = await peek<{ text_value: string }>(
    portal().database,
    'select text_value from field_values where workspace_id = $1 order by 1',
    [world.workspaceId],
  );
  expect(rows.map(({ text_value }) => text_value)).toEqual(['Retail', 'Robotics', 'South']);
});

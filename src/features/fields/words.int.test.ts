import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { type Actor, newWorld } from '#test/world.ts';
import { madeField, shape } from './fields.testing.ts';

const portal = usePortal();

const speaks = (actor: Actor, locale: 'en' | 'de') =>
  peek(portal().database, 'update identities set locale = $2 where id = $1', [actor.identityId, locale]);

const tier = {
  label: 'Tier',
  hint: 'What was bought.',
  kind: 'choice',
  choices: 'Gold\nSilver',
  customer: 'edit',
  label_de: 'Stufe',
  hint_de: 'Was gekauft wurde.',
  choices_de: 'Goldene\nSilberne',
};

test('a field is called for each reader as in their language, choices too, and what is kept is one and the same; without words it is as it was made', async () => {
  const world = await newWorld(portal());
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  const id = await madeField(portal(), world, tier);
  await madeField(portal(), world, { label: 'Industry', customer: 'edit' });
  const [dana, maya] = [as(portal(), world.dana), as(portal(), world.owner)];
  const page = '/company/details';
  await speaks(world.dana, 'de');
  const german = (await dana.get(page)).text;
  for (const words of ['Stufe', 'Was gekauft wurde.', '>Goldene<', '>Silberne<', 'Industry'])
    expect(german, words).toContain(words);
  expect(german).not.toMatch(/>Gold<|What was bought/);
  expect((await dana.submit(page, page, { [`f-${id}`]: 'Gold' })).status).toBe(303);
  const kept = 'select text_value from field_values where field_id = $1';
  expect(await peek(portal().database, kept, [id])).toEqual([{ text_value: 'Gold' }]);
  const customer = `/customers/${world.accountId}`;
  expect((await maya.get(customer)).text).toMatch(/>Tier<[\s\S]*>Gold/);
  await speaks(world.owner, 'de');
  expect((await maya.get(customer)).text).toMatch(/>Stufe<[\s\S]*>Goldene/);
  // Lists and groups by it, what a file is called, and who may see it.
  const list = (await maya.get(`/customers?on0=field:${id}&op0=any&v0=Gold`)).text;
  expect(list).toMatch(/Stufe[\s\S]*Goldene/);
  expect(list).not.toMatch(/\bTier\b/);
  const file = (await maya.get('/customers/export/customers.csv')).text;
  expect(file).toMatch(/Stufe[\s\S]*Goldene/);
  expect((await maya.get(`/readers/value/${id}.${world.accountId}`)).text).toContain('Stufe');
  // The log keeps a field as it was made, whoever changed it, and says it in its reader's words.
  const [event] = await peek<{ id: string; data: { changes: object } }>(
    portal().database,
    "select id, data from events where workspace_id = $1 and kind = 'field.values_changed'",
    [world.workspaceId],
  );
  expect(event!.data.changes).toEqual({ Tier: { from: null, to: 'Gold' } });
  expect((await maya.get(`/audit/${event!.id}`)).text).toMatch(/Stufe[\s\S]*Goldene/);
  // So do the sentences of the log and of the customer's page.
  for (const address of ['/audit?area=field', customer])
    expect((await maya.get(address)).text, address).toMatch(/Stufe[^<]* ausgefüllt/);
});

test('a list names a field and its choices in any of its languages', async () => {
  const world = await newWorld(portal());
  await madeField(portal(), world, tier);
  const maya = as(portal(), world.owner);
  for (const [heading, choice, name] of [
    ['Stufe', 'silberne', 'Pine'],
    ['Tier', 'Silver', 'Oak'],
  ] as const) {
    const file = { name: 'list.csv', content: `Company,${heading}\n${name} Ltd,${choice}` };
    const { location } = await maya.submit('/customers/import', '/customers/import', { file });
    expect((await maya.submit(location!, `${location}/start`)).status, heading).toBe(303);
    await portal().workJobs();
  }
  const held = await peek(
    portal().database,
    'select a.name, v.text_value from field_values v join accounts a on a.id = v.account_id where v.workspace_id = $1 order by 1',
    [world.workspaceId],
  );
  expect(held).toEqual([
    { name: 'Oak Ltd', text_value: 'Silver' },
    { name: 'Pine Ltd', text_value: 'Silver' },
  ]);
});

test('choices in another language stand beside those they are, and no two fields are called alike in any language; control: otherwise they may be', async () => {
  const world = await newWorld(portal());
  const id = await madeField(portal(), world, tier);
  const maya = as(portal(), world.owner);
  const make = (given: Record<string, string>) =>
    maya.submit('/settings/fields/new', '/settings/fields', { ...shape, ...given });
  const short = await make({ ...tier, label: 'Colour', label_de: 'Farbe', choices_de: 'Goldene' });
  expect([short.status, short.text.includes('As many lines as there are choices above')]).toEqual([422, true]);
  const alike = await make({ label: 'Stufe' });
  expect([alike.status, alike.text.includes('is called so already')]).toEqual([422, true]);
  expect((await make({ label: 'Level', label_de: 'tier' })).status).toBe(422);
  expect((await make({ label: 'Level', label_de: 'Höhe' })).status).toBe(303);
  // Its own names are no obstacle, and words that are taken away are gone.
  const page = `/settings/fields/${id}`;
  expect((await maya.get(page)).text).toMatch(/name="label_de"[^>]*value="Stufe"/);
  const fields = {
    ...shape,
    customer: 'edit',
    label: 'Tier',
    choices: 'Gold\nSilver',
    label_de: '',
    hint_de: '',
    choices_de: '',
  };
  expect((await maya.submit(page, page, fields)).status).toBe(303);
  await speaks(world.owner, 'de');
  expect((await maya.get('/settings/fields')).text).toContain('Tier');
});

test('an older page of a field writes what was changed on it, and takes nothing back; choices are one answer in all languages', async () => {
  const world = await newWorld(portal());
  const id = await madeField(portal(), world, tier);
  const maya = as(portal(), world.owner);
  const page = `/settings/fields/${id}`;
  const stored = { ...shape, ...tier };
  const older = await maya.form(page, page);
  await maya.submit(page, page, { ...stored, label: 'Level', customer: 'hidden' });
  expect((await maya.postRaw(page, { ...older, ...stored, hint: 'What they pay for.' })).status).toBe(303);
  const now = async () => {
    const text = 'select label, hint, customer, choices, words from field_definitions where id = $1';
    return (await peek<Record<string, unknown>>(portal().database, text, [id]))[0]!;
  };
  expect(await now()).toMatchObject({ label: 'Level', hint: 'What they pay for.', customer: 'hidden' });
  await maya.submit(page, page, { ...stored, choices: 'Gold', choices_de: 'Goldene' });
  const longer = { choices: 'Gold\nSilver\nBronze', choices_de: 'Goldene\nSilberne\nBronzene' };
  await maya.postRaw(page, { ...older, ...stored, ...longer, _once: crypto.randomUUID() });
  expect(await now()).toMatchObject({
    choices: ['Gold', 'Silver', 'Bronze'],
    words: { de: { choices: { Gold: 'Goldene', Silver: 'Silberne', Bronze: 'Bronzene' } } },
  });
});

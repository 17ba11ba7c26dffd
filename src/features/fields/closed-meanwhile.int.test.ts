import pg from 'pg';
import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { madeField, shape } from './fields.testing.ts';

const portal = usePortal();
const page = '/company/details';

async function asked() {
  const world = await newWorld(portal());
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  const id = await madeField(portal(), world, { label: 'Industry', customer: 'edit' });
  const [dana, maya] = [as(portal(), world.dana), as(portal(), world.owner)];
  const close = { ...shape, label: 'Industry', customer: 'read' };
  return { world, id, dana, maya, close, path: `/settings/fields/${id}` };
}

/** On a busy machine a form may wait for longer than anybody waits elsewhere. */
async function waitLonger(): Promise<void> {
  await peek(
    portal().database,
    `create function wait_longer() returns trigger language plpgsql as $$
      begin perform set_config('lock_timeout', '60s', true); return new; end $$`,
  );
  await peek(
    portal().database,
    'create trigger waits before insert on idempotency_keys for each row execute function wait_longer()',
  );
}

const value = (id: string) =>
  peek<{ text_value: string }>(portal().database, 'select text_value from field_values where field_id = $1', [id]);

test('a field is closed to customers once who is writing into it is done, and neither of the two fails', async () => {
  const { id, dana, maya, close, path } = await asked();
  const theirs = { ...(await dana.form(page, page)), [`f-${id}`]: 'Robotics' };
  const ours = { ...(await maya.form(path, path)), ...close };
  await waitLonger();
  // Held between what Dana's form reads of the field, and what it writes.
  const gate = new pg.Client({ connectionString: portal().database.superuser });
  await gate.connect();
  await gate.query('begin; lock table field_values in access exclusive mode');
  const waiting = async () =>
    (
      await peek(
        portal().database,
        'select from pg_locks where database = (select oid from pg_database where datname = current_database()) and not granted',
      )
    ).length;
  const written = dana.postRaw(page, theirs);
  await expect.poll(waiting, { timeout: 15_000 }).toBe(1);
  let over = false;
  const closed = maya.postRaw(path, ours).finally(() => {
    over = true;
  });
  await expect.poll(async () => over || (await waiting()) === 2, { timeout: 15_000 }).toBe(true);
  await gate.query('rollback');
  await gate.end();
  expect([(await written).status, (await closed).status]).toEqual([303, 303]);
  expect(await value(id)).toEqual([{ text_value: 'Robotics' }]);
});

test('what a customer typed into a field that was closed meanwhile comes back, and is not dropped without a word; control: one that is open', async () => {
  const { id, dana, maya, close, path } = await asked();
  expect((await dana.submit(page, page, { [`f-${id}`]: 'Robotics' })).status).toBe(303);
  const theirs = await dana.form(page, page);
  expect((await maya.submit(path, path, close)).status).toBe(303);
  const late = await dana.postRaw(page, { ...theirs, [`f-${id}`]: 'Robots and arms' });
  expect(late.status).toBe(409);
  expect(late.text).toContain('Robots and arms');
  // Whoever has touched nothing of it loses nothing.
  expect((await dana.postRaw(page, theirs)).status).toBe(303);
  expect(await value(id)).toEqual([{ text_value: 'Robotics' }]);
});

test('what was typed on a new question into a field that was closed meanwhile comes back beside the text, and the question is asked by the next press; control: left empty, by the first', async () => {
  const { world, dana, maya } = await asked();
  const id = await madeField(portal(), world, { subject: 'ticket', label: 'Order number', customer: 'edit' });
  const theirs = await dana.form('/support/new', '/support');
  const path = `/settings/fields/${id}`;
  const close = { ...shape, subject: 'ticket', label: 'Order number', customer: 'read' };
  expect((await maya.submit(path, path, close)).status).toBe(303);
  const tickets = async () =>
    (await peek(portal().database, 'select from tickets where workspace_id = $1', [world.workspaceId])).length;
  const ask = (typed: Record<string, string>) =>
    dana.postRaw('/support', {
      ...{ ...theirs, _once: crypto.randomUUID() },
      ...{ subject: 'The door sticks', urgency: 'question', body: 'Since Monday.', ...typed },
    });
  const late = await ask({ [`f-${id}`]: 'NW-4711' });
  expect([late.status, await tickets()]).toEqual([422, 0]);
  for (const words of ['The door sticks', 'Since Monday.', '“Order number: NW-4711”'])
    expect(late.text).toContain(words);
  expect(late.text).not.toContain(`name="f-${id}"`);
  // Whom it named is told of, and not by a number.
  const named = await ask({ [`f-${id}`]: world.agent.id });
  expect([named.status, named.text.includes(world.agent.id)]).toEqual([422, false]);
  expect([(await ask({ [`f-${id}`]: '' })).status, await tickets()]).toEqual([303, 1]);
  expect([(await ask({})).status, await tickets()]).toEqual([303, 2]);
});

test('of several questions that were closed meanwhile each is told of by its name, a day as a day; control: one that is not shown any more, by the words alone', async () => {
  const { world, dana, maya } = await asked();
  const kinds = { 'Order number': 'text', 'Arrives on': 'date', Reason: 'text' };
  const ids = new Map<string, string>();
  for (const [label, kind] of Object.entries(kinds))
    ids.set(label, await madeField(portal(), world, { subject: 'ticket', label, kind, customer: 'edit' }));
  const theirs = await dana.form('/support/new', '/support');
  for (const [label, id] of ids) {
    const path = `/settings/fields/${id}`;
    const customer = label === 'Reason' ? 'hidden' : 'read';
    const close = { ...shape, subject: 'ticket', label, kind: kinds[label as 'Reason'], customer };
    expect((await maya.submit(path, path, close)).status).toBe(303);
  }
  const typed = { 'Order number': 'NW-4711', 'Arrives on': '2026-11-05', Reason: 'Too small' };
  const late = await dana.postRaw('/support', {
    ...{ ...theirs, subject: 'The door sticks', urgency: 'question', body: 'Since Monday.' },
    ...Object.fromEntries(Object.entries(typed).map(([label, text]) => [`f-${ids.get(label)}`, text])),
  });
  expect(late.status).toBe(422);
  expect(late.text).toContain('Some of the questions of this form are not asked any more.');
  expect(late.text).toMatch(/“Order number: NW-4711; Arrives on: (5 Nov|Nov 5,) 2026; Too small”/);
});

test('a field that is shut for a customer while their form waits for its turn is not written', async () => {
  const { world, id, dana } = await asked();
  const theirs = { ...(await dana.form(page, page)), [`f-${id}`]: 'Robotics' };
  const team = new pg.Client({ connectionString: portal().database.superuser });
  await team.connect();
  await team.query('begin');
  await team.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`fields ${world.workspaceId}`]);
  const written = dana.postRaw(page, theirs);
  const waiting = `select from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  await expect.poll(() => peek(portal().database, waiting), { timeout: 4_000 }).toHaveLength(1);
  await team.query(
    "insert into segment_gates (workspace_id, id, kind, object) values ($1, gen_random_uuid(), 'field', $2)",
    [world.workspaceId, id],
  );
  await team.query('commit');
  await team.end();
  expect([(await written).status, await value(id)]).toEqual([409, []]);
});

import { parse } from 'parse5';
import { expect, test } from 'vitest';
import { as, attribute, type Client, elements } from './client.ts';
import { peek } from './database.ts';
import { openPortal, usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal();

interface State {
  status: string;
  waiting_since: Date | null;
  solved_at: Date | null;
}

const stateOf = async (world: World): Promise<State> =>
  (
    await peek<State>(
      portal().database,
      'select status, waiting_since, solved_at from tickets where workspace_id = $1 and number = 1',
      [world.workspaceId],
    )
  )[0]!;

async function asked(): Promise<{ world: World; dana: Client; priya: Client }> {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  await dana.submit('/support/new', '/support', { subject: 'One', urgency: 'slows', body: 'Hello' });
  return { world, dana, priya: as(portal(), world.agent) };
}

/** The fields of the button beside what the page says was done; undefined when it says nothing. */
async function undoOn(client: Client, page: string): Promise<Record<string, string> | undefined> {
  const [region] = [...elements(parse((await client.get(page)).text), 'div')].filter(
    (each) => attribute(each, 'id') === 'toasts',
  );
  const [form] = elements(region!, 'form');
  if (!form) return undefined;
  const fields = [...elements(form, 'input')].map((input) => [attribute(input, 'name'), attribute(input, 'value')]);
  return Object.fromEntries(fields) as Record<string, string>;
}

async function undo(client: Client, room: 'inbox' | 'support', what = 'reopening'): Promise<number> {
  const fields = await undoOn(client, `/${room}/1`);
  return (await client.postRaw(`/${room}/1/${what}`, fields ?? {})).status;
}

const count = async (world: World, kind: string): Promise<number> =>
  (
    await peek<{ n: number }>(
      portal().database,
      'select count(*)::int as n from events where workspace_id = $1 and kind = $2',
      [world.workspaceId, kind],
    )
  )[0]!.n;

test.each([
  ['new', undefined],
  ['pending', { status: 'pending' }],
  ['on_hold', { status: 'on_hold' }],
])('the team solves by mistake a ticket that is %s, and takes it back', async (status, first) => {
  const { world, priya } = await asked();
  if (first) await priya.submit('/inbox/1', '/inbox/1/triage', first);
  const before = await stateOf(world);
  expect(before.status).toBe(status);
  await priya.submit('/inbox/1', '/inbox/1/closure');
  expect((await stateOf(world)).status).toBe('solved');
  // The page that comes next says it, with a form that works without scripts.
  expect(await undo(priya, 'inbox')).toBe(303);
  expect(await stateOf(world)).toEqual(before);
  expect(await count(world, 'ticket.solved')).toBe(1);
  expect(await count(world, 'ticket.reopened')).toBe(1);
});

test('the button stands on the next page once, and "Open again" is another thing', async () => {
  const { world, priya } = await asked();
  await priya.submit('/inbox/1', '/inbox/1/triage', { status: 'pending' });
  await priya.submit('/inbox/1', '/inbox/1/closure');
  expect((await undoOn(priya, '/inbox/1'))?.undo).toMatch(/^[0-9a-f-]{36}$/);
  expect(await undoOn(priya, '/inbox/1')).toBeUndefined();
  await priya.submit('/inbox/1', '/inbox/1/reopening');
  const after = await stateOf(world);
  expect([after.status, after.waiting_since === null]).toEqual(['open', false]);
});

test('a customer takes their own back as well, and it is their turn again', async () => {
  const { world, dana, priya } = await asked();
  await priya.submit('/inbox/1', '/inbox/1/replies', { body: 'Which browser?', outcome: 'wait' });
  const before = await stateOf(world);
  await dana.submit('/support/1', '/support/1/closure');
  expect(await undo(dana, 'support')).toBe(303);
  expect(await stateOf(world)).toEqual(before);
});

test('nobody takes back another’s solution, nor one that is not the last: it is opened again instead', async () => {
  const { world, priya } = await asked();
  await priya.submit('/inbox/1', '/inbox/1/triage', { status: 'pending' });
  await priya.submit('/inbox/1', '/inbox/1/closure');
  const form = (await undoOn(priya, '/inbox/1'))!;
  const maya = as(portal(), world.owner);
  const own = await maya.form('/inbox/1', '/inbox/1/reopening');
  expect(own.undo).toBeUndefined();
  await maya.postRaw('/inbox/1/reopening', { ...own, undo: form.undo! });
  expect((await stateOf(world)).status).toBe('open');
  await maya.submit('/inbox/1', '/inbox/1/closure');
  await priya.postRaw('/inbox/1/reopening', { ...form, undo: form.undo! });
  expect((await stateOf(world)).status).toBe('open');
});

test('who takes a ticket over takes that back too, unless it has changed hands since', async () => {
  const { world, priya } = await asked();
  const has = async () =>
    (
      await peek<{ assignee_id: string | null }>(
        portal().database,
        'select assignee_id from tickets where workspace_id = $1 and number = 1',
        [world.workspaceId],
      )
    )[0]!.assignee_id;
  const maya = as(portal(), world.owner);
  const take = (client: Client, assignee: string) => client.submit('/inbox/1', '/inbox/1/assignment', { assignee });
  await take(priya, world.agent.id);
  expect(await undo(priya, 'inbox', 'assignment')).toBe(303);
  expect(await has()).toBe(null);
  // What was taken back is not offered to be taken back.
  expect((await priya.get('/inbox/1')).text).toContain('Taken back.');
  expect(await undoOn(priya, '/inbox/1')).toBeUndefined();

  await take(maya, world.owner.id);
  await take(priya, world.agent.id);
  expect(await undo(priya, 'inbox', 'assignment')).toBe(303);
  expect(await has()).toBe(world.owner.id);

  await take(priya, world.agent.id);
  await take(maya, world.owner.id);
  expect(await undo(priya, 'inbox', 'assignment')).toBe(409);
  expect(await has()).toBe(world.owner.id);
  // Whose it is already: nothing has happened.
  await take(maya, world.owner.id);
  expect(await undoOn(maya, '/inbox/1')).toBeUndefined();
});

test('what a colleague had who has left is not offered to be given back; control: who is there gets it back', async () => {
  const { world, priya } = await asked();
  const maya = as(portal(), world.owner);
  const take = (client: Client, assignee: string) => client.submit('/inbox/1', '/inbox/1/assignment', { assignee });
  await take(priya, world.agent.id);
  await take(maya, world.owner.id);
  expect(await undoOn(maya, '/inbox/1')).toMatchObject({ assignee: world.agent.id });
  await take(maya, world.agent.id);
  await peek(portal().database, 'update members set disabled_at = now() where id = $1', [world.agent.id]);
  await take(maya, world.owner.id);
  expect(await undoOn(maya, '/inbox/1')).toBeUndefined();
});

test('what was taken back before anybody heard of it is told to nobody; who heard it hears the rest', async () => {
  // A portal of its own: its worker starts when this test says so.
  const own = await openPortal();
  try {
    const world = await newWorld(own);
    const dana = as(own, world.dana);
    const priya = as(own, world.agent);
    await dana.submit('/support/new', '/support', { subject: 'One', urgency: 'slows', body: 'Hello' });
    const told = () =>
      peek<{ kind: string }>(own.database, 'select kind from notifications where identity_id = $1', [
        world.dana.identityId,
      ]);
    await priya.submit('/inbox/1', '/inbox/1/closure');
    await undo(priya, 'inbox');
    await own.workJobs();
    expect(await told()).toEqual([]);

    await priya.submit('/inbox/1', '/inbox/1/closure');
    await own.workJobs();
    expect(await told()).toEqual([{ kind: 'ticket.solved' }]);
    await undo(priya, 'inbox');
    await own.workJobs();
    expect(await told()).toEqual([{ kind: 'ticket.reopened' }]);
    // Neither solving nor opening again is mailed to the customer at all.
    const mails = 'select count(*)::int as n from mails where identity_id = $1';
    expect(await peek(own.database, mails, [world.dana.identityId])).toEqual([{ n: 0 }]);
  } finally {
    await own.close();
  }
});

test('of an answer that solves, or opens again, the bell has the answer, and leads to it; control: without words it says what was done', async () => {
  const own = await openPortal();
  try {
    const world = await newWorld(own);
    const dana = as(own, world.dana);
    const priya = as(own, world.agent);
    await dana.submit('/support/new', '/support', { subject: 'One', urgency: 'slows', body: 'Hello' });
    const bell = async () => {
      await own.workJobs();
      return peek<{ kind: string; url: string }>(
        own.database,
        'select kind, url from notifications where identity_id = $1',
        [world.dana.identityId],
      );
    };
    const answer = (body: string, outcome: string) => priya.submit('/inbox/1', '/inbox/1/replies', { body, outcome });
    const withWords = [{ kind: 'ticket.replied', url: expect.stringMatching(/^\/support\/1\?from=.+#reply-/) }];
    await answer('It is the export.', 'solve');
    expect(await bell()).toEqual(withWords);
    await answer('One more thing: which browser?', 'wait');
    expect(await bell()).toEqual(withWords);
    await priya.submit('/inbox/1', '/inbox/1/closure');
    expect(await bell()).toEqual([{ kind: 'ticket.solved', url: '/support/1' }]);
  } finally {
    await own.close();
  }
});

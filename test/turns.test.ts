import { expect, test } from 'vitest';
import { as } from './client.ts';
import { peek } from './database.ts';
import { mailsTo } from './mails.ts';
import { usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const portal = usePortal();

test('whoever has the turn, every list and every number says the same', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const priya = as(portal(), world.agent);
  const write = (body: string, outcome: string) =>
    priya.submit('/inbox/1', '/inbox/1/replies', { body: `${body} ${crypto.randomUUID()}`, outcome });
  const triage = (status: string) => priya.submit('/inbox/1', '/inbox/1/triage', { status });
  const ask = () => dana.submit('/support/1', '/support/1/replies', { body: `And? ${crypto.randomUUID()}` });
  const steps: [string, 'ours' | 'theirs' | 'done', () => Promise<{ status: number }>][] = [
    [
      'asked',
      'ours',
      () => dana.submit('/support/new', '/support', { subject: 'One', urgency: 'slows', body: 'Hello' }),
    ],
    ['assigned', 'ours', () => priya.submit('/inbox/1', '/inbox/1/assignment', { assignee: world.agent.id })],
    ['kept', 'ours', () => write('We come back to you.', 'keep')],
    ['held', 'ours', () => triage('on_hold')],
    ['kept again', 'ours', () => write('Still at it.', 'keep')],
    ['asked back', 'theirs', () => write('Which one?', 'wait')],
    ['answered', 'ours', ask],
    ['given to them', 'theirs', () => triage('pending')],
    ['taken back', 'ours', () => triage('open')],
    ['solved by hand', 'done', () => priya.submit('/inbox/1', '/inbox/1/closure', {})],
    ['opened again', 'ours', () => priya.submit('/inbox/1', '/inbox/1/reopening', {})],
    ['solved with words', 'done', () => write('Done.', 'solve')],
    ['not solved after all', 'ours', ask],
    ['kept once more', 'ours', () => write('Right, we look again.', 'keep')],
    ['solved by the customer', 'done', () => dana.submit('/support/1', '/support/1/closure', {})],
    ['opened by the customer', 'ours', () => dana.submit('/support/1', '/support/1/reopening', {})],
    ['closed', 'done', () => triage('closed')],
  ];
  for (const [name, turn, step] of steps) {
    const before = new Date();
    expect((await step()).status, name).toBe(303);
    const [row] = await peek<{ waiting_since: Date | null }>(
      portal().database,
      'select waiting_since from tickets where workspace_id = $1',
      [world.workspaceId],
    );
    const since = row!.waiting_since;
    const queue = (await priya.get('/inbox')).text;
    const desk = (await priya.get('/inbox/1')).text;
    const theirs = (await priya.get('/inbox?view=waiting')).text;
    const customer = (await priya.get(`/customers/${world.accountId}`)).text;
    expect(
      {
        waits: since !== null,
        queued: queue.includes('href="/inbox/1#newest"'),
        pill: desk.includes('Our turn'),
        customerPill: customer.includes('Our turn'),
        withThem: theirs.includes('href="/inbox/1?view=waiting#newest"'),
      },
      name,
    ).toEqual({
      waits: turn === 'ours',
      queued: turn === 'ours',
      pill: turn === 'ours',
      customerPill: turn === 'ours',
      withThem: turn === 'theirs',
    });
    // A promise to come back starts the waiting anew.
    if (name.startsWith('kept')) expect(since!.getTime(), name).toBeGreaterThanOrEqual(before.getTime());
  }
});

test.each([
  ['/inbox?status=solved', true],
  ['/inbox?view=mine&status=pending', false],
  ['/inbox?view=waiting&status=closed', false],
  ['/inbox?view=solved&status=solved', true],
])('a status its queue never holds is looked for among all tickets: %s', async (address, found) => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const priya = as(portal(), world.agent);
  await dana.submit('/support/new', '/support', { subject: 'One', urgency: 'slows', body: 'Hello' });
  await priya.submit('/inbox/1', '/inbox/1/closure');
  const { text } = await priya.get(address);
  expect(text.includes('href="/inbox/1?')).toBe(found);
  const view = /<select[^>]*name="view"[^>]*>.*?<option value="([a-z]+)" selected/s.exec(text)?.[1];
  expect(view).toBe(address.includes('view=solved') ? 'solved' : 'all');
});

test.each([
  ['solved', 'Solved'],
  ['closed', 'Closed'],
])('a ticket that is %s says so once in its row and at its head', async (status, word) => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  await dana.submit('/support/new', '/support', { subject: 'One', urgency: 'slows', body: 'Hello' });
  await as(portal(), world.agent).submit('/inbox/1', '/inbox/1/triage', { status });
  const row = /<li[^>]*>(?:(?!<li).)*href="\/support\/1".*?<\/li>/s.exec(
    (await dana.get('/support?view=solved')).text,
  )?.[0];
  expect(row?.match(/Solved|Closed/g)).toEqual([word]);
  const turn = /data-turn="done"[^>]*>(.*?)<\/span>/s.exec((await dana.get('/support/1')).text)?.[1];
  expect(turn).toContain(word);
});

test('all mails about a ticket have one subject, whoever writes, so that mail programs put them together', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  await dana.submit('/support/new', '/support', {
    subject: 'The export stops',
    urgency: 'slows',
    body: 'Since today.',
  });
  for (const member of [world.agent, world.owner])
    await as(portal(), member).submit('/inbox/1', '/inbox/1/replies', { body: 'We look.', outcome: 'wait' });
  await dana.submit('/support/1', '/support/1/replies', { body: 'Thank you.' });
  await portal().workJobs();
  const subjects = async (email: string) => (await mailsTo(portal(), world, email)).map(({ subject }) => subject);
  expect(await subjects(world.dana.email)).toEqual(['The export stops [T-1]', 'The export stops [T-1]']);
  expect(new Set(await subjects(world.agent.email))).toEqual(new Set(['The export stops [T-1]']));
});

test('whoever asked and may not answer is no colleague of their own; control: a colleague reads who is next', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  await dana.submit('/support/new', '/support', { subject: 'One', urgency: 'slows', body: 'Hello' });
  await as(portal(), world.agent).submit('/inbox/1', '/inbox/1/replies', { body: 'Which one?', outcome: 'wait' });
  await peek(portal().database, "update contacts set role = 'viewer' where id = $1", [world.dana.id]);
  for (const path of ['/support', '/support/1']) {
    const mine = (await dana.get(path)).text;
    expect(mine, path).toContain('One');
    expect(mine, path).not.toContain('With Dana');
    expect((await as(portal(), world.viewer).get(path)).text, path).toContain('With Dana');
  }
});

test('the search says whose turn it is as lists do: of a colleague’s ticket, theirs', async () => {
  const world = await newWorld(portal());
  await peek(portal().database, "update contacts set role = 'contributor' where id = $1 returning id", [
    world.viewer.id,
  ]);
  const luis = as(portal(), world.viewer);
  await luis.submit('/support/new', '/support', { subject: 'The arm is slow', urgency: 'slows', body: 'Since today.' });
  await as(portal(), world.agent).submit('/inbox/1', '/inbox/1/replies', { body: 'Which arm?', outcome: 'wait' });
  const dana = as(portal(), world.dana);
  const turnIn = async (client: typeof dana) =>
    /data-turn="(\w+)"[^>]*>(.*?)<\/span>/s.exec((await client.get('/search?q=arm')).text)?.slice(1);
  expect(await turnIn(dana)).toEqual(['them', `With ${world.viewer.name.split(' ')[0]}`]);
  // Control: whoever asked.
  expect(await turnIn(luis)).toEqual(['you', 'Your turn']);
});

test('words to a customer for whom it is solved leave it solved, unless somebody says otherwise, and then the log says so', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const priya = as(portal(), world.agent);
  await dana.submit('/support/new', '/support', { subject: 'One', urgency: 'slows', body: 'Hello' });
  const chosen = async () =>
    /<option value="(\w+)" selected/.exec(
      /<select[^>]*name="outcome"[\s\S]*?<\/select>/.exec((await priya.get('/inbox/1')).text)![0],
    )?.[1];
  const write = (body: string, outcome: string) => priya.submit('/inbox/1', '/inbox/1/replies', { body, outcome });
  const log = async () =>
    (
      await peek<{ kind: string }>(
        portal().database,
        "select kind from events where workspace_id = $1 and kind in ('ticket.solved', 'ticket.reopened') order by id",
        [world.workspaceId],
      )
    ).map(({ kind }) => kind);
  const turn = async () => /data-turn="(\w+)"/.exec((await dana.get('/support/1')).text)?.[1];
  expect(await chosen()).toBe('wait');
  await dana.submit('/support/1', '/support/1/closure');
  expect(await chosen()).toBe('solve');
  expect((await write('You are welcome.', 'solve')).status).toBe(303);
  expect([await turn(), await log()]).toEqual(['done', ['ticket.solved']]);
  await write('One more thing: which browser was it?', 'wait');
  expect([await turn(), await log()]).toEqual(['you', ['ticket.solved', 'ticket.reopened']]);
});

import { parse } from 'parse5';
import { beforeAll, expect, test } from 'vitest';
import { as, attribute, elements } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal();
let world: World;

beforeAll(async () => {
  world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  for (const subject of ['Spam', 'Invoice', 'Logo'])
    await dana.submit('/support/new', '/support', { subject, urgency: 'question', body: 'Hello' });
  const priya = as(portal(), world.agent);
  await priya.submit('/inbox/2', '/inbox/2/closure');
  await priya.submit('/inbox/3', '/inbox/3/assignment', { assignee: world.agent.id });
});

/** The links of the page, by their words. */
function links(text: string): Map<string, string> {
  const words = (node: Parameters<typeof elements>[0]): string =>
    'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(words).join('') : '';
  return new Map([...elements(parse(text), 'a')].map((link) => [words(link).trim(), attribute(link, 'href') ?? '']));
}

test('the number beside the inbox is the number of the list it leads to', async () => {
  for (const who of [world.agent, world.owner]) {
    const found = links((await as(portal(), who).get('/inbox')).text);
    expect([...found.keys()]).toContain('Inbox2 waiting for us');
    expect([...found.keys()]).toContain('Team2');
  }
  expect([...links((await as(portal(), world.agent).get('/inbox')).text).keys()]).toContain('Mine1');
});

test('a number that stops at a hundred says so', async () => {
  const many = await newWorld(portal());
  await as(portal(), many.dana).submit('/support/new', '/support', { subject: 'A', urgency: 'slows', body: 'B' });
  await peek(
    portal().database,
    `insert into tickets (workspace_id, id, account_id, number, subject, requester_id, waiting_since)
     select workspace_id, gen_random_uuid(), account_id, number + n, subject, requester_id, waiting_since
     from tickets, generate_series(1, 120) n where workspace_id = $1`,
    [many.workspaceId],
  );
  const found = [...links((await as(portal(), many.agent).get('/inbox')).text).keys()];
  expect(found).toContain('Inbox99+ waiting for us');
  expect(found).toContain('Team99+');
  expect([...links((await as(portal(), many.dana).get('/support')).text).keys()]).toContain('Open99+');
});

test('a customer sees how many are open and how many are solved', async () => {
  const found = [...links((await as(portal(), world.dana).get('/support')).text).keys()];
  expect(found).toEqual(expect.arrayContaining(['Open2', 'Solved1', 'All']));
  const rival = [...links((await as(portal(), world.rival).get('/support')).text).keys()];
  expect(rival).toEqual(expect.arrayContaining(['Open0', 'Solved0']));
});

test('a search of a customer stands above the list, can be taken away, and says when it finds nothing', async () => {
  const dana = as(portal(), world.dana);
  const page = (await dana.get('/support?view=all&q=zebra&who=me&sort=newest')).text;
  const found = links(page);
  expect(page).toContain('Nothing for “zebra”');
  expect(found.get('Search: “zebra”, remove')).toBe('/support?view=all&who=me&sort=newest');
  expect(found.get('Only mine, remove')).toBe('/support?view=all&q=zebra&sort=newest');
  expect(found.get('Show everything')).toBe('/support?view=all&sort=newest');
  // Numbers of the whole list would not be those of what is found.
  expect([...found.keys()]).toEqual(expect.arrayContaining(['Open', 'Solved']));
  expect((await dana.get('/support')).text).not.toContain('Search: ');
});

test('every filter of the inbox stands above the list and can be taken away, alone or with the others', async () => {
  const priya = as(portal(), world.agent);
  const query = `view=all&q=spam&status=new&priority=low&assignee=${world.agent.id}&account=${world.accountId}`;
  const page = (await priya.get(`/inbox?${query}`)).text;
  const found = links(page);
  for (const [words, gone] of [
    ['Search: “spam”', 'q'],
    ['Customer: Acme Robotics', 'account'],
    ['Status: New', 'status'],
    ['Priority: Low', 'priority'],
    ['Assignee: Priya Raman', 'assignee'],
  ] as const) {
    const href = found.get(`${words}, remove`);
    expect(href, words).toBeDefined();
    const left = new URL(href!, 'http://x').searchParams;
    expect([...left.keys()].sort(), words).toEqual(
      ['view', 'q', 'account', 'status', 'priority', 'assignee'].filter((name) => name !== gone).sort(),
    );
  }
  expect(found.get('Show everything')).toBe('/inbox?view=all');
  expect(page).toContain('Nothing for “spam”');
  // The other account's name is not said to somebody who guesses ids of another business.
  const elsewhere = await newWorld(portal());
  const guessed = (await as(portal(), elsewhere.agent).get(`/inbox?view=all&account=${world.accountId}`)).text;
  expect(guessed).not.toContain('Acme Robotics, remove');
  expect(guessed).toContain('Nothing fits these filters');
});

test('with nothing left to answer the inbox says so, and not that one should pick a ticket', async () => {
  const quiet = await newWorld(portal());
  const maya = as(portal(), quiet.owner);
  expect((await maya.get('/inbox')).text).toContain('Everything is answered');
  await as(portal(), quiet.dana).submit('/support/new', '/support', { subject: 'A', urgency: 'slows', body: 'B' });
  expect((await maya.get('/inbox')).text).toContain('Pick a ticket');
  const mine = (await maya.get('/inbox?view=mine')).text;
  expect(mine).not.toContain('Everything is answered');
  expect(mine).not.toContain('Pick a ticket');
});

test('a viewer on the team reads along, and does not say that they are writing', async () => {
  const watched = await newWorld(portal());
  await as(portal(), watched.dana).submit('/support/new', '/support', { subject: 'A', urgency: 'slows', body: 'B' });
  const priya = as(portal(), watched.agent);
  const form = await priya.form('/inbox/1', '/inbox/1/closure');
  expect((await priya.postRaw('/inbox/1/presence', { _token: form._token! })).status).toBe(204);
  await peek(portal().database, "update members set role = 'viewer' where id = $1", [watched.agent.id]);
  expect((await priya.get('/inbox/1')).status).toBe(200);
  expect((await priya.postRaw('/inbox/1/presence', { _token: form._token! })).status).toBe(403);
});

test('who may not ask is not invited to, and who did something is "you" to themselves', async () => {
  const told = await newWorld(portal());
  const dana = as(portal(), told.dana);
  await dana.submit('/support/new', '/support', { subject: 'A', urgency: 'slows', body: 'B' });
  expect((await dana.get('/support')).text).toContain('Ask Maya');
  expect((await as(portal(), told.viewer).get('/support')).text).not.toContain('Ask Maya');
  const viewer = as(portal(), told.viewer);
  expect([(await viewer.get('/support/new')).status, (await dana.get('/support/new')).status]).toEqual([403, 200]);
  const offered = async (client: typeof dana) =>
    (await client.get('/help/search?q=nothing-like-it')).text.includes('/support/new');
  expect([await offered(viewer), await offered(dana)]).toEqual([false, true]);
  await dana.submit('/support/1', '/support/1/closure');
  expect((await dana.get('/support/1')).text).toContain('You marked this as solved');
  expect((await as(portal(), told.viewer).get('/support/1')).text).toContain('Dana Whitfield marked this as solved');
  expect((await dana.get('/activity')).text).toContain('<b>You</b> marked T-1 as solved');
  const invite = `/customers/${told.accountId}/contacts/new`;
  const newcomer = { contact_name: 'Noor Haddad', email: 'noor@acme.example', role: 'contributor' };
  await as(portal(), told.owner).submit(invite, invite, newcomer);
  expect((await dana.get('/activity')).text).toContain('<b>Maya Lindqvist</b> invited Noor Haddad to the account');
  const german = { 'accept-language': 'de' };
  expect((await dana.get('/activity', german)).text).toContain('<b>Sie</b> haben T-1 als gelöst markiert');
  expect((await dana.get('/support/1', german)).text).toContain('Sie haben das als gelöst markiert');
});

test.each([
  ['team', '/inbox?view=all&q=needle'],
  ['customer', '/support?view=all&q=needle'],
])('of a word that is in many tickets each is found once, page after page, and back: %s', async (side, first) => {
  const many = await newWorld(portal());
  await as(portal(), many.dana).submit('/support/new', '/support', { subject: 'Needle', urgency: 'slows', body: 'B' });
  // Every third was active at the same moment as its neighbours; every second says nothing of needles.
  await peek(
    portal().database,
    `insert into tickets (workspace_id, id, account_id, number, subject, requester_id, active_at)
     select workspace_id, gen_random_uuid(), account_id, number + n, case when n % 2 = 0 then subject else 'Hay' end, requester_id,
       active_at - (n / 3) * interval '1 hour'
     from tickets, generate_series(1, 140) n where workspace_id = $1`,
    [many.workspaceId],
  );
  const reader = as(portal(), side === 'team' ? many.agent : many.dana);
  const rowsOf = (text: string) => [...text.matchAll(/id="ticket-([0-9a-f-]{36})"/g)].map(([, id]) => id);
  const seen: (string | undefined)[] = [];
  const pages: string[] = [];
  for (let next: string | undefined = first; next; ) {
    const { text } = await reader.get(next);
    pages.push(next);
    seen.push(...rowsOf(text));
    const [, query] = /href="(?:\/\w+)?(\?[^"]*after=[^"]*)"/.exec(text) ?? [];
    next = query && first.split('?')[0] + query.replaceAll('&amp;', '&');
  }
  expect(pages).toHaveLength(3);
  expect(seen).toHaveLength(71);
  expect(new Set(seen).size).toBe(71);
  const last = (await reader.get(pages[2]!)).text;
  const [, back] = /href="(?:\/\w+)?(\?[^"]*before=[^"]*)"/.exec(last) ?? [];
  const second = await reader.get(first.split('?')[0] + back!.replaceAll('&amp;', '&'));
  expect(rowsOf(second.text)).toEqual(seen.slice(25, 50));
});

test('a filter of the inbox shows the tickets that fit it, and no other', async () => {
  const mixed = await newWorld(portal());
  const [dana, ines, maya] = [mixed.dana, mixed.rival, mixed.owner].map((who) => as(portal(), who));
  const subjects = ['Acme one', 'Acme two', 'Harbor one', 'Harbor two'];
  for (const subject of subjects) {
    const asks = subject.startsWith('Acme') ? dana! : ines!;
    await asks.submit('/support/new', '/support', { subject, urgency: 'slows', body: 'Hello' });
  }
  for (const [number, who] of [
    [1, mixed.agent],
    [3, mixed.agent],
    [4, mixed.owner],
  ] as const)
    await maya!.submit(`/inbox/${number}`, `/inbox/${number}/assignment`, { assignee: who.id });
  await maya!.submit('/inbox/2', '/inbox/2/triage', { priority: 'urgent' });
  const shown = async (query: string) => {
    const { text } = await maya!.get(`/inbox?view=all&${query}`);
    return subjects.filter((subject) => text.includes(subject));
  };
  expect(await shown('')).toEqual(subjects);
  expect(await shown(`assignee=${mixed.agent.id}`)).toEqual(['Acme one', 'Harbor one']);
  expect(await shown(`assignee=${mixed.owner.id}`)).toEqual(['Harbor two']);
  expect(await shown(`account=${mixed.accountId}`)).toEqual(['Acme one', 'Acme two']);
  expect(await shown(`account=${mixed.rivalAccountId}`)).toEqual(['Harbor one', 'Harbor two']);
  expect(await shown(`account=${mixed.accountId}&assignee=${mixed.agent.id}`)).toEqual(['Acme one']);
  expect(await shown('customer=harbor')).toEqual(['Harbor one', 'Harbor two']);
  expect(await shown('priority=urgent')).toEqual(['Acme two']);
});

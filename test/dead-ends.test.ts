import { expect, test } from 'vitest';
import { rightsOf } from '#platform/rights.ts';
import { as, visitor } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const portal = usePortal();

const withoutCodes = (html: string): string =>
  html.replace(/404-[0-9a-f]{6}/g, '').replace(/(value|content|data-since)="[^"]*"/g, '');

test('a page that is not there keeps the navigation for whoever is signed in, and names who to ask', async () => {
  const world = await newWorld(portal());
  const dana = await as(portal(), world.dana).get('/nowhere');
  expect(dana.status).toBe(404);
  const html = dana.text;
  expect(html).toContain('This page has moved, or was never here');
  expect(html).toMatch(/<nav class="sidebar".*href="\/support"/s);
  expect(html).toContain('href="/search"');
  const { text: maya } = await as(portal(), world.agent).get('/inbox/999');
  expect(maya).toMatch(/<nav class="sidebar".*href="\/inbox"/s);
});

test('the address of a form that came back, opened as a page, leads to the page of the form; control: what is no address of anything', async () => {
  const world = await newWorld(portal());
  const guest = visitor(portal(), world);
  expect(
    (await guest.submit('/sign-in', '/sign-in/password', { email: 'no@one.example', password: 'no' })).status,
  ).toBe(422);
  const dana = as(portal(), world.dana);
  for (const [client, address, page] of [
    [guest, '/sign-in/password', '/sign-in'],
    [guest, '/sign-in/step/setup/app', '/sign-in/step/setup'],
    [dana, '/support/1482/replies', '/support/1482'],
    [as(portal(), world.owner), '/inbox/1482/notes', '/inbox/1482'],
    [dana, '/account/passkeys/1/removal', '/account'],
  ] as const) {
    const { status, location } = await client.get(address);
    expect([status, location], address).toEqual([303, page]);
  }
  expect((await guest.get('/sign-in/nothing')).status).toBe(404);
  expect((await dana.get('/support/1482/nothing')).status).toBe(404);
});

test('control: a visitor’s page has none', async () => {
  const world = await newWorld(portal());
  const { text: html } = await visitor(portal(), world).get('/nowhere');
  expect(html).toContain('This page has moved, or was never here');
  expect(html).not.toContain('class="sidebar"');
});

test('somebody else’s ticket and one that never was look the same, navigation and all', async () => {
  const world = await newWorld(portal());
  const rival = await newWorld(portal());
  const there = as(portal(), rival.dana);
  await there.submit('/support/new', '/support', { subject: 'Rival', urgency: 'question', body: 'Rival words.' });
  const dana = as(portal(), world.dana);
  const [foreign, never] = [await dana.get('/support/1'), await dana.get('/support/2')];
  expect([foreign.status, never.status]).toEqual([404, 404]);
  expect(withoutCodes(foreign.text)).toBe(withoutCodes(never.text));
});

test('no page leads somebody of the team to what their role does not let them do; control: with the one right more it does', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const sql = <Row extends object>(text: string, ...values: unknown[]) => peek<Row>(portal().database, text, values);
  const file = { name: 'list.csv', content: 'Company,Contact,E-Mail\r\nKurz,Ada,ada@kurz.example' };
  const list = (await maya.submit('/customers/import', '/customers/import', { file })).location!;
  await maya.submit(list, `${list}/start`);
  await portal().workJobs();
  const finished = () =>
    sql('select 1 from imports where workspace_id = $1 and finished_at is not null', world.workspaceId);
  await expect.poll(finished, { timeout: 15_000 }).toHaveLength(1);
  const shelf = { 'title-en': 'Installation', audience: 'public' };
  await maya.submit('/knowledge/categories/new', '/knowledge/categories', shelf);
  const [category] = await sql<{ id: string }>('select id from categories where workspace_id = $1', world.workspaceId);
  const doors = [
    ['contacts.invite', '/customers', '/customers/invitations'],
    ['contacts.invite', list, `/customers/invitations/new?import=${list.split('/').at(-1)}`],
    ['contacts.manage', '/customers', '/customers/import'],
    ['customers.manage', `/customers/${world.accountId}/contacts/${world.dana.id}`, `/people/${world.dana.id}/sign-in`],
    ['articles.publish', '/knowledge/categories', `/knowledge/categories/${category!.id}`],
    ['fields.manage', '/settings/sign-up', '/settings/fields'],
    ['audiences.manage', '/settings/help', '/settings/rooms'],
  ] as const;
  await sql(
    `insert into roles (workspace_id, id, side, key, name, rights, reach) values ($1, gen_random_uuid(), 'member', 'own', 'Own', '{}', 'all')`,
    world.workspaceId,
  );
  await sql("update members set role = 'own' where id = $1", world.agent.id);
  const priya = as(portal(), world.agent);
  const shows = async (rights: string[], page: string, link: string) => {
    await sql("update roles set rights = $2 where workspace_id = $1 and key = 'own'", world.workspaceId, rights);
    const { text } = await priya.get(page);
    // The page is there in either case, and the door with the navigation beside it is not meant.
    return [text.includes('<main'), text.slice(text.indexOf('<main')).includes(`href="${link}"`)];
  };
  const all = [...rightsOf('member', 'owner')];
  for (const [right, page, link] of doors) {
    const less = all.filter((one) => one !== right);
    expect([right, page, await shows(less, page, link)]).toEqual([right, page, [true, false]]);
    expect((await priya.get(link)).status).toBeGreaterThanOrEqual(403);
    expect([right, page, await shows(all, page, link)]).toEqual([right, page, [true, true]]);
    expect((await priya.get(link)).status).toBe(200);
  }
});

test('what is sent to something that is no longer there is told so, with its words to copy; control: a page without them', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  await dana.submit('/support/new', '/support', { subject: 'Export', urgency: 'question', body: 'Since Monday.' });
  const form = await dana.form('/support/1', '/support/1/replies');
  const sent = await dana.postRaw('/support/2/replies', { ...form, body: 'It stops at line 40.' });
  expect(sent.status).toBe(404);
  expect(sent.text).toContain('What you wrote was not sent, and is still here');
  expect(sent.text).toMatch(/<textarea[^>]*readonly[^>]*>\s*It stops at line 40\./);
  const pressed = await dana.postRaw('/support/2/replies', { ...form, body: '' });
  expect(pressed.text).toContain('This is no longer here for you');
  expect(pressed.text).not.toContain('What you wrote was not sent');
});

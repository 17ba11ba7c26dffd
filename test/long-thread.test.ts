import { beforeAll, expect, test } from 'vitest';
import { as } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal();
let world: World;

/** A ticket with two thousand messages: Dana's opening, then hers and Priya's in turn, and a note among the oldest. */
beforeAll(async () => {
  world = await newWorld(portal());
  await as(portal(), world.dana).submit('/support/new', '/support', {
    subject: 'Long',
    urgency: 'slows',
    body: 'The opening',
  });
  await peek(
    portal().database,
    `insert into replies (workspace_id, id, account_id, ticket_id, contact_id, member_id, body_html, created_at)
     select $1, gen_random_uuid(), $2, (select id from tickets where workspace_id = $1 and number = 1),
       case when n % 2 = 0 then $3::uuid end, case when n % 2 = 1 then $4::uuid end, '<p>Message ' || n || '.</p>',
       now() + n * interval '1 second'
     from generate_series(2, 2000) n`,
    [world.workspaceId, world.accountId, world.dana.id, world.agent.id],
  );
  await peek(
    portal().database,
    `insert into internal_notes (workspace_id, id, account_id, ticket_id, member_id, body_html, created_at)
     select $1, gen_random_uuid(), $2, (select id from tickets where workspace_id = $1 and number = 1), $3,
       '<p>An old note.</p>', now() + interval '10.5 seconds'`,
    [world.workspaceId, world.accountId, world.agent.id],
  );
});

const numbers = (text: string): number[] => [...text.matchAll(/Message (\d+)\./g)].map((match) => Number(match[1]));
const idOf = async (n: number): Promise<string> =>
  (
    await peek<{ id: string }>(portal().database, 'select id from replies where workspace_id = $1 and body_html = $2', [
      world.workspaceId,
      `<p>Message ${n}.</p>`,
    ])
  )[0]!.id;
/** Where the link with these words leads, without the place on the page. */
const linkTo = (text: string, words: RegExp): string =>
  [...text.matchAll(/<a [^>]*href="([^"]+)"[^>]*>([^<]*)<\/a>/g)]
    .find((match) => words.test(match[2]!))![1]!
    .replaceAll('&amp;', '&');

test('a colleague’s answer is asked after from the last reply there is, whatever of the thread is shown', async () => {
  const priya = as(portal(), world.agent);
  const last = await idOf(2000);
  for (const page of ['/inbox/1', `/inbox/1?from=${await idOf(100)}`])
    expect((await priya.form(page, '/inbox/1/replies'))._seen, page).toBe(last);
});

test.each(['contact', 'member'] as const)(
  'a thread of two thousand shows a %s how it began and its end',
  async (who) => {
    const client = as(portal(), who === 'contact' ? world.dana : world.agent);
    const { text } = await client.get(who === 'contact' ? '/support/1' : '/inbox/1?view=all');
    expect(text).toContain('The opening');
    expect(numbers(text)).toEqual(Array.from({ length: 30 }, (_, n) => 1971 + n));
    expect(text).toContain('Show 50 earlier messages');
    // The note is in the way for the team only.
    expect(text).toContain(who === 'contact' ? '1,919 more before them' : '1,920 more before them');
  },
);

test('the earlier ones come by links, without scripts, above what was there', async () => {
  const dana = as(portal(), world.dana);
  let page = await dana.get('/support/1');
  let link = linkTo(page.text, /earlier messages/);
  expect(link).toMatch(/#reply-[0-9a-f-]{36}$/);
  page = await dana.get(link.split('#')[0]!);
  expect(numbers(page.text)).toEqual(Array.from({ length: 80 }, (_, n) => 1921 + n));
  expect(page.text).toContain(`id="${link.split('#')[1]}"`);
  link = linkTo(page.text, /earlier messages/);
  page = await dana.get(link.split('#')[0]!);
  expect(numbers(page.text)[0]).toBe(1871);
  expect(numbers(page.text).at(-1)).toBe(2000);
});

test('a link to an old message shows it, with what stands around it, and leads back to the end', async () => {
  const dana = as(portal(), world.dana);
  const page = await dana.get(`/support/1?from=${await idOf(1000)}`);
  const found = numbers(page.text);
  expect(page.text).toContain(`id="reply-${await idOf(1000)}"`);
  expect([found[0], found.at(-1)]).toEqual([950, 1200]);
  expect(page.text).toContain('800 newer messages');
  expect(linkTo(page.text, /newer messages/)).toBe('/support/1#newest');
});

test('near the beginning nothing is left out before, and a note is found by the team alone', async () => {
  const [{ id } = { id: '' }] = await peek<{ id: string }>(
    portal().database,
    'select id from internal_notes where workspace_id = $1',
    [world.workspaceId],
  );
  const priya = await as(portal(), world.agent).get(`/inbox/1?view=all&from=${id}`);
  expect(priya.text).toContain('An old note.');
  expect(priya.text).not.toContain('earlier messages');
  const dana = await as(portal(), world.dana).get(`/support/1?from=${id}`);
  expect(dana.text).not.toContain('An old note.');
  expect(numbers(dana.text).at(-1)).toBe(2000);
});

test.each(['nonsense', '01900000-0000-7000-8000-000000000001', "' or 1=1 --"])(
  'a place that is none, %s, is the end of the thread',
  async (from) => {
    const page = await as(portal(), world.dana).get(`/support/1?from=${encodeURIComponent(from)}`);
    expect(page.status).toBe(200);
    expect(numbers(page.text)).toHaveLength(30);
  },
);

test('the newest place is the first message of the other side that nobody has answered', async () => {
  const small = await newWorld(portal());
  const dana = as(portal(), small.dana);
  const priya = as(portal(), small.agent);
  const newest = (text: string): string =>
    /<article[^>]*><span id="newest"[^>]*><\/span>.*?<div class="writing prose">(.*?)<\/div>/s.exec(text)?.[1] ?? '';
  await dana.submit('/support/new', '/support', { subject: 'Short', urgency: 'slows', body: 'First' });
  await priya.submit('/inbox/1', '/inbox/1/replies', { body: 'Answer' });
  await dana.submit('/support/1', '/support/1/replies', { body: 'Second' });
  await dana.submit('/support/1', '/support/1/replies', { body: 'Third' });
  await priya.submit('/inbox/1?mode=note', '/inbox/1/notes', { body: 'A note is no answer' });
  expect(newest((await priya.get('/inbox/1')).text)).toContain('Second');
  await priya.submit('/inbox/1', '/inbox/1/replies', { body: 'Last word' });
  expect(newest((await dana.get('/support/1')).text)).toContain('Last word');
  expect(newest((await priya.get('/inbox/1?view=all')).text)).toContain('Last word');
  const list = (await priya.get('/inbox?view=all')).text;
  expect(list).toContain('href="/inbox/1?view=all#newest"');
});

test('what a notification leads to is on the page it leads to', async () => {
  const dana = as(portal(), world.dana);
  await as(portal(), world.agent).submit('/inbox/1?view=all', '/inbox/1/replies', { body: 'Told by the bell' });
  await portal().workJobs();
  const link = /href="(\/support\/1\?from=[^"]+)"/.exec((await dana.get('/notifications')).text)![1]!;
  const [address, place] = link.replaceAll('&amp;', '&').split('#');
  const page = await dana.get(address!);
  expect(page.text).toContain(`id="${place}"`);
  // It is the page of the ticket still: seeing it marks the notification read.
  expect(page.text).toMatch(/data-mark-read=/);
});

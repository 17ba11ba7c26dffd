import { expect, test } from 'vitest';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

const ask = (client: Client, subject: string) =>
  client.submit('/support/new', '/support', { subject, urgency: 'slows', body: 'Please look at this.' });
const answer = (client: Client, number: number, outcome: 'wait' | 'solve') =>
  client.submit(`/inbox/${number}`, `/inbox/${number}/replies`, { body: 'Which browser is it?', outcome });

test('the first page leads everybody to their own place', async () => {
  const world = await newWorld(portal());
  expect((await as(portal(), world.owner).get('/')).location).toBe('/inbox');
  expect((await visitor(portal(), world).get('/')).location).toBe('/sign-in');
  expect((await as(portal(), world.dana).get('/')).status).toBe(200);
});

test('an account that never asked for anything is welcomed by its lead', async () => {
  const world = await newWorld(portal());
  const page = await as(portal(), world.dana).get('/');
  expect(page.text).toContain('Welcome, Dana. I’m Maya.');
  expect(page.text).toContain(`Signed in as ${world.dana.email}`);
  expect(page.text).toContain('First reply within 2 hours');
  expect(page.text).toContain('Luis is here already.');
  const lonely = await as(portal(), world.rival).get('/');
  expect(lonely.text).toContain('Welcome, Ines.');
  expect(lonely.text).not.toContain('Maya');
});

test('whoever may only read is not asked to ask', async () => {
  const world = await newWorld(portal());
  expect((await as(portal(), world.dana).get('/')).text).toContain('Tell us what you need first');
  expect((await as(portal(), world.viewer).get('/')).text).not.toContain('Tell us what you need first');
});

test('whoever may only read is not told that something needs them', async () => {
  const world = await newWorld(portal());
  await ask(as(portal(), world.dana), 'A question');
  await answer(as(portal(), world.agent), 1, 'wait');
  const pages = async (who: typeof world.dana) => {
    const [home, list] = [await as(portal(), who).get('/'), await as(portal(), who).get('/support')];
    return {
      needs: home.text.includes('1 thing needs you.'),
      counted: list.text.includes('<span class="count you">1'),
    };
  };
  expect(await pages(world.dana)).toEqual({ needs: true, counted: true });
  expect(await pages(world.viewer)).toEqual({ needs: false, counted: false });
});

test('what colleagues are asked stands apart, with their names, and is counted by nobody else; who is named on it is asked too', async () => {
  const world = await newWorld(portal());
  await ask(as(portal(), world.dana), 'A question of Dana’s');
  await answer(as(portal(), world.agent), 1, 'wait');
  const seen = async (who: typeof world.dana) => {
    const [home, list] = [await as(portal(), who).get('/'), await as(portal(), who).get('/support')];
    const theirs = /<section[^>]*="theirs"[\s\S]*?<\/section>/.exec(home.text)?.[0] ?? '';
    return {
      needs: home.text.includes('1 thing needs you.'),
      apart: theirs.includes('A question of Dana’s') && theirs.includes('With Dana'),
      counted: list.text.includes('<span class="count you">1'),
      turn: /class="turn[^>]*>(?:<[^>]*>)*([^<]+)/.exec(list.text)?.[1],
    };
  };
  const asked = { needs: true, apart: false, counted: true, turn: 'Your turn' };
  const others = { needs: false, apart: true, counted: false, turn: 'With Dana' };
  expect(await seen(world.dana)).toEqual(asked);
  expect(await seen(world.viewer)).toEqual(others);
  const role = 'update contacts set role = (select role from contacts where id = $1) where id = $2';
  await peek(portal().database, role, [world.dana.id, world.viewer.id]);
  expect(await seen(world.viewer)).toEqual(others);
  const named = await as(portal(), world.dana).submit('/support/1', '/support/1/people', { person: world.viewer.id });
  expect(named.status).toBe(303);
  expect(await seen(world.viewer)).toEqual(asked);
});

test('home says how much needs the customer, the longest waiting first, and what we are on', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const priya = as(portal(), world.agent);
  for (const subject of ['First question', 'Second question', 'Third question']) await ask(dana, subject);
  await answer(priya, 2, 'wait');
  await answer(priya, 1, 'wait');
  const home = await dana.get('/');
  expect(home.text).toContain('2 things need you. 1 more ticket is with us.');
  expect(home.text.indexOf('Second question')).toBeLessThan(home.text.indexOf('First question'));
  // Only the first one has the page's primary button, and what waits is not listed a second time.
  expect(home.text.match(/class="button primary"/g)).toHaveLength(1);
  expect(home.text).toContain('class="row" href="/support/3"');
  expect(home.text).not.toContain('class="row" href="/support/2"');
  expect(home.text).toContain('Third question');
  expect(home.text).toMatch(/<b>Priya Raman<\/b>/);
});

test('when nothing waits, home says so', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  await ask(dana, 'A question');
  await answer(as(portal(), world.agent), 1, 'solve');
  const home = await dana.get('/');
  expect(home.text).toContain('Nothing needs you right now.');
  expect(home.text).toContain('You’re all caught up');
});

test('home and activity speak the reader’s language', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  await ask(dana, 'A question');
  await answer(as(portal(), world.agent), 1, 'wait');
  const home = await dana.get('/', { 'accept-language': 'de-AT,de;q=0.9' });
  expect(home.text).toContain('Eine Sache wartet auf Sie. Alles andere ist erledigt.');
});

test('activity tells an account what it may know, and nothing of the team or of another account', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const priya = as(portal(), world.agent);
  await ask(dana, 'A question');
  await ask(as(portal(), world.rival), 'A rival question');
  await priya.submit('/inbox/1?mode=note', '/inbox/1/notes', { body: 'A secret' });
  await priya.submit('/inbox/1', '/inbox/1/assignment', { assignee: world.agent.id });
  const kinds = await peek<{ kind: string }>(
    portal().database,
    `select kind from events where workspace_id = $1 and account_id = $2 and audience = 'team'`,
    [world.workspaceId, world.accountId],
  );
  // The control: there is something to hide.
  expect(kinds.map((row) => row.kind)).toContain('ticket.note_added');
  const mine = await dana.get('/activity');
  expect(mine.text.match(/class="marker/g)).toHaveLength(1);
  expect(mine.text).not.toContain('Ines Duarte');
  const team = await priya.get(`/customers/${world.accountId}`);
  expect(team.text.match(/class="marker/g)!.length).toBeGreaterThan(1);
});

test('activity pages forth and back over everything that happened, once', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  for (let n = 0; n < 45; n++) await ask(dana, `Question ${n}`);
  // By itself: the letters of a form's token may end in "T-7", too.
  const refs = (html: string) => [...html.matchAll(/(?<![\w-])T-(\d+)(?![\w-])/g)].map(([, number]) => Number(number));
  const link = (html: string, rel: string) => new RegExp(`href="([^"]*)"[^>]*rel="${rel}"`).exec(html)?.[1];
  const first = await dana.get('/activity');
  const second = await dana.get(link(first.text, 'next')!);
  expect([...refs(first.text), ...refs(second.text)]).toEqual(Array.from({ length: 45 }, (_, n) => 45 - n));
  expect(link(second.text, 'next')).toBeUndefined();
  expect(refs((await dana.get(link(second.text, 'prev')!)).text)).toEqual(refs(first.text));
  expect((await dana.get('/activity?before=nonsense')).status).toBe(200);
});

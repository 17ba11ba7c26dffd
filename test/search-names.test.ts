import { beforeAll, expect, test } from 'vitest';
import { as, type Client } from './client.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal();
let world: World;

beforeAll(async () => {
  world = await newWorld(portal());
  const body = 'Since this morning. Thank you, Dana Whitfield';
  for (const subject of ['Mails land in spam', 'Two labels are missing'])
    await as(portal(), world.dana).submit('/support/new', '/support', { subject, urgency: 'slows', body });
});

async function typed(client: Client, query: string): Promise<string[]> {
  const { text } = await client.get(`/search/palette?q=${query}`, { accept: 'text/vnd.portico.palette' });
  return [...text.matchAll(/<a class="option"[^>]* href="([^"]+)"/g)].map((match) => match[1]!);
}

test.each(['dana', 'whitf'])('whoever has the name stands before what only mentions it: %s', async (query) => {
  const agent = as(portal(), world.agent);
  const person = `/customers/${world.accountId}/contacts/${world.dana.id}`;
  const lines = await typed(agent, query);
  expect(lines[0]).toBe(person);
  expect(lines.some((line) => line.startsWith('/inbox/'))).toBe(true);
  const page = await agent.get(`/search?q=${query}`);
  expect(/<a class="row[^"]*" href="([^"]+)"/.exec(page.text)?.[1]).toBe(person);
});

test('what has the word in its title stands before whom it does not name; the account is called settings, too', async () => {
  expect((await typed(as(portal(), world.agent), 'spam'))[0]).toMatch(/^\/inbox\/\d/);
  expect((await typed(as(portal(), world.dana), 'settings'))[0]).toBe('/account');
});

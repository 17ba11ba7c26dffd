import { beforeAll, expect, test } from 'vitest';
import { as, type Client } from './client.ts';
import { peek } from './database.ts';
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

test('who is on the team is found by whoever looks after it, under the name they have now; control: by nobody else', async () => {
  const owner = as(portal(), world.owner);
  const member = `/settings/members/${world.agent.id}`;
  for (const query of ['priya', 'Ramna', '@raman', world.agent.email])
    expect((await typed(owner, query))[0], query).toBe(member);
  const page = await owner.get('/search?q=priya');
  expect(/<a class="row[^"]*" href="([^"]+)"/.exec(page.text)?.[1]).toBe(member);
  for (const other of [world.agent, world.dana]) {
    expect(await typed(as(portal(), other), 'priya')).not.toContain(member);
    expect((await as(portal(), other).get('/search?q=priya')).text).not.toContain(member);
  }
  await peek(portal().database, "update members set name = 'Priya Kowalczyk' where id = $1", [world.agent.id]);
  expect((await typed(owner, 'kowal'))[0]).toBe(member);
  expect(await typed(owner, 'raman')).not.toContain(member);
});

test('whoever looks after the team and sees some customers only finds all of the team', async () => {
  const rights = '{members.manage,customers.see}';
  const { database } = portal();
  await peek(
    database,
    `with r as (insert into roles (workspace_id, id, key, side, name, reach, rights, built_in)
       values ($1, gen_random_uuid(), 'keeper', 'member', 'Keeper', 'assigned', $2, false) returning key)
     update members set role = (select key from r) where id = $3`,
    [world.workspaceId, rights, world.agent.id],
  );
  expect(await typed(as(portal(), world.agent), 'maya')).toContain(`/settings/members/${world.owner.id}`);
});

import { expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { sealAll } from '#test/event-log.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

const entriesIn = (html: string): string[] =>
  [...html.matchAll(/id="entry-([0-9a-f-]{36})"/g)].map((found) => found[1]!);

test('attempts to come in as somebody say as whom and why, and are found by that person', async () => {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  const strangers = visitor(portal(), world);
  for (const email of [world.dana.email, 'nobody@nowhere.example'])
    await strangers.submit('/sign-in', '/sign-in/password', { email, password: 'not the password' });
  const tries = async (query: string) => (await owner.get(`/audit?side=strangers&${query}`)).text;
  expect(await tries('area=identity')).toContain('could not sign in: wrong password');
  for (const query of ['q=Dana+Whitfield', `q=${world.dana.email}`, `person=${world.dana.identityId}`]) {
    const text = await tries(query);
    expect(entriesIn(text), query).toHaveLength(1);
    expect(text).toContain('could not sign in as Dana Whitfield: wrong password');
  }
  // The control: of somebody else there are none.
  expect(entriesIn(await tries(`person=${world.agent.identityId}`))).toHaveLength(0);
});

test('an entry is found by its bare number, and says that numbers skip what other businesses did', async () => {
  await newWorld(portal(), 'Lumen Energy');
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  await as(portal(), world.dana).submit('/support/new', '/support', {
    subject: 'One',
    urgency: 'slows',
    body: 'Hello',
  });
  await sealAll(portal(), world.workspaceId);
  const [event] = await peek<{ id: string; seq: string }>(
    portal().database,
    "select id, seq from events where workspace_id = $1 and kind = 'ticket.opened'",
    [world.workspaceId],
  );
  expect(entriesIn((await owner.get(`/audit?q=${event!.seq}`)).text)).toContain(event!.id);
  expect((await owner.get(`/audit/${event!.id}`)).text).toContain('counted over everything on this server');
});

import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();

const linkOf = async (world: World, number: number) =>
  (
    await peek<{ id: string }>(
      portal().database,
      `select l.id from guest_links l join tickets t on t.workspace_id = l.workspace_id and t.id = l.ticket_id
       where l.workspace_id = $1 and t.number = $2`,
      [world.workspaceId, number],
    )
  )[0]!;

test('a ticket’s number finds all that is about it, its files and its guests as well, newest first, and nothing of another', async () => {
  const world = await newWorld(portal());
  const [owner, dana] = [as(portal(), world.owner), as(portal(), world.dana)];
  await dana.submit('/support/new', '/support', { subject: 'Pump', urgency: 'question', body: 'It leaks' });
  for (const [at, ref] of ['/support/1', '/support/new'].entries()) {
    const file = { name: `plan-${at}.txt`, type: 'text/plain', content: `the plan ${at}` };
    if (at === 0) await dana.submit(ref, `${ref}/replies`, { body: 'See the plan', file });
    else await dana.submit(ref, '/support', { subject: 'Valve', urgency: 'question', body: 'It sticks', file });
    const { text } = await dana.get(`/support/${at + 1}`);
    expect((await dana.get(/href="(\/files\/[^"]+)"/.exec(text)![1]!)).status).toBe(200);
    const guests = `/inbox/${at + 1}/guests`;
    await owner.submit(guests, guests, { email: `noor-${at}@bluefern.example` });
  }
  await portal().workJobs();
  const { id: link } = await linkOf(world, 1);
  await owner.submit('/inbox/1/guests', `/inbox/1/guests/${link}/removal`);
  // Erased where it stood, a link is in the log still.
  await peek(portal().database, 'delete from guest_links where workspace_id = $1', [world.workspaceId]);
  const kinds = async (q: string) => {
    const { text } = await owner.get(`/audit?q=${q}`);
    const ids = [...text.matchAll(/id="entry-([0-9a-f-]{36})"/g)].map((found) => found[1]!);
    const rows = await peek<{ id: string; kind: string }>(
      portal().database,
      'select id, kind from events where workspace_id = $1',
      [world.workspaceId],
    );
    return ids.map((one) => rows.find((row) => row.id === one)!.kind);
  };
  const about = ['guest.link_ended', 'guest.ticket_shared', 'ticket.file_read', 'ticket.replied'];
  expect(await kinds('T-1')).toEqual([...about, 'ticket.opened']);
  expect(await kinds('T-2')).toEqual(['guest.ticket_shared', 'ticket.file_read', 'ticket.opened']);
});

test('what was asked for is found by the number on a page that could not do it, whole or as it is written there', async () => {
  const world = await newWorld(portal());
  const ticket = { subject: 'Pump', urgency: 'question', body: 'It leaks' };
  await as(portal(), world.dana).submit('/support/new', '/support', ticket);
  const [opened] = await peek<{ id: string; request: string }>(
    portal().database,
    "select id, request_id as request from events where workspace_id = $1 and kind = 'ticket.opened'",
    [world.workspaceId],
  );
  const { id, request } = opened!;
  for (const said of [request, request.slice(0, 8), `404-${request.slice(0, 6)}`]) {
    const { text } = await as(portal(), world.owner).get(`/audit?q=${said}`);
    expect(text, said).toContain(`id="entry-${id}"`);
  }
  expect((await as(portal(), world.owner).get('/audit?q=404-ffffff')).text).not.toContain(`id="entry-${id}"`);
});

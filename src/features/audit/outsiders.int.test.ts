import { expect, test } from 'vitest';
import { anHourLater, askedTicket, comeIn, shareAs } from '#features/guests/guests.testing.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

const entriesIn = (html: string): string[] =>
  [...html.matchAll(/id="entry-([0-9a-f-]{36})"/g)].map((found) => found[1]!);

test('which outsider a ticket was shown to, and who of them read it, is in the log, also once the link is gone', async () => {
  const world = await newWorld(portal());
  await anHourLater(portal());
  const number = await askedTicket(portal(), world);
  const [noor, olu] = ['noor@bluefern.example', 'olu@saltbox.example'];
  for (const email of [noor, olu]) await shareAs(portal(), world.owner, number, email);
  const { guest, page } = await comeIn(portal(), world, noor);
  expect((await guest.get(page)).status).toBe(200);
  const kinds = () =>
    peek<{ id: string; kind: string; data: { email?: string } }>(
      portal().database,
      "select id, kind, data from events where workspace_id = $1 and kind like 'guest.%' order by seq",
      [world.workspaceId],
    );
  await expect.poll(async () => (await kinds()).map(({ kind }) => kind)).toContain('guest.ticket_read');
  await peek(portal().database, 'delete from guest_links where workspace_id = $1', [world.workspaceId]);

  const events = await kinds();
  const shared = events.filter(({ kind }) => kind === 'guest.ticket_shared');
  expect(shared.map(({ data }) => data.email)).toEqual([noor, olu]);
  const log = async (query: string) => (await as(portal(), world.owner).get(`/audit?${query}`)).text;
  const theirs = await log(`q=${noor}`);
  expect(theirs).toContain(`shared T-${number} by link with ${noor}`);
  expect(theirs).toMatch(/noor@bluefern\.example, by a link[\s\S]*read T-1 by link/);
  expect(entriesIn(theirs).sort()).toEqual(
    events
      .map(({ id }) => id)
      .filter((id) => id !== shared[1]!.id)
      .sort(),
  );
  expect(await log(`q=${noor}&side=strangers`)).toContain('by a link');
  // The control: of the other one nothing was read.
  expect(entriesIn(await log(`q=${olu}`))).toEqual([shared[1]!.id]);
});

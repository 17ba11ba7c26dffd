import { expect, test } from 'vitest';
import { anHourLater, comeIn, shareAs } from '#features/guests/guests.testing.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { pageOf, somebody, sound, standsIn } from './privacy.testing.ts';

const portal = usePortal();

test('TRUST 67: from where somebody read as a guest, before they were a contact, is forgotten with them; control: of another guest it stays', async () => {
  const { world, owner } = await somebody(portal());
  await anHourLater(portal());
  const [noor, olu] = ['noor@bluefern.example', 'olu@saltbox.example'];
  for (const email of [noor, olu]) {
    await shareAs(portal(), world.owner, '1', email);
    const { guest, page } = await comeIn(portal(), world, email);
    expect((await guest.get(page)).status).toBe(200);
  }
  await peek(portal().database, 'update contacts set email = $2 where id = $1', [world.viewer.id, noor]);
  const traces = () =>
    peek<{ email: string; n: number }>(
      portal().database,
      `select coalesce(l.email::text, '') as email, count(*)::int as n from events e
         left join guest_links l on l.id = e.subject_id
       where e.workspace_id = $1 and e.subject_type = 'guest_link' and e.actor_kind = 'visitor' and e.ip is not null
       group by 1 order by 1`,
      [world.workspaceId],
    );
  const addresses = async () =>
    (
      await peek<{ data: { email?: string } }>(
        portal().database,
        "select data from events where workspace_id = $1 and kind = 'guest.ticket_shared' order by seq",
        [world.workspaceId],
      )
    ).map(({ data }) => data.email);
  expect((await traces()).map(({ email }) => email)).toEqual([noor, olu]);
  expect(await addresses()).toEqual([noor, olu]);
  await owner.submit(pageOf(world.viewer.id), `/contacts/${world.viewer.id}/anonymisation`, { sure: 'yes' });
  expect((await traces()).map(({ email }) => email)).toEqual([olu]);
  expect(await addresses()).toEqual([undefined, olu]);
  const log = (await owner.get('/audit?area=guest')).text;
  expect(log).toContain('guest.ticket_shared: what this said of somebody is forgotten');
  expect(log).not.toContain(noor);
  await sound(portal(), world);
});

test('TRUST 67: an address without an entry is forgotten, in the log as well; not under a hold, nor of somebody with a page; control: another one stays', async () => {
  const { world, owner } = await somebody(portal());
  await anHourLater(portal());
  const [noor, olu] = ['noor@bluefern.example', 'olu@saltbox.example'];
  for (const email of [noor, olu]) {
    await shareAs(portal(), world.owner, '1', email);
    const { guest, page } = await comeIn(portal(), world, email);
    expect((await guest.get(page)).status).toBe(200);
  }
  const forget = (email: string) => owner.submit('/settings/data', '/settings/data/address', { email });
  const naming = async (email: string) =>
    (await standsIn(portal(), world, email)).filter((table) => table !== 'idempotency_keys');
  const before = await naming(noor);
  expect(before).toEqual(expect.arrayContaining(['events', 'guest_links', 'mails']));

  expect((await forget(world.dana.email)).text).toContain('They have an entry of their own.');
  expect((await forget('never@seen.example')).text).toContain('Nothing of this address is here.');
  await peek(
    portal().database,
    `insert into legal_holds (workspace_id, id, account_id, reason, placed_by) values ($1, gen_random_uuid(), $2, 'Lawsuit', $3)`,
    [world.workspaceId, world.accountId, world.owner.id],
  );
  expect((await forget(noor)).text).toContain('On legal hold');
  expect(await naming(noor)).toEqual(before);
  await peek(portal().database, 'update legal_holds set released_at = now() where workspace_id = $1', [
    world.workspaceId,
  ]);

  expect((await forget(noor)).status).toBe(303);
  expect(await naming(noor)).toEqual([]);
  expect(await naming(olu)).toEqual(before);
  await sound(portal(), world);
});

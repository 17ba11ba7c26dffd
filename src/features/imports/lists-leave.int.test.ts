import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('everybody’s addresses go out as a file to whoever has proved lately who they are; control: a session of a moment ago is enough', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const exported = () =>
    peek<{ n: number }>(
      portal().database,
      "select count(*)::int as n from events where workspace_id = $1 and kind = 'customers.exported'",
      [world.workspaceId],
    ).then(([row]) => row!.n);
  const since = (text: string) =>
    peek(portal().database, `update sessions set created_at = ${text}, proved_at = null where workspace_id = $1`, [
      world.workspaceId,
    ]);
  for (const name of ['contacts.csv', 'customers.csv']) {
    await since("now() - interval '1 hour'");
    const asked = await maya.get(`/customers/export/${name}`);
    expect(asked.text).toContain('Is it still you?');
    expect(asked.text).not.toContain(world.dana.email);
    await since('now()');
    expect((await maya.get(`/customers/export/${name}`)).headers.get('content-type')).toContain('text/csv');
  }
  await expect.poll(exported).toBe(2);
});

test('the file of people says who has access, who has none any more, and who has not come', async () => {
  const world = await newWorld(portal());
  await peek(portal().database, 'update contacts set disabled_at = now() where id = $1', [world.viewer.id]);
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, name, email) values ($1, gen_random_uuid(), $2, 'Nia New', 'nia@acme.example')`,
    [world.workspaceId, world.accountId],
  );
  const { text } = await as(portal(), world.owner).get('/customers/export/contacts.csv');
  const accessOf = (email: string) =>
    text
      .split('\r\n')
      .find((line) => line.includes(email))!
      .split(',')
      .at(-1);
  expect(accessOf(world.dana.email)).toBe('In the portal');
  expect(accessOf(world.viewer.email)).toBe('No access any more');
  expect(accessOf('nia@acme.example')).toBe('Not in the portal yet');
});

import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

const become = (id: string, role: string) =>
  peek(portal().database, 'update contacts set role = $2 where id = $1', [id, role]);

test('TRUST 35: nobody takes a role they may not give by inviting its owner anew; control: a role they may give', async () => {
  const world = await newWorld(portal());
  await become(world.dana.id, 'account_admin');
  const db = portal().database;
  const rights = ['colleagues.manage', 'tickets.colleagues'];
  await peek(
    db,
    `insert into roles (workspace_id, id, side, key, name, rights) values ($1, gen_random_uuid(), 'contact', 'people', 'People', $2)`,
    [world.workspaceId, rights],
  );
  await peek(
    db,
    `insert into contacts (workspace_id, id, account_id, name, email, role)
     values ($1, gen_random_uuid(), $2, 'Chief', 'cfo@acme.example', 'account_admin')`,
    [world.workspaceId, world.accountId],
  );
  const dana = as(portal(), world.dana);
  const form = await dana.form('/company', '/company/people');
  await become(world.dana.id, 'people');
  const invite = (email: string, n: number) =>
    dana.postRaw('/company/people', {
      ...form,
      _once: `invite-them-${n}-0000`,
      contact_name: 'New',
      email,
      role: 'people',
    });
  const roleBy = async (email: string) =>
    (
      await peek<{ role: string }>(db, 'select role from contacts where account_id = $1 and email = $2', [
        world.accountId,
        email,
      ])
    )[0]?.role;
  expect((await invite('cfo@acme.example', 1)).status).toBe(403);
  expect(await roleBy('cfo@acme.example')).toBe('account_admin');
  expect((await invite('new@acme.example', 2)).status).toBe(303);
  await peek(db, "update invitations set created_at = created_at - interval '2 days' where account_id = $1", [
    world.accountId,
  ]);
  expect((await invite('new@acme.example', 3)).status).toBe(303);
  expect(await roleBy('new@acme.example')).toBe('people');
});

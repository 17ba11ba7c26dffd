import { expect, test } from 'vitest';
import { eventsOf, givePassword, PASSWORD } from '#features/identity/doors.testing.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('where passwords are off the page is not there, and what was typed is no failed sign-in; the control: on, it is', async () => {
  const world = await newWorld(portal());
  await givePassword(portal(), world.dana);
  const dana = as(portal(), world.dana);
  const form = await dana.form('/account/password', '/account/password');
  await peek(
    portal().database,
    "insert into sign_in_rules (workspace_id, id, side, password) values ($1, gen_random_uuid(), 'contact', false)",
    [world.workspaceId],
  );
  expect((await dana.get('/account/password')).status).toBe(404);
  expect(
    (await dana.postRaw('/account/password', { ...form, _proof: PASSWORD, password: 'a lamp under the river' })).status,
  ).toBe(404);
  expect(await eventsOf(portal(), world, 'identity.sign_in_failed')).toEqual([]);
  await peek(portal().database, 'update sign_in_rules set password = true where workspace_id = $1', [
    world.workspaceId,
  ]);
  expect((await dana.get('/account/password')).status).toBe(200);
});

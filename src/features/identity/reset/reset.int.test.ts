import { expect, test } from 'vitest';
import { newId } from '#platform/db/ids.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { givePassword } from '../doors.testing.ts';
import { formOn, setUpApp } from '../second-step.testing.ts';

const portal = usePortal();

test('TRUST 35: whoever manages members takes no second step from somebody who may do more than they do; control: from somebody who may do less, they do', async () => {
  const world = await newWorld(portal());
  const { id, identityId } = world.agent;
  await givePassword(portal(), world.agent);
  await setUpApp(as(portal(), world.agent));
  const own = newId();
  await peek(
    portal().database,
    `insert into roles (workspace_id, id, side, key, name, rights, reach)
     values ($1, $2, 'member', $3, 'Own', '{customers.see,members.manage}', 'all')`,
    [world.workspaceId, own, own],
  );
  const become = (who: string, role: string) =>
    peek(portal().database, 'update members set role = $2 where id = $1', [who, role]);
  await become(world.owner.id, own);
  await become(id, 'viewer');
  const by = as(portal(), world.owner);
  const [login, reset, password] = ['sign-in', 'second-step/reset', 'password'].map((path) => `/people/${id}/${path}`);
  const page = await by.get(login!);
  const fields = formOn(page, reset!);
  const steps = async () =>
    (await peek(portal().database, 'select 1 from authenticator_apps where identity_id = $1', [identityId])).length;
  for (const more of ['admin', 'agent']) {
    await become(id, more);
    expect((await by.get(login!)).status).toBe(404);
    expect((await by.postRaw(reset!, fields)).status).toBe(404);
    expect((await by.postRaw(password!, fields)).status).toBe(404);
    expect((await by.get(`/settings/members/${id}`)).text).not.toContain(login);
    expect(await steps()).toBe(1);
  }
  await become(id, 'viewer');
  expect((await by.get(`/settings/members/${id}`)).text).toContain(login);
  expect((await by.postRaw(password!, fields)).status).toBe(303);
  expect((await by.submit(login!, reset!)).status).toBe(303);
  expect(await steps()).toBe(0);
});

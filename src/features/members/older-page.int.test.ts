import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('an older page of somebody’s role gives them back none that was taken meanwhile, unless it is chosen there', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const page = `/settings/members/${world.agent.id}`;
  const roles = await peek<{ id: string; key: string }>(
    portal().database,
    "select id, key from roles where workspace_id = $1 and side = 'member'",
    [world.workspaceId],
  );
  const id = (key: string) => roles.find((role) => role.key === key)!.id;
  const held = async () =>
    (await peek<{ role: string }>(portal().database, 'select role from members where id = $1', [world.agent.id]))[0]!
      .role;
  const older = await maya.form(page, `${page}/role`);
  const late = (key: string) => maya.postRaw(`${page}/role`, { ...older, role: id(key), _once: crypto.randomUUID() });
  await maya.submit(page, `${page}/role`, { role: id('viewer') });
  expect(await held()).toBe('viewer');
  expect((await late('agent')).status).toBe(303);
  expect(await held()).toBe('viewer');
  await late('manager');
  expect(await held()).toBe('manager');
});

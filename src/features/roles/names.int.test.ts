import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('two roles of one side are not called the same; control: another name, and the same one on the other side', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const likes = await peek<{ id: string; side: string }>(
    portal().database,
    "select id, side from roles where workspace_id = $1 and key = 'viewer'",
    [world.workspaceId],
  );
  const add = (name: string, side = 'member') =>
    maya.submit(`/settings/roles/new?side=${side}`, '/settings/roles', {
      name,
      like: likes.find((one) => one.side === side)!.id,
    });
  const first = new URL((await add('Contractor')).location!, world.origin).searchParams.get('role')!;
  const page = `/settings/roles?side=member&role=${first}`;
  for (const name of ['Contractor', ' contractor', 'Agent']) {
    const added = await add(name);
    expect([name, added.status, added.text.includes('There is a role of that name already')]).toEqual([
      name,
      422,
      true,
    ]);
  }
  expect((await add('Freelancer')).status).toBe(303);
  const renamed = { name: 'FREELANCER', reach: 'all', right: ['customers.see'] };
  expect((await maya.submit(page, `/settings/roles/${first}`, renamed)).status).toBe(422);
  expect((await maya.submit(page, `/settings/roles/${first}`, { ...renamed, name: 'Contractor' })).status).toBe(303);
  expect((await add('Contractor', 'contact')).status).toBe(303);
});

import { expect, test } from 'vitest';
import { eventsOf, isIn, spend } from '#features/identity/doors.testing.ts';
import { setUpApp } from '#features/identity/second-step.testing.ts';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { wayBack } from './way-back.ts';

const portal = usePortal();

test('an owner comes back in whatever the rules say, through their second step or with it reset', async () => {
  const world = await newWorld(portal());
  await peek(
    portal().database,
    "insert into sign_in_rules (workspace_id, id, side, password, link, code) values ($1, $2, 'member', false, false, false)",
    [world.workspaceId, crypto.randomUUID()],
  );
  const owner = as(portal(), world.owner);
  await setUpApp(owner);
  const link = async (step: 'keep' | 'reset') => {
    const lines = await wayBack(portal().platform, world.host, world.owner.email.toUpperCase(), step);
    return /token=([\w-]+)/.exec(lines.at(-1)!)![1]!;
  };
  const half = visitor(portal(), world);
  expect((await spend(half, await link('keep'))).location).toBe('/sign-in/step');
  expect(await isIn(half)).toBe(false);

  const back = visitor(portal(), world);
  await spend(back, await link('reset'));
  expect(await isIn(back)).toBe(true);
  expect(await isIn(owner)).toBe(false);
  expect(await eventsOf(portal(), world, 'identity.way_back_given')).toHaveLength(2);
  expect(await eventsOf(portal(), world, 'identity.second_step_reset')).toHaveLength(1);
});

test('nobody has the address: it says so, and makes nothing', async () => {
  const world = await newWorld(portal());
  await expect(wayBack(portal().platform, world.host, 'nobody@else.example', 'keep')).rejects.toThrow(
    'Nobody signs in',
  );
  await expect(wayBack(portal().platform, world.host, 'nobody@else.example', 'reset')).rejects.toThrow(
    'Nobody signs in',
  );
});

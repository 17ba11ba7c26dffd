import { expect, test } from 'vitest';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { takeEach } from './rate-limit.ts';

const portal = usePortal();

test('of many that are counted at once each is told for itself, in their order, and the same one as often as it is there', async () => {
  const { workspaceId } = await newWorld(portal());
  const budget = { purpose: 'at once', limit: 2, windowSeconds: 60 };
  const count = (...each: string[]) => takeEach(portal().platform, workspaceId, budget, each);
  expect(await count('b', 'a', 'b', 'b', 'c')).toEqual([true, true, true, false, true]);
  expect(await count('c', 'b')).toEqual([true, false]);
  expect(await count()).toEqual([]);
});

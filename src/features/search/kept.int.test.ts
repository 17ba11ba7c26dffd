import { expect, test } from 'vitest';
import { asSystem } from '#platform/db/scope.ts';
import { takeEach } from '#platform/http/rate-limit.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();

const kept = (world: World) =>
  peek<{ asked: string; at: string }>(
    portal().database,
    'select asked, xmin::text as at from searches where workspace_id = $1 order by asked',
    [world.workspaceId],
  );

test('what many look for at once is all kept, and most of it together', async () => {
  const [world, other] = [await newWorld(portal()), await newWorld(portal())];
  const words = Array.from({ length: 12 }, (_, n) => `invoice ${String.fromCodePoint(97 + n).repeat(4)}`);
  const ask = (of: World, typed: string) => as(portal(), of.dana).get(`/help/search?q=${encodeURIComponent(typed)}`);
  await Promise.all([...words.map((typed) => ask(world, typed)), ask(other, 'rechnung')]);
  const rows = await kept(world);
  expect(rows.map(({ asked }) => asked)).toEqual(words);
  expect(new Set(rows.map(({ at }) => at)).size).toBeLessThan(words.length);
  expect((await kept(other)).map(({ asked }) => asked)).toEqual(['rechnung']);
});

test('each of several is counted, and those past their budget are told from those within', async () => {
  const { workspaceId } = await newWorld(portal());
  const budget = { purpose: 'test each', limit: 2, windowSeconds: 60 };
  const within = (whose: string[]) =>
    asSystem(portal().platform.pool, workspaceId, (db) => takeEach(db, workspaceId, budget, whose));
  expect(await within(['a', 'b', 'a', 'a'])).toEqual([true, true, true, false]);
  expect(await within(['b', 'b', 'c'])).toEqual([true, false, true]);
});

import { expect, test } from 'vitest';
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

test('what the database would not take costs nobody else theirs', async () => {
  const world = await newWorld(portal());
  const ask = (typed: string) => as(portal(), world.dana).get(`/help/search?q=${encodeURIComponent(typed)}`);
  const words = ['gateway', 'webhook', 'invoice'];
  // One sign that takes two places in a text of JavaScript, and signs that nobody has.
  await Promise.all(['\u{20BB7}', '\u3100\u3101', ...words].map(ask));
  expect((await kept(world)).map(({ asked }) => asked)).toEqual(words.toSorted());
  await peek(portal().database, "alter table searches add constraint refused check (asked <> 'refused')");
  await Promise.all(['refused', 'parcel', 'refused', 'pallet', 'refused'].map(ask));
  expect((await kept(world)).map(({ asked }) => asked)).toEqual([...words, 'parcel', 'pallet'].toSorted());
});

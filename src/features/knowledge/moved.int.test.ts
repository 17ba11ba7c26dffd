import { expect, test } from 'vitest';
import { setGate } from '#features/gates/index.ts';
import { usePortal } from '#test/portal.ts';
import type { Actor } from '#test/world.ts';
import { authors, by, makeArticle, makeCategory, segmentOf } from './knowledge.testing.ts';
import { liveArticle } from './live.ts';

const portal = usePortal();

test('TRUST 8: an article that goes to a category more people read keeps its readers, and says so; control: to one as wide, nothing is said', async () => {
  const { world, category, maya } = await authors(portal());
  const team = await makeCategory(portal(), world, 'For the studio', { audience: 'member' });
  const { number } = await makeArticle(portal(), world, team, 'How we write');
  const page = `/knowledge/${number}`;
  const reads = (who: Actor | null) =>
    by(portal(), world, who, async (ctx) => (await liveArticle(ctx, 'en', 'how-we-write')) !== undefined);
  const move = (into: string) =>
    maya.submit(page, `${page}/care`, { category: into, owner: world.owner.id, rhythm: '180' });
  await move(category);
  expect((await maya.get(page)).text).toContain('Its readers stay those of before: Only the team.');
  expect([await reads(null), await reads(world.dana), await reads(world.agent)]).toEqual([false, false, true]);
  await move(await makeCategory(portal(), world, 'Website'));
  expect((await maya.get(page)).text).not.toContain('stay those of before');
  expect(await reads(null)).toBe(false);
});

test('TRUST 18: what was for some customers by its category is for the same ones elsewhere; control: what was for everybody is for everybody there', async () => {
  const { world, category, maya } = await authors(portal());
  const some = await makeCategory(portal(), world, 'For partners', { audience: 'segment' });
  const segment = await segmentOf(portal(), world, world.accountId);
  await by(portal(), world, world.owner, (ctx) =>
    setGate(ctx, 'category', some, { to: 'segments', segments: [segment] }),
  );
  // What stands below it is for the same ones.
  const below = await makeCategory(portal(), world, 'Price lists', { parentId: some });
  const { number } = await makeArticle(portal(), world, below, 'Prices for partners');
  const reads = (who: Actor | null) =>
    by(portal(), world, who, async (ctx) => (await liveArticle(ctx, 'en', 'prices-for-partners')) !== undefined);
  const all = async () => [await reads(null), await reads(world.dana), await reads(world.rival)];
  expect(await all()).toEqual([false, true, false]);
  const page = `/knowledge/${number}`;
  await maya.submit(page, `${page}/care`, { category, owner: world.owner.id, rhythm: '180' });
  expect(await all()).toEqual([false, true, false]);
  const open = await makeArticle(portal(), world, category, 'Prices for all');
  const other = await makeCategory(portal(), world, 'Website');
  await maya.submit(`/knowledge/${open.number}`, `/knowledge/${open.number}/care`, {
    category: other,
    owner: world.owner.id,
    rhythm: '180',
  });
  expect(await by(portal(), world, null, (ctx) => liveArticle(ctx, 'en', 'prices-for-all'))).toBeDefined();
});

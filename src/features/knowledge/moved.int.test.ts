import { expect, test } from 'vitest';
import { setGate } from '#features/gates/index.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import type { Actor } from '#test/world.ts';
import { authors, by, makeArticle, makeCategory, segmentOf } from './knowledge.testing.ts';
import { liveArticle } from './live.ts';
import { setAudience } from './upkeep.ts';

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

test('TRUST 18: what some customers read goes to nobody else with its category, and it is said where fewer are left; control: who read it and may read there does', async () => {
  const { world, category, maya } = await authors(portal());
  const [ours, theirs] = [
    await segmentOf(portal(), world, world.accountId),
    await segmentOf(portal(), world, world.rivalAccountId),
  ];
  const shelf = async (title: string, ...segments: string[]) => {
    const id = await makeCategory(portal(), world, title, { audience: 'segment' });
    await by(portal(), world, world.owner, (ctx) => setGate(ctx, 'category', id, { to: 'segments', segments }));
    return id;
  };
  const [a, b, both] = [
    await shelf('For Acme', ours),
    await shelf('For Harbor', theirs),
    await shelf('For the two', ours, theirs),
  ];
  const reads = (who: Actor, slug: string) =>
    by(portal(), world, who, async (ctx) => (await liveArticle(ctx, 'en', slug)) !== undefined);
  const moved = async (title: string, from: string, to: string, own: string[] = []) => {
    const { number } = await makeArticle(portal(), world, from, title);
    if (own.length > 0)
      await by(portal(), world, world.owner, (ctx) =>
        setAudience(ctx, number, 'segment', { to: 'segments', segments: own }),
      );
    const page = `/knowledge/${number}`;
    await maya.submit(page, `${page}/care`, { category: to, owner: world.owner.id, rhythm: '180' });
    const { text } = await maya.get(page);
    const said = text.includes('Fewer people read it') ? 'fewer' : text.includes('stay those of before') ? 'kept' : '';
    const slug = title.toLowerCase().replaceAll(' ', '-');
    return [await reads(world.dana, slug), await reads(world.rival, slug), said];
  };
  expect(await moved('From ours to theirs', a, b)).toEqual([false, false, 'fewer']);
  expect(await moved('From ours to the two', a, both)).toEqual([true, false, 'kept']);
  expect(await moved('Said of both in ours', a, category, [ours, theirs])).toEqual([true, false, 'kept']);
  // Control: who is meant in both places reads in both.
  expect(await moved('From the two to theirs', both, b)).toEqual([false, true, '']);
});

test('what was for customers of two lists at once is for nobody else where one list has to say it', async () => {
  const { world, category, maya } = await authors(portal());
  const [one, other] = [
    await segmentOf(portal(), world, world.accountId),
    await segmentOf(portal(), world, world.accountId),
  ];
  const outer = await makeCategory(portal(), world, 'Partners', { audience: 'segment' });
  const inner = await makeCategory(portal(), world, 'Prices', { audience: 'segment', parentId: outer });
  await by(portal(), world, world.owner, async (ctx) => {
    await setGate(ctx, 'category', outer, { to: 'segments', segments: [one] });
    await setGate(ctx, 'category', inner, { to: 'segments', segments: [other] });
  });
  const { number } = await makeArticle(portal(), world, inner, 'Both lists');
  const read = () =>
    by(portal(), world, world.dana, async (ctx) => (await liveArticle(ctx, 'en', 'both-lists')) !== undefined);
  expect(await read()).toBe(true);
  const page = `/knowledge/${number}`;
  await maya.submit(page, `${page}/care`, { category, owner: world.owner.id, rhythm: '180' });
  expect([await read(), (await maya.get(page)).text.includes('Fewer people read it')]).toEqual([false, true]);
});

test('TRUST 8: a category that goes to the top is for nobody who did not read it before, and says so; control: who says for whom it is in the same form is heard', async () => {
  const { world, maya } = await authors(portal());
  const team = await makeCategory(portal(), world, 'For the studio', { audience: 'member' });
  const some = await makeCategory(portal(), world, 'For Acme', { audience: 'segment' });
  const segment = await segmentOf(portal(), world, world.accountId);
  await by(portal(), world, world.owner, (ctx) =>
    setGate(ctx, 'category', some, { to: 'segments', segments: [segment] }),
  );
  const raised = async (title: string, parentId: string, more: Record<string, string> = {}) => {
    const id = await makeCategory(portal(), world, title, { parentId });
    await makeArticle(portal(), world, id, `In ${title}`);
    const page = `/knowledge/categories/${id}`;
    const stored = { 'title-en': title, 'summary-en': '', icon: 'book-open', audience: 'public' };
    expect((await maya.submit(page, page, { ...stored, parent: '', ...more })).status).toBe(303);
    const said = /stay those of before: [^<]*/.exec((await maya.get('/knowledge/categories')).text)?.[0];
    const slug = `in-${title.toLowerCase()}`;
    const read = (who: Actor | null) =>
      by(portal(), world, who, async (ctx) => (await liveArticle(ctx, 'en', slug)) !== undefined);
    return [await read(null), await read(world.dana), await read(world.rival), said];
  };
  expect(await raised('Secret', team)).toEqual([false, false, false, 'stay those of before: Only the team.']);
  expect(await raised('Acme', some)).toEqual([false, true, false, 'stay those of before: Some customers.']);
  expect(await raised('Open', team, { audience: 'signed_in' })).toEqual([false, true, true, undefined]);
});

test('a category of some customers that leaves the team’s for the top is the team’s, and no list opens it; control: one that leaves what everybody reads keeps its list', async () => {
  const { world, maya } = await authors(portal());
  const team = await makeCategory(portal(), world, 'For the studio', { audience: 'member' });
  const open = await makeCategory(portal(), world, 'For everybody');
  const segment = await segmentOf(portal(), world, world.accountId);
  const raised = async (title: string, parentId: string) => {
    const id = await makeCategory(portal(), world, title, { parentId, audience: 'segment' });
    await by(portal(), world, world.owner, (ctx) =>
      setGate(ctx, 'category', id, { to: 'segments', segments: [segment] }),
    );
    const page = `/knowledge/categories/${id}`;
    const stored = { 'title-en': title, 'summary-en': '', icon: 'book-open', audience: 'segment', segment };
    expect((await maya.submit(page, page, { ...stored, parent: '' })).status).toBe(303);
    const [row] = await peek<{ audience: string; lists: number }>(
      portal().database,
      `select audience, (select count(*)::int from segment_gates where kind = 'category' and object = c.id::text) as lists
       from categories c where id = $1`,
      [id],
    );
    return row;
  };
  expect(await raised('Secret prices', team)).toEqual({ audience: 'member', lists: 0 });
  expect(await raised('Prices', open)).toEqual({ audience: 'segment', lists: 1 });
});

import { expect, test } from 'vitest';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { bringDue } from './due.ts';
import { addCategory, archive, publish, readersTopic, saveDraft, startArticle } from './index.ts';

const portal = usePortal();
const DAY = 86_400_000;

/** An article to be looked at every thirty days, live, and past its day. */
async function stale(world: World) {
  return inWorkspace(portal().platform, world.workspaceId, async (ctx) => {
    const texts = new Map([['en', { title: 'Brand', summary: '' }]]);
    const categoryId = await addCategory(ctx, { parentId: null, icon: 'book-open', audience: 'public', texts });
    const words = { title: 'Send us brand assets', summary: '', html: '<p>As one file.</p>' };
    const { id, number } = await startArticle(ctx, { categoryId, locale: 'en', ...words });
    await publish(ctx, String(number), 'en', { revision: 1 });
    await ctx.db
      .updateTable('articles')
      .set({ review_days: 30, verified_at: new Date(0), verified_until: new Date(DAY) })
      .where('workspace_id', '=', world.workspaceId)
      .where('id', '=', id)
      .execute();
    return { id, number: String(number) };
  });
}

const lookedAtIn1970 = async (id: string): Promise<boolean> =>
  (await peek(portal().database, 'select from articles where id = $1 and verified_until < $2', [id, new Date(2 * DAY)]))
    .length === 1;

const write = (world: World, number: string, locale: string, revision: number, at: Date | null = null) =>
  inWorkspace(portal().platform, world.workspaceId, async (ctx) => {
    const words = { title: 'Send us brand assets', summary: '', html: `<p>As so many files: ${revision}.</p>` };
    await saveDraft(ctx, number, locale, { ...words, revision });
    await publish(ctx, number, locale, { revision: revision + 1, at });
  });

test('what waits for its day says nothing of what is read until then; control: from that day on, it does', async () => {
  const world = await newWorld(portal());
  const { id, number } = await stale(world);
  const soon = new Date(Date.now() + 3 * DAY);
  await write(world, number, 'en', 1, soon);
  expect(await lookedAtIn1970(id)).toBe(true);
  await inWorkspace(portal().platform, world.workspaceId, (ctx) =>
    bringDue({ ...ctx, now: new Date(soon.getTime() + 1000) }, id),
  );
  expect(
    await peek(portal().database, 'select verified_at from articles where id = $1 and verified_until > now()', [id]),
  ).toEqual([{ verified_at: soon }]);
});

test('a text in one language says nothing of what stands in another; control: the only one that is live does', async () => {
  const world = await newWorld(portal());
  const { id, number } = await stale(world);
  await write(world, number, 'de', 0);
  expect(await lookedAtIn1970(id)).toBe(true);
  const alone = await stale(world);
  await write(world, alone.number, 'en', 1);
  expect(await lookedAtIn1970(alone.id)).toBe(false);
});

test('what comes out in two languages at one moment is asked to be looked at again; a late job says nothing over what somebody has looked at since', async () => {
  const world = await newWorld(portal());
  const { id, number } = await stale(world);
  await peek(portal().database, 'update articles set verified_at = null, verified_until = null where id = $1', [id]);
  await inWorkspace(portal().platform, world.workspaceId, (ctx) => archive(ctx, number, 'en'));
  const soon = new Date(Date.now() + 3 * DAY);
  await write(world, number, 'en', 1, soon);
  await write(world, number, 'de', 0, soon);
  const due = () =>
    inWorkspace(portal().platform, world.workspaceId, (ctx) =>
      bringDue({ ...ctx, now: new Date(soon.getTime() + DAY) }, id),
    );
  const verified = () => peek(portal().database, 'select verified_at from articles where id = $1', [id]);
  await due();
  expect(await verified()).toEqual([{ verified_at: soon }]);
  // Looked at since, and the job of another version late.
  await write(world, number, 'de', 1);
  await inWorkspace(portal().platform, world.workspaceId, (ctx) => archive(ctx, number, 'de'));
  await write(world, number, 'en', 2, soon);
  const since = new Date(soon.getTime() + DAY / 2);
  await peek(portal().database, 'update articles set verified_at = $2 where id = $1', [id, since]);
  await due();
  expect(await verified()).toEqual([{ verified_at: since }]);
});

test('whoever publishes what is live already has read it: no version is made, the review moves on, and its readers see the date', async () => {
  const world = await newWorld(portal());
  const { id, number } = await stale(world);
  const again = await inWorkspace(portal().platform, world.workspaceId, async (ctx) => ({
    ...(await publish(ctx, number, 'en', { revision: 1 })),
    told: [...ctx.marks],
  }));
  expect(again).toMatchObject({ version: 1, already: true, told: expect.arrayContaining([readersTopic('public')]) });
  expect(await lookedAtIn1970(id)).toBe(false);
});

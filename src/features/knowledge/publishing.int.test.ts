import { beforeAll, expect, test, vi } from 'vitest';
import { setGate } from '#features/gates/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Client } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import type { World } from '#test/world.ts';
import { findCategory } from './category.ts';
import { saveDraft } from './draft.ts';
import { bringDue } from './due.ts';
import { authors, by, makeArticle, makeCategory, write } from './knowledge.testing.ts';
import { latestArticles, liveArticle } from './live.ts';
import { changeCategory, moveArticle } from './organise.ts';
import { publish } from './publish.ts';

const portal = usePortal();
let world: World;
let category: string;
let maya: Client;
let priya: Client;

beforeAll(async () => {
  ({ world, category, maya, priya } = await authors(portal()));
});

const live = (slug: string) => by(portal(), world, null, (ctx) => liveArticle(ctx, 'en', slug));
const article = (title: string, more: Parameters<typeof makeArticle>[4] = {}) =>
  makeArticle(portal(), world, category, title, more);

test('what a colleague saved unread does not go live with one’s own; the control: looked at, it does', async () => {
  const { number } = await article('Unread', { html: '<p>Alpha</p><p>Beta</p>', draft: true });
  const address = `/knowledge/${number}/draft`;
  const mine = await maya.form(`/knowledge/${number}`, address);
  await write(priya, number, { title: 'Unread', body: '<p>Alpha by Priya</p><p>Beta</p>' });
  const said = { ...mine, title: 'Unread', body: '<p>Alpha</p><p>Beta by Maya</p>', act: 'publish' };
  expect((await maya.postRaw(address, said)).status).toBe(303);
  expect(await live('unread')).toBeUndefined();
  const seen = await maya.get(`/knowledge/${number}`);
  expect(seen.text).toContain('Saved, and not published yet: Priya Raman');
  expect(seen.text).toContain('Alpha by Priya');
  const both = '<p>Alpha by Priya</p><p>Beta by Maya</p>';
  await write(maya, number, { title: 'Unread', body: both, act: 'publish' });
  expect(await live('unread')).toMatchObject({ article: { html: both } });
});

test('a save keeps what was said of publishing, and publishing ends it', async () => {
  const { number } = await article('Planned', { html: '<p>One</p>' });
  const said = { title: 'Planned', body: '<p>Two</p>', at: '2031-01-01T10:00', note: 'For the new year', tell: 'on' };
  const saved = await write(maya, number, { ...said, act: 'save' });
  const page = await maya.get(saved.location!);
  expect(page.text).toContain('value="2031-01-01T10:00"');
  expect(page.text).toContain('value="For the new year"');
  // Another form of the page leads back to it as it stands.
  const verified = await maya.submit(saved.location!, `/knowledge/${number}/verification`);
  expect((await maya.get(verified.location!)).text).toContain('value="2031-01-01T10:00"');
  const published = await write(maya, number, { ...said, act: 'publish' });
  expect((await maya.get(published.location!)).text).not.toContain('For the new year"');
  expect(saved.location).toContain('tell=on');
  expect(published.location).toBe(`/knowledge/${number}?lang=en`);
});

test('a day that is past publishes nothing; control: some minutes ago is now, and a draft may say anything', async () => {
  const { number } = await article('Mistyped', { draft: true });
  const said = { title: 'Mistyped', body: '<p>Words</p>' };
  const refused = await write(maya, number, { ...said, act: 'publish', at: '2020-01-01T10:00' });
  expect([refused.status, refused.text.includes('That is past.')]).toEqual([422, true]);
  expect(await live('mistyped')).toBeUndefined();
  expect((await write(maya, number, { ...said, at: '2020-01-01T10:00' })).status).toBe(303);
  const recent = new Date(Date.now() - 120_000).toISOString().slice(0, 16);
  expect((await write(maya, number, { ...said, act: 'publish', at: recent })).status).toBe(303);
  expect(await live('mistyped')).toMatchObject({ article: { title: 'Mistyped' } });
});

test('the preview shows what stands in the editor, saved or not; what was left out of it is said first', async () => {
  const { number } = await article('Looked at', { html: '<p>Before</p>' });
  const look = (body: string) => write(maya, number, { title: 'Looked at', body, act: 'preview' });
  const shown = await look('<p>Just written</p>');
  expect(shown.location).toBe(`/knowledge/${number}/preview?lang=en`);
  expect((await maya.get(shown.location!)).text).toContain('<p>Just written</p>');
  expect(await live('looked-at')).toMatchObject({ article: { html: '<p>Before</p>' } });
  const lost = await look('<p>Just written</p><script>x()</script>');
  expect((await maya.get(lost.location!)).text).toContain('Left out:');
});

test('what was scheduled is the draft again when it is taken back, and not what was thrown away before', async () => {
  const { number } = await article('Thrown away', { html: '<p>As it is</p>' });
  await write(maya, number, { title: 'Thrown away', body: '<p>Never mind</p>' });
  await maya.submit(`/knowledge/${number}`, `/knowledge/${number}/dropping`);
  const said = { title: 'Thrown away', body: '<p>As it is</p>', act: 'publish', at: '2031-01-01T10:00' };
  expect((await write(maya, number, said)).status).toBe(303);
  await maya.submit(`/knowledge/${number}`, `/knowledge/${number}/schedule`);
  const page = await maya.get(`/knowledge/${number}`);
  expect(page.text).toContain('&lt;p&gt;As it is&lt;/p&gt;</textarea>');
  expect(page.text).not.toContain('Never mind');
});

test('two who publish the same title at once get an address each', async () => {
  const both = await Promise.all([article('Twice', { draft: true }), article('Twice', { draft: true })]);
  const said = { title: 'Twice', body: '<p>Words</p>', act: 'publish' };
  const answers = await Promise.all([write(maya, both[0].number, said), write(maya, both[1].number, said)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await live('twice')).toBeDefined();
});

test('a publication waits for its moment, says what is wrong with one, and can be taken back', async () => {
  const { number } = await article('Over the holidays', { draft: true });
  const body = '<p>Short days</p>';
  const said = { title: 'Over the holidays', body, act: 'publish' };
  const wrong = await write(maya, number, { ...said, at: '2030-02-30T10:00' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('Give a day and a time.');
  const before = await write(maya, number, { ...said, at: '2031-01-01T10:00', until: '2030-12-01T10:00' });
  expect(before.text).toContain('It ends before it begins.');
  const later = await write(maya, number, { ...said, at: '2030-12-01T10:00', until: '2031-01-01T10:00' });
  expect(later.status).toBe(303);
  const page = await maya.get(`/knowledge/${number}`);
  expect(page.text).toContain('Scheduled');
  expect(page.text).toContain('value="2031-01-01T10:00"');
  expect(await live('over-the-holidays')).toBeUndefined();
  expect((await maya.submit(`/knowledge/${number}`, `/knowledge/${number}/schedule`)).status).toBe(303);
  expect((await maya.get(`/knowledge/${number}`)).text).toContain('Draft of version 2');
});

test('two versions are compared word by word, and the earlier one comes back', async () => {
  const { number } = await article('Compared', { html: '<p>It can take up to a day.</p>' });
  await write(maya, number, { title: 'Compared anew', body: '<p>It can take up to an hour.</p>', act: 'publish' });
  const page = await maya.get(`/knowledge/${number}/history`);
  expect(page.text).toContain('<del>a day.</del>');
  expect(page.text).toContain('<ins>an hour');
  expect(page.text).toContain('<del>Compared</del>');
  const side = (await maya.get(`/knowledge/${number}/history?view=side`)).text;
  for (const [own, words] of [
    ['before', '<del>a day.</del>'],
    ['after', '<ins>an hour.</ins>'],
  ])
    expect(side).toMatch(new RegExp(`class="changed ${own}"[^]*up to ${words}</p>`));
  const back = await maya.submit(`/knowledge/${number}/history`, `/knowledge/${number}/restoration`);
  expect(back.status).toBe(303);
  expect((await maya.get(`/knowledge/${number}`)).text).toContain('up to a day');
  expect(await live('compared')).toMatchObject({ article: { title: 'Compared anew' } });
});

test('pictures and links of what is compared have addresses that a browser knows', async () => {
  const target = await article('Where it leads');
  const { number } = await article('Shown', { draft: true });
  const content = Buffer.from('R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==', 'base64');
  const file = { name: 'dot.gif', type: 'image/gif', content };
  await maya.submit(`/knowledge/${number}`, `/knowledge/${number}/pictures`, { file });
  const picture = /\/help\/pictures\/[0-9a-f-]{36}/.exec((await maya.get(`/knowledge/${number}`)).text)![0];
  for (const alt of ['One', 'Two']) {
    const body = `<p><a href="/knowledge/${target.number}">there</a></p><img src="${picture}" alt="${alt}">`;
    await write(maya, number, { title: 'Shown', body, act: 'publish' });
  }
  for (const view of ['together', 'side']) {
    const { text } = await maya.get(`/knowledge/${number}/history?view=${view}`);
    expect(text).toContain(`<img src="${picture}" alt="Two"`);
    expect(text).toContain(`<a href="/knowledge/${target.number}">`);
    expect(text).not.toMatch(/(picture|article):[0-9a-f]{8}-/);
  }
});

test('a change that waited is new from the moment readers have it; control: by the day it was made it stands below', async () => {
  const late = await article('Waited for');
  await article('In between');
  const moment = new Date('2031-02-01T10:00Z');
  const latest = () => by(portal(), world, null, (ctx) => latestArticles(ctx, 'en', 2));
  await by(portal(), world, world.owner, async (ctx) => {
    const { revision } = await saveDraft(ctx, late.number, 'en', {
      ...{ title: 'Waited for', summary: '', html: '<p>At last</p>', revision: 1 },
    });
    await publish(ctx, late.number, 'en', { revision, at: moment });
  });
  expect((await latest())[0]!.title).toBe('In between');
  await by(portal(), world, world.owner, (ctx) => bringDue({ ...ctx, now: moment }, late.id));
  expect((await latest())[0]).toMatchObject({ title: 'Waited for', changedAt: moment });
});

test('what is live is said to be the version readers have, also when a change of it was called off', async () => {
  const { number } = await article('Called off');
  const at = `/knowledge/${number}`;
  const said = { title: 'Called off', body: '<p>Others</p>', act: 'publish', at: '2031-01-01T10:00' };
  expect((await write(maya, number, said)).status).toBe(303);
  await maya.submit(at, `${at}/schedule`);
  const { text } = await maya.get(at);
  expect(text).toContain('Version 1, ');
  expect(text).not.toContain('Version 2, ');
});

test('who can see an article asks the house as well: its rooms, its visitors, who still comes in', async () => {
  const { number } = await article('Behind the door');
  const page = async () => (await maya.get(`/knowledge/${number}/audience?person=${world.dana.id}`)).text;
  expect(await page()).toContain('Everybody on the internet');
  expect(await page()).toContain('Dana Whitfield can see it.');
  const { database } = portal();
  const visitors = (who: string) =>
    peek(database, 'update workspaces set help_readers = $2 where id = $1', [world.workspaceId, who]);
  await visitors('signed_in');
  expect(await page()).not.toContain('Everybody on the internet');
  const room = (to: 'nobody' | 'everyone') =>
    by(portal(), world, world.owner, (ctx) => setGate(ctx, 'room', 'help', { to }));
  await room('nobody');
  expect(await page()).toContain('Dana Whitfield cannot see it.');
  await room('everyone');
  await peek(database, 'update contacts set disabled_at = now() where id = $1', [world.dana.id]);
  expect(await page()).toContain('Dana Whitfield cannot see it.');
  // What the whole world reads they read, too.
  await visitors('everybody');
  expect(await page()).toContain('Not signed in, as everybody on the internet.');
  expect(await page()).toContain('Dana Whitfield can see it.');
  await peek(database, 'update contacts set disabled_at = null where id = $1', [world.dana.id]);
  expect(await page()).not.toContain('Not signed in');
  expect(await page()).toContain('Dana Whitfield can see it.');
});

test('another icon of a category makes no words anew, and one step in it moves two', async () => {
  const shelf = await makeCategory(portal(), world, 'A long shelf');
  const all: { id: string; number: string }[] = [];
  for (const title of ['First', 'Second', 'Third', 'Fourth'])
    all.push(await makeArticle(portal(), world, shelf, title));
  const rows = async (table: string, key: string) =>
    (
      await peek<{ row: string }>(
        portal().database,
        `select ${key} || ' ' || xmin::text as row from ${table} where ${key} = any ($1::uuid[]) order by 1`,
        [all.map(({ id }) => id)],
      )
    ).map(({ row }) => row);
  const found = await rows('search_entries', 'object_id');
  await by(portal(), world, world.owner, async (ctx) => {
    const { parentId, audience, texts } = await findCategory(ctx, shelf);
    await changeCategory(ctx, shelf, { parentId, audience, texts, icon: 'life-buoy' });
  });
  expect(found).toHaveLength(4);
  expect(await rows('search_entries', 'object_id')).toEqual(found);
  const before = await rows('articles', 'id');
  await by(portal(), world, world.owner, (ctx) => moveArticle(ctx, all[1]!.number, 'up'));
  const after = await rows('articles', 'id');
  expect(after.filter((row) => before.includes(row))).toHaveLength(2);
});

test('who moves an article and who takes several by their ids wait for each other, and never crosswise', async () => {
  const shelf = await makeCategory(portal(), world, 'A crossing');
  const all: { id: string; number: string }[] = [];
  for (const title of ['One', 'Two', 'Three']) all.push(await makeArticle(portal(), world, shelf, title));
  const [first, last] = all
    .map(({ id }) => id)
    .sort()
    .filter((_, n, { length }) => n === 0 || n === length - 1);
  // Their places run the other way than their ids, as those of imported articles may.
  await peek(
    portal().database,
    `update articles a set position = n.place from (select id, row_number() over (order by id desc) as place
     from articles where category_id = $1) n where n.id = a.id`,
    [shelf],
  );
  const waits = async () =>
    (
      await peek(
        portal().database,
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      )
    ).length > 0;
  const lock = (ctx: Ctx, id: string) =>
    ctx.db
      .selectFrom('articles')
      .select('id')
      .where('workspace_id', '=', world.workspaceId)
      .where('id', '=', id)
      .forUpdate()
      .execute();
  let moving: Promise<unknown> | undefined;
  await by(portal(), world, world.owner, async (ctx) => {
    await lock(ctx, first!);
    moving = by(portal(), world, world.owner, (other) => moveArticle(other, all[1]!.number, 'up'));
    moving.catch(() => undefined);
    await vi.waitUntil(waits, { timeout: 15_000 });
    await lock(ctx, last!);
  });
  await expect(moving).resolves.toMatchObject({ id: all[1]!.id });
});

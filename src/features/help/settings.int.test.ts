import { beforeAll, expect, test } from 'vitest';
import { rename } from '#features/knowledge/address.ts';
import { saveDraft } from '#features/knowledge/draft.ts';
import { addPicture } from '#features/knowledge/index.ts';
import { by, makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { archive, publish } from '#features/knowledge/publish.ts';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { cardOf } from './card.ts';

const portal = usePortal();
let world: World;
let picture: string;

const owner = <T>(work: Parameters<typeof by<T>>[3]) => by(portal(), world, world.owner, work);
const stranger = () => visitor(portal(), world);
const dana = () => as(portal(), world.dana);
const boss = () => as(portal(), world.owner);
const set = (fields: Record<string, string>) => boss().submit('/settings/help', '/settings/help', fields);

const PATH = '/help/en/where-we-are-now';
const PAGES = ['/help', '/help/about-us', PATH, '/help/en/where-we-are', '/help/feed.xml', '/help/about-us/feed.xml'];
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

beforeAll(async () => {
  world = await newWorld(portal());
  const topic = await makeCategory(portal(), world, 'About us');
  const { number } = await makeArticle(portal(), world, topic, 'Where we are');
  await owner(async (ctx) => {
    await rename(ctx, number, 'en', 'where-we-are-now');
    const staged = await ctx.platform.files.of(world.workspaceId).stage(
      (async function* () {
        yield Buffer.from(DOT, 'base64');
      })(),
      { limit: 1000, name: 'dot.png' },
    );
    picture = (await addPicture(ctx, number, staged))!.id;
    const html = `<p>On a map</p><img src="picture:${picture}" alt="A map">`;
    await saveDraft(ctx, number, 'en', { title: 'Where we are', summary: '', html, revision: 1 });
    await publish(ctx, number, 'en', { revision: 2 });
  });
  portal().platform.hub.publish(world.workspaceId, ['help']);
});

const statuses = (client: Client, paths: string[]) =>
  Promise.all(paths.map(async (path) => [path, (await client.get(path)).status]));

test('who may not change what the business is does not find the page; nothing chosen is said beside the question', async () => {
  expect((await as(portal(), world.agent).get('/settings/help')).status).toBe(404);
  expect((await dana().get('/settings/help')).status).toBe(404);
  const agent = as(portal(), world.agent);
  const proof = await agent.form(PATH, `${PATH}/votes`);
  expect((await agent.postRaw('/settings/help', { ...proof, readers: 'signed_in' })).status).toBe(404);
  const wrong = await set({ readers: 'nobody' });
  expect([wrong.status, wrong.text.includes('Please choose who reads it.')]).toEqual([422, true]);
});

test('TRUST 10: what was kept while everybody read it is given to nobody once it is shut, and comes back when it is open again', async () => {
  const all = [...PAGES, '/sitemap.xml', `/help/pictures/${picture}`];
  const open = all.map((path) => [path, path === '/help/en/where-we-are' ? 301 : 200]);
  expect(await statuses(stranger(), all)).toEqual(open);
  const tags = await Promise.all(PAGES.map(async (path) => (await stranger().get(path)).headers.get('etag')));
  expect((await stranger().get(PATH, { 'if-none-match': tags[2]! })).status).toBe(304);

  expect((await set({ readers: 'signed_in', found: 'on' })).status).toBe(303);
  for (const [n, path] of PAGES.entries()) {
    const shut = await stranger().get(path, tags[n] ? { 'if-none-match': tags[n]! } : {});
    expect([shut.status, shut.location], path).toEqual([303, `/sign-in?next=${encodeURIComponent(path)}`]);
    expect(shut.headers.get('cache-control'), path).toBe('private, no-store');
  }
  expect((await stranger().get(`/help/pictures/${picture}`)).status).toBe(404);
  expect((await stranger().get('/sitemap.xml')).status).toBe(404);
  expect((await stranger().get('/robots.txt')).text).toBe('User-agent: *\nDisallow: /\n');
  // Whoever is signed in reads on, and leaves nothing for a cache that others share.
  expect((await dana().get(PATH)).status).toBe(200);
  const mine = await dana().get(`/help/pictures/${picture}`);
  expect([mine.status, mine.headers.get('cache-control')?.includes('private')]).toEqual([200, true]);
  expect((await dana().get('/sitemap.xml')).status).toBe(404);

  // Control: open again, it is read again.
  await set({ readers: 'everybody', found: 'on' });
  expect(await statuses(stranger(), all)).toEqual(open);
});

test('a change shows at once, also where the page was kept', async () => {
  const { number } = await makeArticle(portal(), world, await makeCategory(portal(), world, 'Hours'), 'Opening hours', {
    html: '<p>We open at nine.</p>',
  });
  const read = async () => (await stranger().get('/help/en/opening-hours')).text;
  expect(await read()).toContain('at nine');
  const before = performance.now();
  await owner(async (ctx) => {
    await saveDraft(ctx, number, 'en', {
      title: 'Opening hours',
      summary: '',
      html: '<p>We open at ten.</p>',
      revision: 1,
    });
    await publish(ctx, number, 'en', { revision: 2 });
    portal().platform.hub.publish(world.workspaceId, ctx.marks);
  });
  // `by` has committed: what was told within it is told again, as a request does after its commit.
  portal().platform.hub.publish(world.workspaceId, ['help']);
  expect(await read()).toContain('at ten');
  // Kept by the clock it would be there for a minute.
  expect(performance.now() - before).toBeLessThan(30_000);
  await owner((ctx) => archive(ctx, number, 'en'));
  portal().platform.hub.publish(world.workspaceId, ['help']);
  expect((await stranger().get('/help/en/opening-hours')).status).toBe(404);
});

test('search engines that are not asked in are told so on each page and in feeds, which they may read; readers notice nothing', async () => {
  expect((await stranger().get(PATH)).text).not.toContain('noindex');
  const robots = (await stranger().get('/robots.txt')).text;
  expect(robots).toContain('Sitemap:');
  // For those who take the longest rule, and for those who take the first.
  expect(robots).toContain('Allow: /sitemap\n');
  expect(robots.indexOf('Disallow: /help/search')).toBeLessThan(robots.indexOf('Allow: /help\n'));
  await set({ readers: 'everybody' });
  for (const path of ['/help', '/help/about-us', PATH]) {
    const page = await stranger().get(path);
    expect([page.status, page.text.includes('noindex')], path).toEqual([200, true]);
  }
  expect((await stranger().get('/help/feed.xml')).headers.get('x-robots-tag')).toBe('noindex');
  expect((await stranger().get('/sitemap.xml')).status).toBe(404);
  // What may not be fetched is not read, either, and stays in the lists of those who knew it.
  expect((await stranger().get('/robots.txt')).text).toBe(
    'User-agent: *\nDisallow: /help/search\nDisallow: /*?thanks=\nAllow: /help\nDisallow: /\n',
  );
  await set({ readers: 'everybody', found: 'on' });
});

test('TRUST 8: at a customer whose room is shut the help center is not there: no page, picture, place or old address', async () => {
  const paths = [...PAGES, `/help/pictures/${picture}`];
  const gate =
    "insert into segment_gates (workspace_id, id, kind, object) values ($1, gen_random_uuid(), 'room', 'help')";
  expect((await dana().get('/')).text).toContain('href="/help"');
  expect((await dana().get(PATH)).status).toBe(200);
  await peek(portal().database, gate, [world.workspaceId]);
  expect(await statuses(dana(), paths)).toEqual(paths.map((path) => [path, 404]));
  expect((await dana().get('/')).text).not.toContain('href="/help"');
  const rows = await by(portal(), world, world.dana, (ctx) =>
    ctx.db.selectFrom('article_texts').select('slug').execute(),
  );
  expect(rows).toEqual([]);
  // Control: the team has every room, and a visitor is no customer's.
  expect((await boss().get(PATH)).status).toBe(200);
  expect((await stranger().get(PATH)).status).toBe(200);
  await peek(portal().database, "delete from segment_gates where workspace_id = $1 and object = 'help'", [
    world.workspaceId,
  ]);
  expect((await dana().get(PATH)).status).toBe(200);
});

test('TRUST 8: a posted link is shown with a picture of the business, which is the same for every page and gone where the help center is shut', async () => {
  const page = await stranger().get(PATH);
  const address = /property="og:image" content="([^"]+)"/.exec(page.text)?.[1] ?? '';
  expect(address).toContain(`${world.origin}/help/card.png?v=`);
  for (const path of ['/help', '/help/about-us']) expect((await stranger().get(path)).text, path).toContain(address);
  const path = address.slice(world.origin.length);
  const { status, headers } = await stranger().get(path);
  expect([status, headers.get('content-type'), headers.get('etag') !== null]).toEqual([200, 'image/png', true]);
  await set({ readers: 'signed_in' });
  expect((await stranger().get(path)).status).toBe(404);
  await set({ readers: 'everybody', found: 'on' });
  const png = Buffer.from(
    await cardOf({ brand: { name: 'Größe & <Co>', color: '#126e5a', radius: 'soft', font: 'inter' }, label: 'Hilfe' }),
  );
  expect([png.subarray(1, 4).toString(), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['PNG', 1200, 630]);
  expect(png.length).toBeLessThan(60_000);
});

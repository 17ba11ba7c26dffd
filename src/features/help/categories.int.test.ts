import { beforeAll, expect, test } from 'vitest';
import { categoriesFor, HELP_TOPIC, setAudience } from '#features/knowledge/index.ts';
import { by, makeArticle, makeCategory, segmentOf } from '#features/knowledge/knowledge.testing.ts';
import { setLanguages } from '#features/knowledge/languages.ts';
import { addCategory } from '#features/knowledge/organise.ts';
import { visitor } from '#test/client.ts';
import { peek, whileSaying } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
let world: World;

const owner = <T>(work: Parameters<typeof by<T>>[3]) => by(portal(), world, world.owner, work);
const stranger = () => visitor(portal(), world);

beforeAll(async () => {
  world = await newWorld(portal());
  await owner((ctx) => setLanguages(ctx, ['de']));
});

test('without anything public every address leads to the door, and search engines are told to stay away', async () => {
  const other = await newWorld(portal(), 'Lumen Cloud');
  const at = visitor(portal(), other);
  for (const path of ['/help', '/help/anything', '/help/en/anything', '/help/feed.xml']) {
    const { status, location } = await at.get(path);
    expect([status, location], path).toEqual([303, `/sign-in?next=${encodeURIComponent(path)}`]);
  }
  expect((await at.get('/sitemap.xml')).status).toBe(404);
  expect((await at.get('/robots.txt')).text).toBe('User-agent: *\nDisallow: /\n');
  // The control: one article, and it is another answer.
  const id = await makeCategory(portal(), other, 'First steps');
  await makeArticle(portal(), other, id, 'Begin here');
  portal().platform.hub.publish(other.workspaceId, ['help']);
  expect((await at.get('/help')).status).toBe(200);
  expect((await at.get('/robots.txt')).text).toContain('Allow: /help');
});

test('a category within another lists its own, and is listed with a few of them in the one above', async () => {
  const above = await makeCategory(portal(), world, 'Your website');
  const below = await owner((ctx) =>
    addCategory(ctx, {
      parentId: above,
      icon: 'book-open',
      audience: 'public',
      texts: new Map([['en', { title: 'Domains', summary: 'Names and where they lead' }]]),
    }),
  );
  await makeArticle(portal(), world, below, 'Point a domain at us');
  portal().platform.hub.publish(world.workspaceId, ['help']);
  expect((await stranger().get('/help/your-website')).text).toContain('Point a domain at us');
  const page = await stranger().get('/help/domains');
  expect(page.text).toContain('Names and where they lead');
  expect(page.text).toContain('href="/help/your-website?lang=en"');
  expect((await stranger().get('/help/your-website/feed.xml')).text).toContain('Point a domain at us');
  expect((await stranger().get('/help/nowhere')).status).toBe(404);
});

test('a feed says how an article begins that nobody has summed up; control: of another what its summary says', async () => {
  const shelf = await makeCategory(portal(), world, 'For the feed');
  const html = `<p>It begins with Q&amp;A.</p><ul>${'<li>and goes on</li>'.repeat(900)}</ul>`;
  await makeArticle(portal(), world, shelf, 'Not summed up', { html });
  await makeArticle(portal(), world, shelf, 'Summed up', { html, summary: 'In short' });
  const { text } = await stranger().get('/help/feed.xml');
  const described = (title: string) =>
    new RegExp(`<title>${title}</title>.*?<description>(.*?)</description>`, 's').exec(text)![1];
  expect(described('Not summed up')).toMatch(/^It begins with Q&amp;A\. (and goes on )+(and )?(goes )?…$/);
  expect(described('Summed up')).toBe('In short');
});

test('TRUST 18: what is counted once is counted for those alone who may read the same; control: nobody counts again until something changes', async () => {
  const under = await makeCategory(portal(), world, 'Counted');
  await makeArticle(portal(), world, under, 'For all to count');
  const { number } = await makeArticle(portal(), world, under, 'For some to count');
  const segment = await segmentOf(portal(), world, world.accountId);
  await owner((ctx) => setAudience(ctx, number, 'segment', { to: 'segments', segments: [segment] }));
  const team = await makeArticle(portal(), world, under, 'For the team to count');
  await owner((ctx) => setAudience(ctx, team.number, 'member'));
  const heard = () => portal().platform.hub.publish(world.workspaceId, [HELP_TOPIC]);
  heard();
  const counts = async () => {
    const each: number[] = [];
    for (const actor of [world.owner, world.dana, world.rival, null, world.agent, world.dana])
      each.push(
        await by(
          portal(),
          world,
          actor,
          async (ctx) => (await categoriesFor(ctx, 'en')).find(({ id }) => id === under)?.articles ?? 0,
        ),
      );
    return each;
  };
  expect(await counts()).toEqual([3, 2, 1, 1, 3, 2]);
  // Control: what is counted past the policies is kept by the function's own wall.
  const open = { of: 'app.live_counts', from: /everything or/, to: 'true or' };
  await whileSaying(portal().database, open, async () => {
    heard();
    expect(await counts()).toEqual([3, 3, 3, 3, 3, 3]);
  });
  heard();
  expect(await counts()).toEqual([3, 2, 1, 1, 3, 2]);
  await peek(
    portal().database,
    'update article_texts set archived_at = now() where article_id in (select id from articles where number = $1)',
    [number],
  );
  expect(await counts()).toEqual([3, 2, 1, 1, 3, 2]);
  heard();
  expect(await counts()).toEqual([2, 1, 1, 1, 2, 1]);
});

import { beforeAll, expect, test } from 'vitest';
import { by, makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { setLanguages } from '#features/knowledge/languages.ts';
import { addCategory } from '#features/knowledge/organise.ts';
import { visitor } from '#test/client.ts';
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

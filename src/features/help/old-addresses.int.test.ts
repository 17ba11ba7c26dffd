import { expect, test } from 'vitest';
import { brought, handed, texts, zipped } from '#features/article-import/article-import.testing.ts';
import { by, makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { setLanguages } from '#features/knowledge/languages.ts';
import { as, type Client, visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();
const json = (value: unknown): string => JSON.stringify(value);

const at = async (client: Client, path: string) => {
  const { status, location } = await client.get(path);
  return [status, location];
};

test('the address that an article or a category had at Zendesk leads to it here, for whoever may read it; control: to nobody else, nor what never was', async () => {
  const world = await newWorld(portal());
  const [stranger, dana] = [visitor(portal(), world), as(portal(), world.dana)];
  const one = (id: number, title: string, segment: number | null) => ({
    ...{ id, section_id: 21, title, locale: 'en-us', draft: false, user_segment_id: segment, permission_group_id: 1 },
    body: '<p>Words</p>',
  });
  const files = {
    'categories.json': json({ categories: [{ id: 11, name: 'Using it', locale: 'en-us' }] }),
    'sections.json': json({ sections: [{ id: 21, category_id: 11, name: 'First steps', locale: 'en-us' }] }),
    'segments.json': json({ user_segments: [{ id: 71, user_type: 'signed_in_users', built_in: true, tags: [] }] }),
    'articles.json': json({ articles: [one(360001, 'Sign in', null), one(360002, 'Password', 71)] }),
    'translations.json': json({
      translations: [
        {
          source_id: 360001,
          source_type: 'Article',
          locale: 'de',
          title: 'Anmelden',
          body: '<p>Worte</p>',
          draft: false,
        },
      ],
    }),
  };
  await brought(portal(), world, await handed(portal(), world, zipped(files)));
  const all = await texts(portal(), world);
  expect(all.map(({ title, readers }) => [title, readers])).toEqual([
    ['Anmelden', 'public'],
    ['Sign in', 'public'],
    ['Password', 'signed_in'],
  ]);
  for (const path of [
    '/hc/en-us/articles/360001-Sign-in',
    '/hc/articles/360001',
    '/hc/EN-US/articles/360001-Anything/',
  ])
    expect(await at(stranger, path), path).toEqual([301, '/help/en/sign-in']);
  expect(await at(stranger, '/hc/de/articles/360001-Anmelden')).toEqual([301, '/help/de/anmelden']);
  expect(await at(stranger, '/hc/en-us/sections/21-First')).toEqual([301, '/help/first-steps?lang=en']);
  expect(await at(stranger, '/hc/de/categories/11')).toEqual([301, '/help/using-it?lang=de']);
  expect(await at(stranger, '/hc/en-us')).toEqual([301, '/help?lang=en']);
  // What somebody may not read is not there, like what never was.
  expect(await at(dana, '/hc/en-us/articles/360002-Password')).toEqual([301, '/help/en/password']);
  const secret = await stranger.get('/hc/en-us/articles/360002-Password');
  const never = await stranger.get('/hc/en-us/articles/360009-Password');
  const said = (text: string) => text.replaceAll(/36000\d|\d{3}-[0-9a-f]{6}/g, '');
  expect([secret.status, said(secret.text)]).toEqual([404, said(never.text)]);
  for (const path of [
    '/hc/en-us/articles/21',
    '/hc/en-us/sections/360001',
    '/hc/en-us/community/posts',
    '/support/solutions/articles/360001',
  ])
    expect(await at(stranger, path), path).toEqual([404, null]);
  const other = await newWorld(portal());
  expect((await visitor(portal(), other).get('/hc/en-us/articles/360001-Sign-in')).location).not.toContain('/help');
});

test('the address that an article had at Freshdesk leads to it here; control: what was there at /support is', async () => {
  const world = await newWorld(portal());
  const stranger = visitor(portal(), world);
  const files = {
    'folders.json': json([{ id: 4, name: 'Start', visibility: 1, category_id: 3 }]),
    'categories.json': json([{ id: 3, name: 'General' }]),
    'articles.json': json([{ id: 80001, title: 'Begin here', description: '<p>Words</p>', status: 2, folder_id: 4 }]),
  };
  await brought(portal(), world, await handed(portal(), world, zipped(files)));
  for (const path of ['/support/solutions/articles/80001-begin-here', '/en/support/solutions/articles/80001'])
    expect(await at(stranger, path), path).toEqual([301, '/help/en/begin-here']);
  expect(await at(stranger, '/support/solutions/folders/4')).toEqual([301, '/help/start']);
  expect(await at(stranger, '/support/solutions/3')).toEqual([301, '/help/general']);
  expect(await at(stranger, '/support/solutions/articles/4')).toEqual([404, null]);
  const dana = as(portal(), world.dana);
  expect((await dana.get('/support')).status).toBe(200);
  expect(await at(dana, '/support/solutions')).toEqual([301, '/help']);
  expect(await at(dana, '/support/solutions/articles/80001')).toEqual([301, '/help/en/begin-here']);
});

test('the other addresses of a help center that moved lead to what we have for them; control: what never was leads nowhere', async () => {
  const world = await newWorld(portal());
  await makeArticle(portal(), world, await makeCategory(portal(), world, 'Website'), 'Refunds');
  const leads = async (client: Client, all: Record<string, string>) => {
    for (const [path, to] of Object.entries(all)) expect([path, ...(await at(client, path))]).toEqual([path, 301, to]);
  };
  const same = {
    '/hc/en-us/requests/new?ticket_form_id=3': '/support/new',
    '/hc/requests': '/support',
    '/hc/en-us/requests/12': '/support',
    '/hc/en-us/search?utf8=1&query=an+invoice': '/help/search?q=an+invoice',
    '/hc/en-us/signin?return_to=%2F%2Fevil.example': '/sign-in',
    '/support/tickets/new': '/support/new',
    '/en/support/tickets': '/support',
    '/support/tickets/12': '/support',
    '/support/search/solutions?term=invoice': '/help/search?q=invoice',
    '/de/support/search?term=invoice': '/help/search?q=invoice',
    '/support/home': '/help',
    '/en/support/home': '/help',
    '/en/support/solutions': '/help',
    '/support/login': '/sign-in',
  };
  for (const client of [visitor(portal(), world), as(portal(), world.dana)]) await leads(client, same);
  for (const path of ['/hc/en-us/requests/1/2', '/support/tickets/1/2', '/en/support/1', '/en/support/new'])
    expect([path, ...(await at(visitor(portal(), world), path))]).toEqual([path, 404, null]);
  await by(portal(), world, world.owner, (ctx) => setLanguages(ctx, ['de']));
  await leads(visitor(portal(), world), {
    '/hc/de/search?query=a': '/help/search?q=a&lang=de',
    '/hc/fr/search?query=a': '/help/search?q=a',
    '/de/support/home': '/help?lang=de',
  });
});

test('a category that is called Support is itself, beside what Freshdesk had at /support; control: with a language before it, the address is Freshdesk’s', async () => {
  const world = await newWorld(portal());
  const topic = await makeCategory(portal(), world, 'Support');
  await makeArticle(portal(), world, topic, 'Our hours');
  for (const who of [visitor(portal(), world), as(portal(), world.dana), as(portal(), world.owner)]) {
    const { status, text } = await who.get('/help/support');
    expect([status, text.includes('Our hours')]).toEqual([200, true]);
  }
  const stranger = visitor(portal(), world);
  expect(await at(stranger, '/help/support/feed.xml')).toEqual([200, null]);
  for (const lang of ['en', 'en-GB']) expect(await at(stranger, `/${lang}/support/home`)).toEqual([301, '/help']);
});

import { beforeAll, expect, test } from 'vitest';
import { picture } from '#app/seed/picture.ts';
import { as, visitor } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal();
let world: World;

beforeAll(async () => {
  world = await newWorld(portal());
});

const business = {
  name: 'Northwind & Sons',
  short_name: 'Northwind',
  tagline: 'Robots that behave.',
  locale: 'en',
  zone: 'Europe/Berlin',
  promise: '240',
};

test('the owner changes what the business says about itself, and the door says it at once', async () => {
  const maya = as(portal(), world.owner);
  const saved = await maya.submit('/settings/business', '/settings/business', business);
  expect(saved.location).toBe('/settings/business');
  const door = await visitor(portal(), world).get('/sign-in');
  expect(door.text).toContain('Northwind &amp; Sons');
  expect(door.text).toContain('Robots that behave.');
  const overview = await maya.get('/settings');
  expect(overview.text).toContain('changed the name of the business, the sentence at the door');
});

test('what cannot be kept comes back as it was typed, with the reason beside the field', async () => {
  const maya = as(portal(), world.owner);
  const refused = await maya.submit('/settings/business', '/settings/business', {
    ...business,
    name: ' ',
    tagline: 'Still here',
    zone: 'Mars/Olympus',
    promise: '-5',
  });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('id="name-error"');
  expect(refused.text).toContain('id="zone-error"');
  expect(refused.text).toContain('id="promise-error"');
  expect(refused.text).toContain('value="Still here"');
});

test('colour, shape and logo are changed on the page, and a file that is no picture is refused', async () => {
  const maya = as(portal(), world.owner);
  await maya.submit('/settings/design', '/settings/design', { color: '#0F766E', radius: 'round', font: 'serif' });
  expect((await visitor(portal(), world).get('/brand.css')).text).toContain('--brand: #0f766e');
  const logo = { name: 'mark.png', type: 'image/png', content: picture(64, 64, [[9, 9, 9]], []) };
  await maya.submit('/settings/design', '/settings/design/logo-light', { logo });
  const served = await visitor(portal(), world).get('/brand/logo-light');
  expect(served.headers.get('content-type')).toBe('image/png');
  const refused = await maya.submit('/settings/design', '/settings/design/logo-light', {
    logo: { ...logo, content: '<script>alert(1)</script>' },
  });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('Save the logo as SVG, PNG, WebP or JPEG.');
  await maya.submit('/settings/design', '/settings/design/logo-light/removal');
  expect((await visitor(portal(), world).get('/brand/logo-light')).status).toBe(404);
});

test('a word mark stands without the name beside it, and one that nobody could read is refused with what to do', async () => {
  const maya = as(portal(), world.owner);
  const send = (mode: 'light' | 'dark', wide: number) =>
    maya.submit('/settings/design', `/settings/design/logo-${mode}`, {
      logo: { name: 'logo.png', type: 'image/png', content: picture(wide, 40, [[9, 9, 9]], []) },
    });
  const head = async () => (await maya.get('/settings/design')).text.match(/<a class="brand"[\s\S]*?<\/a>/)?.[0] ?? '';
  await send('light', 200);
  expect(await head()).toMatch(/class="mark words".*alt="[^"]+".*width="140" height="28"/);
  expect(await head()).not.toMatch(/<span>\s*\w/);
  // A mark for the dark does not go with it: dark pages show the word mark, and the page of the two says so.
  await send('dark', 40);
  expect(await head()).not.toContain('logo-dark');
  expect((await maya.get('/settings/design')).text).toContain(
    'Until both are alike, dark pages show the one for light',
  );
  await send('dark', 220);
  expect(await head()).toMatch(/class="in-dark" src="[^"]*logo-dark/);
  const refused = await send('light', 400);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('more than 8 times as wide as high');
  for (const mode of ['light', 'dark']) await maya.submit('/settings/design', `/settings/design/logo-${mode}/removal`);
  expect(await head()).toContain('monogram');
});

test('who may not change settings finds none, neither as a page nor as a form nor in the navigation', async () => {
  const priya = as(portal(), world.agent);
  const fields = await as(portal(), world.owner).form('/settings/business', '/settings/business');
  for (const path of ['/settings', '/settings/business', '/settings/design']) {
    expect((await priya.get(path)).status, path).toBe(404);
  }
  const own = await priya.form('/account', '/account/profile');
  const sent = await priya.postRaw('/settings/business', { ...business, name: 'Taken over', _token: own._token! });
  expect(sent.status).toBe(404);
  expect((await priya.get('/inbox')).text).not.toContain('href="/settings"');
  const [row] = await peek(portal().database, 'select name from workspaces where id = $1', [world.workspaceId]);
  expect(row).toEqual({ name: 'Northwind & Sons' });
  // Control: the owner has the entry, and the same fields from her are taken.
  const maya = as(portal(), world.owner);
  expect((await maya.get('/inbox')).text).toContain('href="/settings"');
  expect((await maya.postRaw('/settings/business', { ...fields, ...business, name: 'Renamed' })).status).toBe(303);
});

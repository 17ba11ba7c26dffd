import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { changeBrand } from '#features/workspaces/index.ts';
import { setupCode } from '#features/workspaces/setup-code.ts';
import { asSystem } from '#platform/db/scope.ts';
import { cleanPicture } from '#platform/picture/clean.ts';
import { as } from '../test/client.ts';
import { peek } from '../test/database.ts';
import { newWorld, type World } from '../test/world.ts';
import {
  expectNothingSticksOut,
  expectSound,
  expectSoundInBoth,
  expectSoundInBrands,
  lookThrough,
  lumen,
  phone,
  troubleOn,
  useStage,
} from './stage.ts';

const stage = useStage();

const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28">${inside}</svg>`;
const LIGHT = svg('<style>.a{fill:#6846e8}</style><rect class="a" width="28" height="28" rx="7"/>');
const DARK = svg('<linearGradient id="g"><stop stop-color="#734eff"/></linearGradient><circle fill="url(#g)" r="14"/>');

async function dress(world: World): Promise<void> {
  const [light, dark] = [LIGHT, DARK].map((text) => cleanPicture(Buffer.from(text)));
  const { platform } = stage().portal;
  await asSystem(platform.pool, world.workspaceId, (db) => changeBrand(db, world.workspaceId, { light, dark }));
}

// First of this file: the installation is empty only once.
test('from an empty installation to the portal and its operator, on a phone: both are sound in light and dark', async () => {
  const { portal, enter, url } = stage();
  const [business, operator] = [{ host: 'kestrel.localhost' }, { host: 'operator.localhost' }] as World[];
  const page = await enter(business!, null, { ...phone, timezoneId: 'America/New_York' });
  await page.goto(url(business!));
  await page.getByRole('button', { name: 'Open the portal' }).click();
  await page.getByText('This is not the setup code.').waitFor();
  await expectSoundInBoth(page, 'the first page, with what is missing');
  const email = 'ada@kestrel.example';
  const password = 'a lamp under the river';
  await page.getByLabel('Setup code').fill(setupCode(portal.platform.masterKey));
  await page.getByLabel('Name of your business').fill('Kestrel Bikes');
  await page.getByLabel('Your name').fill('Ada Kestrel');
  await page.getByLabel('Your email').fill(email);
  await page.getByLabel('A password').fill(password);
  await page.getByRole('button', { name: 'Open the portal' }).click();
  await page.waitForURL(/\/customers$/);
  // The business is where its founder sits.
  await expect.poll(() => page.locator('html').getAttribute('data-zone')).toBe('America/New_York');
  await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor();
  await expectSoundInBoth(page, 'the first customers');

  await page.goto(url(operator!));
  await page.getByLabel('Work email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.getByText('Kestrel Bikes').waitFor();
  await expectSoundInBrands(page, 'the operator’s overview', [lumen]);
  await page.goto(url(operator!, '/account'));
  await expectSoundInBoth(page, 'the operator’s account');
});

test('the gallery of the kit is sound in two brands, in light and dark, on a phone', async () => {
  const world = await newWorld(stage().portal);
  const views = ['/dev/ui', '/dev/ui?view=thread', '/dev/ui?view=note'];
  await lookThrough(stage(), [[world.dana, views]], async (page, path) => {
    // What is shown with the focus in it lies somewhere below, by and by.
    await page.evaluate(() => scrollTo(0, 0));
    await expectSoundInBrands(page, path, [lumen]);
  });
});

const windows = [['a wide window', {}] as const, ['a phone', phone] as const];
test.each(windows)('the light and the dark logo are drawn where the business is named: %s', async (_, options) => {
  const world = await newWorld(stage().portal, 'Fern');
  await dress(world);
  for (const [actor, path] of [
    [null, '/sign-in'],
    [null, '/nowhere'],
    [world.dana, '/'],
    [world.agent, '/inbox'],
  ] as const) {
    const page = await stage().enter(world, actor, options);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(stage().url(world, path));
      const logo = page.locator('.mark img:visible').first();
      await logo.waitFor();
      expect(await logo.getAttribute('src')).toContain(`/brand/logo-${colorScheme}?v=`);
      await expect
        .poll(() => logo.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 0))
        .toBe(true);
    }
  }
});

test('TRUST 19: a hostile logo runs nothing, neither on a page nor opened by itself', async () => {
  const world = await newWorld(stage().portal, 'Moss');
  await dress(world);
  // Past the door, as somebody with the database would put it there.
  const hostile = svg('<script>document.documentElement.setAttribute("data-ran", "1")</script>').replace(
    '<svg',
    "<svg onload=\"document.documentElement.setAttribute('data-ran', '1')\"",
  );
  await peek(stage().portal.database, 'update brand_pictures set content = $2 where workspace_id = $1', [
    world.workspaceId,
    Buffer.from(hostile),
  ]);
  const page = await stage().enter(world, null);
  await page.goto(stage().url(world, '/sign-in'));
  await page.locator('.mark img:visible').waitFor();
  const ran = () => page.evaluate(() => document.documentElement.hasAttribute('data-ran'));
  expect(await ran()).toBe(false);
  await page.goto(stage().url(world, '/brand/logo-light'));
  expect(await ran()).toBe(false);
  await expect.poll(() => troubleOn(page).join()).toMatch(/sandbox|Content Security Policy/i);
  // Control: the same file where nothing holds it back does run.
  const free = await stage().enter(world, null, { serviceWorkers: 'block' });
  await free.route('**/free.svg', (route) => route.fulfill({ contentType: 'image/svg+xml', body: hostile }));
  await free.goto(stage().url(world, '/free.svg'));
  expect(await free.evaluate(() => document.documentElement.hasAttribute('data-ran'))).toBe(true);
});

test('the bell opens its panel and closes it again, by mouse and by keys', async () => {
  const world = await newWorld(stage().portal);
  const page = await stage().enter(world, world.dana);
  await page.goto(stage().url(world, '/'));
  const bell = page.getByRole('link', { name: /^Notifications, / });
  const panel = page.locator('#notifications');
  await bell.click();
  await panel.getByText('All notifications').waitFor();
  expect(await bell.getAttribute('aria-expanded')).toBe('true');
  await expectSound(page, 'the open panel');
  await bell.click();
  await panel.waitFor({ state: 'hidden' });
  expect(await bell.getAttribute('aria-expanded')).toBe('false');
  await bell.focus();
  await page.keyboard.press('Enter');
  await panel.waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });
  expect(await bell.evaluate((link) => link === document.activeElement)).toBe(true);
  expect(new URL(page.url()).pathname).toBe('/');
});

test('without JavaScript the bell leads to the list, and nobody is told to drop files', async () => {
  const world = await newWorld(stage().portal);
  const page = await stage().enter(world, world.dana, { javaScriptEnabled: false });
  await page.goto(stage().url(world, '/support/new'));
  expect(await page.getByText(/^Drop files/).isVisible()).toBe(false);
  await page.getByLabel('choose files', { exact: true }).waitFor();
  await page.getByRole('link', { name: /^Notifications, / }).click();
  await page.waitForURL(/\/notifications$/);
  // Control: with scripts one can.
  const other = await stage().enter(world, world.dana);
  await other.goto(stage().url(world, '/support/new'));
  await other.getByText(/^Drop files/).waitFor();
});

test('control: what cannot be read in the dark alone, or in another brand alone, is found', async () => {
  const world = await newWorld(stage().portal);
  const page = await stage().enter(world, world.dana);
  await page.goto(stage().url(world, '/support'));
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('@media (prefers-color-scheme: dark) { h1 { color: #222 } }');
    document.adoptedStyleSheets.push(sheet);
  });
  await expect(expectSoundInBoth(page, 'the list')).rejects.toThrow(/in the dark: contrast/);
  await page.goto(stage().url(world, '/support'));
  await page.evaluate(() => document.documentElement.style.setProperty('--on-brand', '#fff'));
  await expect(expectSoundInBrands(page, 'the list', [lumen])).rejects.toThrow(/Lumen Cloud, (dark|light): contrast/);
});

test('control: what sticks out sideways is found, on a phone as in a narrow window', async () => {
  const world = await newWorld(stage().portal);
  for (const options of [phone, { viewport: phone.viewport }]) {
    const page = await stage().enter(world, world.dana, options);
    await page.goto(stage().url(world, '/account'));
    await expectNothingSticksOut(page, 'the account');
    await page.locator('main').evaluate((main) => {
      const wide = document.createElement('p');
      wide.style.width = '600px';
      wide.textContent = 'Wider than a phone';
      main.append(wide);
    });
    await expect(expectNothingSticksOut(page, 'the account')).rejects.toThrow(/width/);
  }
});

test('a row of tabs that is wider than a phone begins where its reader is', async () => {
  const world = await newWorld(stage().portal);
  const page = await stage().enter(world, world.owner, phone);
  await page.goto(stage().url(world, '/knowledge/categories'));
  const tab = page.locator('.tabs > [aria-current]');
  const places = () =>
    tab.evaluate((current) => {
      const [own, row] = [current.getBoundingClientRect(), current.parentElement!.getBoundingClientRect()];
      return {
        wider: current.parentElement!.scrollWidth > row.width,
        seen: own.left >= row.left && own.right <= row.right,
      };
    });
  await expect.poll(places).toEqual({ wider: true, seen: true });
  // Control: at its beginning the row does not show it.
  await tab.evaluate((current) => {
    current.parentElement!.scrollLeft = 0;
  });
  expect((await places()).seen).toBe(false);
});

test('on a phone a business with one long word for a name fits, and what stands alone to be touched is tall enough', async () => {
  const world = await newWorld(stage().portal, 'Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrik Öhrli');
  await peek(stage().portal.database, `update workspaces set short_name = 'Öhrli' where id = $1 returning id`, [
    world.workspaceId,
  ]);
  await peek(stage().portal.database, `update members set phone = '+49 30 1234567' where id = $1 returning id`, [
    world.owner.id,
  ]);
  const dana = as(stage().portal, world.dana);
  for (const subject of ['One', 'Two'])
    await dana.submit('/support/new', '/support', { subject, urgency: 'slows', body: 'Hello' });
  const page = await stage().enter(world, world.dana, { ...phone, locale: 'de-DE' });
  for (const path of ['/help', '/account']) {
    await page.goto(stage().url(world, path));
    await expectNothingSticksOut(page, path);
  }
  const height = async (name: string) => (await page.getByRole('link', { name }).boundingBox())?.height;
  await page.goto(stage().url(world, '/'));
  expect(await height('+49 30 1234567')).toBeGreaterThanOrEqual(24);
});

test('on a phone the line of a ticket holds a long short name, and a button that names a colleague is whole', async () => {
  const world = await newWorld(stage().portal);
  const { database } = stage().portal;
  const named = 'update workspaces set short_name = $2 where id = $1 returning id';
  await peek(database, named, [world.workspaceId, 'Donaudampfschifffahrtsgesellschaft Öhrli und Töchter']);
  await peek(database, "update contacts set role = 'account_admin' where id = $1 returning id", [world.dana.id]);
  const called = 'Ünal Çelik-Hübner-Wolfeschlegelsteinhausenbergerdorff';
  await peek(database, 'update contacts set name = $2 where id = $1 returning id', [world.viewer.id, called]);
  const ticket = { subject: 'The export stops', urgency: 'slows', body: 'Hello' };
  await as(stage().portal, world.dana).submit('/support/new', '/support', ticket);
  const page = await stage().enter(world, world.dana, { ...phone, locale: 'de-DE' });
  const whole = async (part: Locator, what: string) => {
    const { x, width } = (await part.boundingBox())!;
    expect(x, what).toBeGreaterThanOrEqual(0);
    expect(x + width, what).toBeLessThanOrEqual(page.viewportSize()!.width);
  };
  for (const path of ['/support', '/support/1']) {
    await page.goto(stage().url(world, path));
    await whole(page.locator('.turn').first(), path);
    await expectNothingSticksOut(page, path);
  }
  await page.goto(stage().url(world, '/company'));
  const fold = page.locator(`#ending-${world.viewer.id}`);
  await fold.locator('summary').click();
  const button = fold.getByRole('button');
  await whole(button, 'the button');
  expect(await button.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
});

test.each([
  ['a wide window, under its head', { viewport: { width: 1280, height: 860 } }, 72],
  ['a phone, from below', phone, 8],
])('a browser without anchors shows every menu within %s', async (_, options, gap) => {
  const world = await newWorld(stage().portal);
  const dana = as(stage().portal, world.dana);
  await dana.submit('/support/new', '/support', { subject: 'One', urgency: 'slows', body: 'Hello' });
  for (let n = 1; n <= 9; n += 1)
    await dana.submit('/support/1', '/support/1/replies', { body: `Message ${n}.${'\n\nAnd a line.'.repeat(5)}` });
  const page = await stage().enter(world, world.agent, options);
  await page.goto(stage().url(world, '/inbox/1'));
  // The same sheets as a browser reads them that does not know the word.
  await page.evaluate(async () => {
    for (const { href } of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')) {
      const text = await (await fetch(href)).text();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text.replaceAll('position-area:', 'position-nowhere:'));
      document.adoptedStyleSheets.push(sheet);
    }
    for (const sheet of document.styleSheets) sheet.disabled = true;
  });
  // It stands in the thread, which is read to its end.
  await page.locator('.message').last().scrollIntoViewIfNeeded();
  await page.locator('[popovertarget="assignees"]').click();
  const menu = page.locator('#assignees');
  await menu.waitFor();
  const { x, y, width, height } = (await menu.boundingBox())!;
  const { width: wide, height: high } = page.viewportSize()!;
  expect(Math.min(x, y, wide - x - width, high - y - height)).toBeGreaterThanOrEqual(0);
  expect(options === phone ? high - y - height : y).toBe(gap);
  await menu.getByRole('button', { name: world.agent.name }).click();
  await page.getByText('Saved.').waitFor();
});

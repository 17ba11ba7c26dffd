import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { peek } from '../test/database.ts';
import { newWorld, type World } from '../test/world.ts';
import { pagesOf } from './pages.ts';
import { expectNothingSticksOut, expectSoundInBrands, lookThrough, lumen, phone, useStage } from './stage.ts';

const stage = useStage();
let world: World;
let pages: Awaited<ReturnType<typeof pagesOf>>;

beforeAll(async () => {
  world = await newWorld(stage().portal);
  pages = await pagesOf(stage().portal, world);
});

const sound = (page: Page, path: string) => expectSoundInBrands(page, path, [lumen]);

test('the rooms for customers hold in two brands, on a phone, in light and dark', () =>
  lookThrough(stage(), [[world.dana, pages.customer]], sound));

/** Each page is looked at by axe, which takes a second or two: no more of them in one test than it has the time for. */
const PARTS = 8;

test.each(Array.from({ length: PARTS }, (_, part) => part))(
  'the rooms of the team and the settings hold in two brands, on a phone, in light and dark (%i)',
  (part) => lookThrough(stage(), [[world.owner, pages.team.filter((_, place) => place % PARTS === part)]], sound),
);

test('in German, whose words are longer, nothing sticks out on a phone', async () => {
  // Every fourth of the team's: they share their parts.
  const german = [
    [world.dana, [...pages.customer, '/', '/support', '/support/1', '/activity', '/notifications']],
    [world.owner, ['/inbox', '/inbox/1', '/settings', ...pages.team.filter((_, place) => place % 4 === 0)]],
  ] as const;
  const look = async (page: Page, path: string) => {
    expect(await page.getAttribute('html', 'lang'), path).toBe('de');
    await expectNothingSticksOut(page, `${path} in German`);
  };
  await lookThrough(stage(), german, look, { ...phone, locale: 'de-DE' });
});

test('a name without a gap, as a directory without names gives them, widens no page about its person on a phone', async () => {
  const name = '2bd2033d-99e6-4b1f-8c57-0a4f1d6e7b92@directory.acme.example';
  const own = await newWorld(stage().portal);
  await peek(stage().portal.database, 'update contacts set name = $2 where id = $1', [own.viewer.id, name]);
  const person = `/customers/${own.accountId}/contacts/${own.viewer.id}`;
  const paths = ['', '/details', '/move', '/merging', `/merging?into=${own.dana.id}`].map((page) => person + page);
  const look = async (page: Page, path: string) => {
    await expectNothingSticksOut(page, path);
    // What ends a form stands at the right: there it would be cut off at the left, which widens nothing.
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('main .button')].flatMap((one) =>
        one.getBoundingClientRect().left < 0 ? [one.textContent] : [],
      ),
    );
    expect(cut, `${path}: buttons that are cut`).toEqual([]);
  };
  for (const locale of ['en-GB', 'de-DE']) {
    await lookThrough(stage(), [[own.owner, paths]], look, { ...phone, locale });
  }
});

test.each(['en-GB', 'de-DE'])('with letters twice as large nothing sticks out on a phone, in %s', async (locale) => {
  // What a browser makes of it: a page of half the width, each of whose dots is two.
  const half = { ...phone, viewport: { width: 195, height: 390 }, deviceScaleFactor: 2, locale };
  const large = [
    [world.dana, ['/', '/support', '/support/1', '/support/new', '/help', '/company', '/account']],
    [world.owner, ['/inbox', '/inbox/1', '/customers', '/settings', '/settings/roles', '/settings/sign-up']],
    [world.owner, ['/settings/members', '/settings/sso', `/customers/${world.accountId}`]],
  ] as const;
  const look = async (page: Page, path: string) => {
    await expectNothingSticksOut(page, `${path} in large letters`);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('main :is(.segmented, .badge)')].flatMap((row) =>
        row.scrollWidth > row.clientWidth || row.getBoundingClientRect().right > innerWidth ? [row.textContent] : [],
      ),
    );
    expect(cut, `${path}: choices and badges that are cut`).toEqual([]);
  };
  await lookThrough(stage(), large, look, half);
});

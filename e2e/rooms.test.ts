import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { newWorld } from '../test/world.ts';
import { pagesOf } from './pages.ts';
import { expectNothingSticksOut, expectSoundInBrands, lookThrough, lumen, phone, useStage } from './stage.ts';

const stage = useStage();

// Fifty pages, each looked at by axe.
test('the rooms for customers and the settings hold in two brands, on a phone, in light and dark', {
  timeout: 240_000,
}, async () => {
  const world = await newWorld(stage().portal);
  const pages = await pagesOf(stage().portal, world);
  const rooms = [
    [world.dana, pages.customer],
    [world.owner, pages.team],
  ] as const;
  await lookThrough(stage(), rooms, (page, path) => expectSoundInBrands(page, path, [lumen]));

  // German words are longer. Every fourth of the team's: they share their parts.
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

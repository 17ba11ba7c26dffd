import { expect, test } from 'vitest';
import { newWorld } from '../test/world.ts';
import { pagesOf } from './pages.ts';
import { expectSoundInBrands, lumen, phone, useStage } from './stage.ts';

const stage = useStage();

// Fifty pages, each looked at by axe.
test('the rooms for customers and the settings hold in two brands, on a phone, in light and dark', {
  timeout: 240_000,
}, async () => {
  const world = await newWorld(stage().portal);
  const pages = await pagesOf(stage().portal, world);
  for (const [actor, paths] of [
    [world.dana, pages.customer],
    [world.owner, pages.team],
  ] as const) {
    const page = await stage().enter(world, actor, phone);
    for (const path of paths) {
      const answer = await page.goto(stage().url(world, path));
      expect(answer?.status(), path).toBe(200);
      await expectSoundInBrands(page, path, [lumen]);
    }
  }
});

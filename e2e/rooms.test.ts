import { test } from 'vitest';
import { newWorld } from '../test/world.ts';
import { pagesOf } from './pages.ts';
import { expectSoundInBrands, lookThrough, lumen, useStage } from './stage.ts';

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
});

import { expect, test } from 'vitest';
import { newWorld } from '../test/world.ts';
import { pagesOf } from './pages.ts';
import { expectReadableInBoth, expectSoundInBoth, phone, useStage } from './stage.ts';

const stage = useStage();

const brands = [
  ['Northwind Studio', '#6846e8', expectSoundInBoth],
  ['Lumen Cloud', '#f59e0b', expectReadableInBoth],
] as const;

test.each(brands)(
  'the rooms for customers and the settings hold in the colours of %s, on a phone, in light and dark',
  // Forty pages, each looked at by axe.
  { timeout: 240_000 },
  async (name, color, look) => {
    const world = await newWorld(stage().portal, name, color);
    const pages = await pagesOf(stage().portal, world);
    for (const [actor, paths] of [
      [world.dana, pages.customer],
      [world.owner, pages.team],
    ] as const) {
      const page = await stage().enter(world, actor, phone);
      for (const path of paths) {
        const answer = await page.goto(stage().url(world, path));
        expect(answer?.status(), path).toBe(200);
        await look(page, path);
      }
    }
  },
);

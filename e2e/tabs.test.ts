import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { newWorld } from '../test/world.ts';
import { useStage } from './stage.ts';

const stage = useStage();

/** Whether a tab is looked at, which a browser without windows does not say. */
const turn = (page: Page, away: boolean) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, away);

const isConnected = (page: Page) => page.evaluate(() => 'heard' in window);

test('whoever goes through many tabs gets every page at once: the one that is looked at takes the connection of those that are not', async () => {
  const world = await newWorld(stage().portal);
  const first = await stage().enter(world, world.agent);
  const context = first.context();
  await context.addInitScript(() =>
    document.addEventListener('portico:connected', () => Object.assign(window, { heard: true })),
  );
  const pages = [first];
  // A browser has six connections to a host.
  while (pages.length < 8) pages.push(await context.newPage());
  for (const page of pages) {
    await page.goto(stage().url(world, '/inbox'), { timeout: 15_000 });
    await expect.poll(() => isConnected(page)).toBe(true);
    await turn(page, true);
  }
  // The first has given its own away, and has it again as soon as it is looked at.
  await first.evaluate(() => Reflect.deleteProperty(window, 'heard'));
  await turn(first, false);
  await expect.poll(() => isConnected(first)).toBe(true);
});

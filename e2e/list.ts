import type { Page } from 'playwright-core';
import { as } from '../test/client.ts';
import { newWorld, type World } from '../test/world.ts';
import { intercept, type Stage } from './stage.ts';

export async function threeTickets({ portal }: Stage): Promise<World> {
  const world = await newWorld(portal);
  const dana = as(portal, world.dana);
  for (const subject of ['The export stops', 'A wrong logo', 'An old price'])
    await dana.submit('/support/new', '/support', { subject, urgency: 'question', body: 'Since this morning.' });
  return world;
}

/** What has the keyboard. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.closest('a, form')?.textContent ?? '');

/** The next page whose address has this ending is on its way until `arrive` is called. */
export async function slowly(page: Page, ending: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await intercept(page, `**${ending}`, async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

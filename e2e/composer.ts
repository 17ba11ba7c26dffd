import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { as } from '../test/client.ts';
import type { TestPortal } from '../test/portal.ts';
import { newWorld, type World } from '../test/world.ts';

/** A customer has asked something: ticket 1. */
export async function asked(portal: TestPortal): Promise<World> {
  const world = await newWorld(portal);
  const ticket = { subject: 'The export stops halfway', urgency: 'slows', body: 'Since Monday.' };
  expect((await as(portal, world.dana).submit('/support/new', '/support', ticket)).status).toBe(303);
  return world;
}

export const field = (page: Page) => page.locator('.composer .rich-text');

export async function write(page: Page, text: string): Promise<void> {
  await field(page).click();
  await page.keyboard.type(text);
}

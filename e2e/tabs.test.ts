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

/** Of its newest stream: 1 is open, 2 is closed. */
const stream = (page: Page) =>
  page.evaluate(() => (window as unknown as { newest?: EventSource }).newest?.readyState ?? null);

test('of many tabs only the one that is looked at holds a connection, and it has it again when it is looked at again', async () => {
  const world = await newWorld(stage().portal);
  const first = await stage().enter(world, world.agent);
  const context = first.context();
  await context.addInitScript(() => {
    window.EventSource = class extends EventSource {
      constructor(address: string) {
        super(address);
        Object.assign(window, { newest: this });
      }
    };
  });
  const second = await context.newPage();
  for (const page of [first, second]) {
    await page.goto(stage().url(world, '/inbox'));
    await expect.poll(() => stream(page)).toBe(1);
    if (page === first) await turn(first, true);
  }
  await expect.poll(() => stream(first)).toBe(2);
  await turn(second, true);
  await turn(first, false);
  await expect.poll(() => stream(first)).toBe(1);
  await expect.poll(() => stream(second)).toBe(2);
});

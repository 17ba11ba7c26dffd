import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { as } from '../test/client.ts';
import { newWorld, type World } from '../test/world.ts';
import { expectSound, phone, useStage } from './stage.ts';

const stage = useStage();
const wide = { viewport: { width: 1280, height: 860 } };

/** A ticket whose thread is longer than the window, with words worth a few lines in each message. */
async function talk(messages: number): Promise<World> {
  const world = await newWorld(stage().portal);
  const dana = as(stage().portal, world.dana);
  await dana.submit('/support/new', '/support', {
    subject: 'The export stops',
    urgency: 'blocks',
    body: 'The opening.',
  });
  for (let n = 1; n <= messages; n += 1)
    await dana.submit('/support/1', '/support/1/replies', { body: `Message ${n}.\n\nOne more line.\n\nAnd one.` });
  return world;
}

/** What one would touch in the middle of it is the thing itself: nothing lies over it, and it is in the window. */
const isSeen = (page: Page, selector: string): Promise<boolean> =>
  page.locator(selector).evaluate((element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return top >= 0 && bottom <= innerHeight && at !== null && element.contains(at);
  });

test.each([
  ['a wide window', wide],
  ['a phone', { ...phone, viewport: { width: 390, height: 844 } }],
])('whoever answers second is told so where they look, in %s', async (_, options) => {
  const world = await talk(12);
  const page = await stage().enter(world, world.agent, options);
  await page.goto(stage().url(world, '/inbox/1'));
  const text = page.locator('#reply .rich-text');
  await text.click();
  await page.keyboard.type('My own answer');
  const maya = as(stage().portal, world.owner);
  await maya.postRaw('/inbox/1/presence', await maya.form('/inbox/1', '/inbox/1/replies'));
  await expect.poll(() => isSeen(page, '#presence p'), { timeout: 5_000 }).toBe(true);
  expect((await maya.submit('/inbox/1', '/inbox/1/replies', { body: 'Maya was faster.' })).status).toBe(303);
  await page.locator('.message', { hasText: 'Maya was faster.' }).waitFor();
  await text.click();
  await page.keyboard.press('Control+Enter');
  await page.locator('#collision').waitFor();
  await expect.poll(() => isSeen(page, '#collision')).toBe(true);
  await expect.poll(() => isSeen(page, '.message-body:has-text("Maya was faster.")')).toBe(true);
  expect(await page.locator('#collision').getAttribute('role')).toBe('alert');
  expect(await text.textContent()).toContain('My own answer');
  await expectSound(page, 'a collision');
  // It stays while there is text to decide about, whatever else arrives, and goes when that is sent.
  const dana = as(stage().portal, world.dana);
  await dana.submit('/support/1', '/support/1/replies', { body: 'Thanks, Maya.' });
  await page.locator('.message', { hasText: 'Thanks, Maya.' }).waitFor();
  expect(await page.locator('#collision').isVisible()).toBe(true);
  await text.click();
  await page.keyboard.press('Control+Enter');
  await page.locator('.message', { hasText: 'My own answer' }).waitFor();
  await expect.poll(() => page.locator('#collision').count()).toBe(0);
});

test('who reads at the end of a thread sees what is added to it; who reads further up is left alone', async () => {
  const world = await talk(12);
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/inbox/1'));
  await page.locator('#reply .rich-text').waitFor();
  const pane = page.locator('.pane-detail');
  await pane.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  const dana = as(stage().portal, world.dana);
  for (const word of ['First', 'Second']) {
    await dana.submit('/support/1', '/support/1/replies', { body: `${word} addition.` });
    await expect.poll(() => isSeen(page, `.message-body:has-text("${word} addition.")`), { timeout: 5_000 }).toBe(true);
  }
  await pane.evaluate((element) => element.scrollTo(0, 0));
  await dana.submit('/support/1', '/support/1/replies', { body: 'Third addition.' });
  await page.locator('.message', { hasText: 'Third addition.' }).waitFor();
  expect(await pane.evaluate((element) => element.scrollTop)).toBe(0);
});

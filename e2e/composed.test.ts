import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { newWorld } from '../test/world.ts';
import { authorsOn, text, tool } from './author.ts';
import { phone, useStage } from './stage.ts';

const stage = useStage();
const { begun } = authorsOn(stage);

/** As a phone's keyboard writes a word, or anybody's that makes signs of several keys: letter by letter, of one that is not done yet. */
async function compose(page: Page, word: string): Promise<void> {
  const client = await page.context().newCDPSession(page);
  for (let n = 1; n <= word.length; n++)
    await client.send('Input.imeSetComposition', { text: word.slice(0, n), selectionStart: n, selectionEnd: n });
}

test('what a keyboard composes is looked for while it is typed; the arrows that choose among its signs choose nothing else', async () => {
  const world = await newWorld(stage().portal);
  const shelf = await makeCategory(stage().portal, world, 'Shelf');
  await makeArticle(stage().portal, world, shelf, 'Approve a design');
  const visitor = await stage().enter(world, null, phone);
  await visitor.goto(stage().url(world, '/help'));
  const field = visitor.getByRole('searchbox');
  await field.focus();
  await compose(visitor, 'approve');
  await visitor.locator('.help-suggested a', { hasText: 'Approve a design' }).waitFor({ timeout: 15_000 });
  const arrow = (isComposing: boolean) =>
    field.evaluate(
      (at, composing) =>
        at.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'ArrowDown', isComposing: composing, bubbles: true, cancelable: true }),
        ),
      isComposing,
    );
  expect(await arrow(true)).toBe(true);
  expect(await field.evaluate((at) => at === document.activeElement)).toBe(true);
  expect(await arrow(false)).toBe(false);
  expect(await field.evaluate((at) => at === document.activeElement)).toBe(false);
});

test('in the line of a link titles are offered while a word is composed, and the key that ends the word sets no link; control: the next one does', async () => {
  const { world, maya } = await begun('Leads on');
  const shelf = await makeCategory(stage().portal, world, 'Payments');
  await makeArticle(stage().portal, world, shelf, 'Refunds');
  await maya.keyboard.type('This way');
  await maya.keyboard.press('Shift+Home');
  await tool(maya, 'Link');
  await compose(maya, 'refunds');
  const offered = maya.locator('.article-editor datalist option');
  const titles = () => offered.evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  await expect.poll(titles, { timeout: 15_000 }).toEqual(['Refunds']);
  const line = maya.getByLabel('Address, or the title of another article');
  await line.evaluate((at) =>
    at.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
    ),
  );
  expect(await line.isVisible()).toBe(true);
  await maya.keyboard.press('Enter');
  await expect
    .poll(() => text(maya).locator('p > a').getAttribute('href'), { timeout: 15_000 })
    .toBe('/help/en/refunds');
});

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { newWorld } from '../test/world.ts';
import { authorsOn, press, text } from './author.ts';
import { asked, field } from './composer.ts';
import { later, useStage } from './stage.ts';

const stage = useStage();
const { begun } = authorsOn(stage);
const wide = { viewport: { width: 1280, height: 900 } };

const another = async (page: Page, address = page.url()): Promise<Page> => {
  const tab = await page.context().newPage();
  await tab.goto(address);
  return tab;
};

const kept = (page: Page) => expect.poll(() => page.evaluate(() => JSON.stringify(Object.values(localStorage))));
const isKept = (page: Page, words: string) => kept(page).toContain(words);

/** Goes on below what is there, until the browser has it. */
async function goOn(page: Page, editor: typeof field, words: string): Promise<void> {
  await page.bringToFront();
  await editor(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(words);
  await isKept(page, words);
}

const has = (page: Page, words: string, editor = field) => expect.poll(() => editor(page).textContent()).toBe(words);

async function send(page: Page, words: string): Promise<void> {
  await page.bringToFront();
  await field(page).click();
  await page.keyboard.press('Control+Enter');
  await page.locator('.message', { hasText: words }).waitFor();
}

test('a ticket in two tabs: what is sent in one leaves what the other has gone on with, after a reload and when it is closed', async () => {
  const world = await asked(stage().portal);
  const first = await stage().enter(world, world.dana, wide);
  await first.goto(stage().url(world, '/support/1'));
  await goOn(first, field, 'From the first');
  // Only looked at, it keeps nothing of its own.
  const glance = await another(first);
  await has(glance, 'From the first');
  await later(glance, 700);
  await glance.close();
  const second = await another(first);
  await has(second, 'From the first');
  await goOn(second, field, ', and on');
  await send(first, 'From the first');
  await second.reload();
  await has(second, 'From the first, and on');
  await second.close();
  const third = await another(first);
  await has(third, 'From the first, and on');
  await goOn(third, field, ' again');
  await send(third, 'and on again');

  // Control: all of it is sent, nothing comes back.
  const fourth = await another(first);
  await fourth.locator('.message', { hasText: 'and on again' }).waitFor();
  await field(fourth).waitFor();
  expect(await field(fourth).textContent()).toBe('');
  expect(await fourth.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('reply:')))).toEqual([]);
});

test('other words in each of two tabs stay apart, also in a duplicate; one takes nothing of the other away', async () => {
  const world = await newWorld(stage().portal);
  const first = await stage().enter(world, world.dana, wide);
  await first.goto(stage().url(world, '/support/new'));
  const subject = (page: Page) => page.getByLabel('What is happening?');
  await subject(first).fill('The export stops');
  await isKept(first, 'The export stops');
  // As a duplicate, it begins with what the first keeps for itself.
  const [second] = await Promise.all([
    first.context().waitForEvent('page'),
    first.evaluate(() => void window.open(location.href)),
  ]);
  await expect.poll(() => subject(second!).inputValue()).toBe('The export stops');
  await subject(second!).fill('The invoice is wrong');
  await isKept(second!, 'The invoice is wrong');
  for (const [page, words] of [
    [first, 'The export stops'],
    [second!, 'The invoice is wrong'],
  ] as const) {
    await page.reload();
    await expect.poll(() => subject(page).inputValue()).toBe(words);
  }
  // Emptied there, it is not emptied here.
  await subject(second!).fill('');
  await kept(first).not.toContain('The invoice is wrong');
  await first.reload();
  await expect.poll(() => subject(first).inputValue()).toBe('The export stops');
});

test('an article in two tabs of one author: neither takes the unsaved words of the other away, by writing, by saving or when both are closed', async () => {
  const { world, maya, path } = await begun('Twice open');
  await maya.keyboard.type('One.');
  await maya.keyboard.press('Enter');
  await maya.keyboard.type('Two.');
  await press(maya, 'Save the draft');
  await maya.getByText('The draft is saved.').waitFor();
  const address = stage().url(world, path);
  await maya.goto(address);
  const second = await another(maya, address);
  await has(second, 'One.Two.', text);
  await maya.bringToFront();
  await text(maya).locator('p').first().click();
  await maya.keyboard.press('End');
  await maya.keyboard.type(' First tab.');
  await isKept(maya, 'First tab.');
  await goOn(second, text, ' Second tab.');
  await maya.reload();
  await has(maya, 'One. First tab.Two.', text);
  const context = maya.context();
  await maya.close();
  await second.close();

  // The newest comes back first. When it is saved, the other does, and is brought together with it.
  const third = await context.newPage();
  await third.goto(address);
  await has(third, 'One.Two. Second tab.', text);
  const revision = (n: string) => expect.poll(() => third.locator('#article [name=revision]').inputValue()).toBe(n);
  await press(third, 'Save the draft');
  await revision('3');
  await third.goto(address);
  await has(third, 'One. First tab.Two.', text);
  await press(third, 'Save the draft');
  await revision('4');
  await has(third, 'One. First tab.Two. Second tab.', text);
});

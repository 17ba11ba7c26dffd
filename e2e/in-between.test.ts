import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { authorsOn, press, text } from './author.ts';
import { useStage } from './stage.ts';

const stage = useStage();
const { begun, alsoThere } = authorsOn(stage);

const revision = (page: Page) => page.locator('#article [name=revision]').inputValue();
/** From now on it is saved as soon as something is typed. */
async function byItself(page: Page): Promise<void> {
  await page.unroute('**/draft/in-between*');
  await page.locator('#article').evaluate((form) => form.setAttribute('data-in-between-every', '0'));
}

test('an article is saved while it is written; a colleague’s save is not written over, and the button brings both together', async () => {
  const { world, maya, path } = await begun('By itself');
  await byItself(maya);
  await maya.keyboard.type('First line.');
  await maya.keyboard.press('Enter');
  await maya.keyboard.type('End.');
  await expect.poll(async () => Number(await revision(maya)), { timeout: 15_000 }).toBeGreaterThan(1);
  const clean = () => maya.getByText('Not saved yet').isHidden();
  await expect.poll(clean, { timeout: 15_000 }).toBe(true);
  // Another browser has it, and this one goes on where it was.
  const priya = await alsoThere(world, world.agent, path);
  const has = (page: Page) => expect.poll(() => text(page).locator('p').allTextContents(), { timeout: 15_000 });
  await has(priya).toEqual(['First line.', 'End.']);
  await maya.keyboard.type(' And on.');
  for (const page of [priya, maya]) await has(page).toEqual(['First line.', 'End. And on.']);

  // What is on its way when the button is pressed is waited for, and is not brought together with itself.
  await maya.keyboard.type(' Saved.');
  await press(maya, 'Save the draft');
  await maya.getByText('The draft is saved.').waitFor();
  for (const page of [maya, priya]) await has(page).toEqual(['First line.', 'End. And on. Saved.']);

  await text(priya).click();
  await priya.keyboard.press('Control+End');
  await priya.keyboard.press('Enter');
  await priya.keyboard.type('By Priya.');
  await press(priya, 'Save the draft');
  await priya.getByText('The draft is saved.').waitFor();
  await text(maya).click();
  await maya.keyboard.press('Control+Home');
  await maya.keyboard.type('At the front. ');
  await maya.getByText('Not saved yet').waitFor();
  await press(maya, 'Save the draft');
  await has(maya).toEqual(['At the front. First line.', 'End. And on. Saved.', 'By Priya.']);
});

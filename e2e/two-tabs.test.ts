import { expect, test } from 'vitest';
import { authorsOn, press, text } from './author.ts';
import { useStage } from './stage.ts';

const stage = useStage();
const { begun } = authorsOn(stage);

test('what one author wrote in two tabs comes back in each, and when both were closed one after the other; control: what was saved comes back no more', async () => {
  const { world, maya, path } = await begun('In two tabs');
  await maya.keyboard.type('First.');
  await maya.keyboard.press('Enter');
  await maya.keyboard.type('Second.');
  await press(maya, 'Save the draft');
  await maya.getByText('The draft is saved.').waitFor();
  const opened = async () => {
    const page = await maya.context().newPage();
    await page.goto(stage().url(world, path));
    await text(page).waitFor();
    return page;
  };
  const keptIn = (page: typeof maya) =>
    page.evaluate(() =>
      Object.entries(localStorage).flatMap(([name, said]) => (name.startsWith('portico:draft:article:') ? [said] : [])),
    );
  const write = async (page: typeof maya, paragraph: number, words: string) => {
    await text(page).locator('p').nth(paragraph).click();
    await page.keyboard.press('End');
    await page.keyboard.type(words);
    await expect.poll(async () => (await keptIn(page)).join(), { timeout: 15_000 }).toContain(words.trim());
  };
  const shows = (page: typeof maya, words: string) =>
    expect.poll(() => text(page).textContent(), { timeout: 15_000 }).toContain(words);
  const [one, two] = [await opened(), await opened()];
  await write(one, 0, ' TABONE');
  await write(two, 1, ' TABTWO');
  await one.reload();
  await shows(one, 'First. TABONE');
  expect(await text(one).textContent()).not.toContain('TABTWO');
  await one.close();
  await two.close();
  const later = await opened();
  for (const left of [1, 0]) {
    await later.getByText('Your browser kept').waitFor();
    await press(later, 'Save the draft');
    await expect.poll(async () => (await keptIn(later)).length, { timeout: 15_000 }).toBe(left);
    await later.reload();
    await text(later).waitFor();
  }
  await shows(later, 'First. TABONE');
  await shows(later, 'Second. TABTWO');
  expect(await later.getByText('Your browser kept').isVisible()).toBe(false);
});

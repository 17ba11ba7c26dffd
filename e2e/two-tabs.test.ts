import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { as } from '../test/client.ts';
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
async function goOn(page: Page, words: string): Promise<void> {
  await page.bringToFront();
  await field(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(words);
  await isKept(page, words);
}

const has = (page: Page, words: string) => expect.poll(() => field(page).textContent()).toBe(words);

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
  await goOn(first, 'From the first');
  // Only looked at, it keeps nothing of its own.
  const glance = await another(first);
  await has(glance, 'From the first');
  await later(glance, 700);
  await glance.close();
  const second = await another(first);
  await has(second, 'From the first');
  await goOn(second, ', and on');
  await send(first, 'From the first');
  await second.reload();
  await has(second, 'From the first, and on');
  await second.close();
  const third = await another(first);
  await has(third, 'From the first, and on');
  await goOn(third, ' again');
  await send(third, 'and on again');

  // Control: all of it is sent, nothing comes back.
  const fourth = await another(first);
  await fourth.locator('.message', { hasText: 'and on again' }).waitFor();
  await field(fourth).waitFor();
  expect(await field(fourth).textContent()).toBe('');
  expect(await fourth.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('reply:')))).toEqual([]);
});

test('what a page gave back and another tab has sent stands nowhere any more, also for who goes back to that page', async () => {
  const world = await asked(stage().portal);
  const agent = as(stage().portal, world.agent);
  const form = await agent.form('/inbox/1', '/inbox/1/replies');
  await agent.postRaw('/inbox/1/articles', { ...form, body: 'Given back', body_format: 'text' });
  const first = await stage().enter(world, world.agent, wide);
  const [plain, givenBack] = ['/inbox/1', '/inbox/1?kept=1&back=1#reply'].map((path) => stage().url(world, path));
  await first.goto(givenBack!);
  await has(first, 'Given back');
  const leave = async () => {
    await first.bringToFront();
    await first.getByRole('link', { name: 'Customers', exact: true }).first().click();
    await first.waitForURL(/customers/);
  };
  await leave();
  const second = await another(first, givenBack);
  await has(second, 'Given back');
  // A refresh leaves the form as it is while somebody is in it.
  await field(second).click();
  const third = await another(first, plain);
  await has(third, 'Given back');
  await send(third, 'Given back');
  await has(second, '');
  await first.bringToFront();
  await first.goBack();
  await field(first).waitFor();
  await leave();
  for (const address of [plain, givenBack]) {
    await first.goto(address!);
    await field(first).waitFor();
    expect(await field(first).textContent()).toBe('');
  }
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

test('what was kept of one question stays out of a page that begins another, and is not lost by it', async () => {
  const world = await newWorld(stage().portal);
  const first = await stage().enter(world, world.dana, wide);
  const address = stage().url(world, '/support/new');
  const subject = (page: Page) => page.getByLabel('What is happening?');
  const question = (page: Page) => page.locator('#new-ticket .rich-text');
  const isThere = (page: Page, words: string[]) =>
    expect.poll(async () => [await subject(page).inputValue(), await question(page).textContent()]).toEqual(words);
  await first.goto(address);
  await subject(first).fill('The export stops');
  await question(first).fill('Since Monday');
  await isKept(first, 'Since Monday');
  const second = await another(first, `${address}?subject=Gift+vouchers`);
  await first.close();
  await isThere(second, ['Gift vouchers', '']);
  await question(second).fill('Do you sell them?');
  await isKept(second, 'Do you sell them?');
  await isKept(second, 'Since Monday');
  // Written over what the page came with, it is there again on that page, also in a new tab.
  await subject(second).fill('Gift vouchers for a friend');
  await isKept(second, 'for a friend');
  await second.reload();
  await isThere(second, ['Gift vouchers for a friend', 'Do you sell them?']);
  const third = await another(second, second.url());
  await second.close();
  await isThere(third, ['Gift vouchers for a friend', 'Do you sell them?']);
  await press(third, /^Send to/);
  await third.waitForURL(/support\/\d/);
  // Control: the page without words of its own has what was kept first.
  const fourth = await another(third, address);
  await isThere(fourth, ['The export stops', 'Since Monday']);
});

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
    await expect.poll(async () => (await keptIn(page)).join()).toContain(words.trim());
  };
  const shows = (page: typeof maya, words: string) => expect.poll(() => text(page).textContent()).toContain(words);
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
    await expect.poll(async () => (await keptIn(later)).length).toBe(left);
    await later.reload();
    await text(later).waitFor();
  }
  await shows(later, 'First. TABONE');
  await shows(later, 'Second. TABTWO');
  expect(await later.getByText('Your browser kept').isVisible()).toBe(false);
});

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { as } from '../test/client.ts';
import { peek } from '../test/database.ts';
import { newWorld, type World } from '../test/world.ts';
import { expectSound, expectSoundInBoth, phone, stayOnToast, useStage } from './stage.ts';

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
  await expect.poll(() => isSeen(page, '#presence p')).toBe(true);
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

test('a reply that is sent five seconds after it was refused takes the words about the refusal away with it', async () => {
  const world = await talk(1);
  const page = await stage().enter(world, world.agent, wide);
  // What was put off when the refusal came is due just when the next answer has come, and is not shown yet.
  await page.addInitScript(() => {
    const { setTimeout, clearTimeout } = window;
    const due = new Map<number, () => void>();
    Object.assign(window, {
      setTimeout(run: () => void, ms: number, ...given: []) {
        const timer = setTimeout(run, ms, ...given);
        if (ms === 5000) due.set(timer, run);
        return timer;
      },
      clearTimeout(timer: number) {
        due.delete(timer);
        clearTimeout(timer);
      },
    });
    let answers = 0;
    window.addEventListener('turbo:submit-end', () => {
      answers += 1;
      if (answers === 2) for (const run of [...due.values()].slice(0, -1)) run();
    });
  });
  await page.goto(stage().url(world, '/inbox/1'));
  await page.locator('#reply .rich-text').click();
  await page.keyboard.type('My own answer');
  await as(stage().portal, world.owner).submit('/inbox/1', '/inbox/1/replies', { body: 'Maya was faster.' });
  await page.keyboard.press('Control+Enter');
  await page.locator('#collision').waitFor();
  await page.locator('#reply .rich-text').click();
  await page.keyboard.press('Control+Enter');
  await page.locator('.message', { hasText: 'My own answer' }).waitFor();
  await page.locator('#collision').waitFor({ state: 'detached' });
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
    await expect.poll(() => isSeen(page, `.message-body:has-text("${word} addition.")`)).toBe(true);
  }
  await pane.evaluate((element) => element.scrollTo(0, 0));
  await dana.submit('/support/1', '/support/1/replies', { body: 'Third addition.' });
  await page.locator('.message', { hasText: 'Third addition.' }).waitFor();
  expect(await pane.evaluate((element) => element.scrollTop)).toBe(0);
  // They are told, also while they write and a refresh follows, and led there.
  await page.locator('#reply .rich-text').click();
  await page.keyboard.type('Half a sentence');
  await pane.evaluate((element) => element.scrollTo(0, 0));
  await as(stage().portal, world.owner).submit('/inbox/1?mode=note', '/inbox/1/notes', { body: 'A note beside it.' });
  await page.locator('.message', { hasText: 'A note beside it.' }).waitFor();
  await page.getByRole('button', { name: 'New message below' }).click();
  await expect.poll(() => isSeen(page, '.message-body:has-text("A note beside it.")')).toBe(true);
  await page.getByRole('button', { name: 'New message below' }).waitFor({ state: 'detached' });
});

test('what was said about a field goes when it is edited, and the list above with its last entry', async () => {
  const world = await newWorld(stage().portal);
  const page = await stage().enter(world, world.dana, wide);
  await page.goto(stage().url(world, '/support/new'));
  await page.locator('.rich-text').waitFor();
  await page.getByRole('button', { name: /^Send to/ }).click();
  const summary = page.locator('#new-ticket .notice.bad');
  await summary.waitFor();
  expect(await summary.locator('li').count()).toBe(2);
  await page.locator('#subject').fill('The export stops');
  await expect.poll(() => page.locator('#subject-error').count()).toBe(0);
  expect(await page.locator('#subject').getAttribute('aria-invalid')).toBe(null);
  expect(await summary.locator('li').count()).toBe(1);
  expect(await page.locator('#body-error').count()).toBe(1);
  await page.locator('.rich-text').click();
  await page.keyboard.type('Since this morning.');
  await expect.poll(() => page.locator('#body-error').count()).toBe(0);
  expect(await summary.count()).toBe(0);
  await expect.poll(() => page.locator('.rich-text').getAttribute('aria-invalid')).toBe(null);
  await expectSound(page, 'a mended form');
  await page.getByRole('button', { name: /^Send to/ }).click();
  await page.waitForURL(/\/support\/1$/);
});

test.each([
  ['keys and scripts', wide, true],
  ['fingers', { ...wide, hasTouch: true, isMobile: true }, false],
  ['no scripts', { ...wide, javaScriptEnabled: false }, false],
])('keys are named to who has them: %s', async (_, options, named) => {
  const world = await talk(1);
  const page = await stage().enter(world, world.agent, options);
  await page.goto(stage().url(world, '/inbox/1'));
  await page.getByRole('button', { name: 'Send' }).waitFor();
  const seen = await page
    .locator('kbd, .keys, .pane-foot')
    .evaluateAll((all) => all.some((one) => one.checkVisibility()));
  expect(seen).toBe(named);
});

test('one message at a time, and it covers nothing one could press', async () => {
  const world = await talk(2);
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/inbox/1'));
  await page.locator('.rich-text').waitFor();
  await page.locator('#status').selectOption('on_hold');
  await page.getByRole('region', { name: 'Handling' }).getByRole('button', { name: 'Save' }).click();
  await page.locator('#toasts .toast').waitFor();
  await page.getByRole('button', { name: 'Solve' }).click();
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  await expect.poll(() => page.locator('#toasts .toast').count()).toBe(1);
  await stayOnToast(page);
  await expectSound(page, 'a message on the desk');
  const covered = await page.evaluate(() => {
    const toast = document.querySelector('#toasts .toast')!;
    const box = toast.getBoundingClientRect();
    return [...document.querySelectorAll('a, button, input, select, textarea, h1, h2, .person')]
      .filter((one) => !toast.contains(one) && one.checkVisibility())
      .filter((one) => {
        const { top, bottom, left, right } = one.getBoundingClientRect();
        return left < box.right && right > box.left && top < box.bottom && bottom > box.top;
      })
      .map((one) => one.outerHTML.slice(0, 80));
  });
  expect(covered).toEqual([]);
});

test('a look as a customer, on a phone: it says so above everything, nothing can be written, and it leads back', async () => {
  const world = await talk(6);
  const page = await stage().enter(world, world.owner, phone);
  const person = `/customers/${world.accountId}/contacts/${world.dana.id}`;
  await page.goto(stage().url(world, person));
  await page.getByRole('button', { name: 'See the portal as Dana' }).click();
  await page.getByRole('region', { name: 'You are looking as a customer' }).waitFor();
  await page.goto(stage().url(world, '/support/1'));
  await expectSoundInBoth(page, 'a ticket in a look');
  await page.mouse.wheel(0, 4_000);
  expect(await isSeen(page, '#viewing p')).toBe(true);
  await expect.poll(() => page.getByRole('button', { name: 'Send reply' }).isDisabled()).toBe(true);
  expect(await page.locator('main :is(textarea, .rich-text):not(:disabled)').count()).toBe(0);
  await page.getByRole('button', { name: 'Dana Whitfield, your account' }).click();
  await page.getByRole('link', { name: 'Your account' }).click();
  await page.getByRole('heading', { name: 'This is Dana Whitfield’s alone' }).waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('#viewing').isVisible()).toBe(true);
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: 'Back to my work' }).click();
  await page.waitForURL(stage().url(world, person));
  await page.getByText('You are back at your own work.').waitFor();
  expect(await page.locator('#viewing').count()).toBe(0);
});

test('paper is white and has no forms, only what was said and when; where the system chooses colours, what is chosen can be seen', async () => {
  const world = await newWorld(stage().portal);
  await as(stage().portal, world.dana).submit('/support/new', '/support', {
    subject: 'The export stops',
    urgency: 'slows',
    body: 'Hello',
  });
  await peek(stage().portal.database, "update identities set theme = 'dark' where id = $1 returning id", [
    world.owner.identityId,
  ]);
  const maya = await stage().enter(world, world.owner, { viewport: { width: 1280, height: 800 } });
  await maya.goto(stage().url(world, '/inbox/1'));
  const message = maya.locator('.message').first();
  const name = await message.evaluate(
    (one) => document.getElementById(one.getAttribute('aria-labelledby') ?? '')?.textContent,
  );
  expect(name).toContain('Dana Whitfield');
  const white = () => maya.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  const seen = async () =>
    Promise.all(
      ['.composer', '.inbox-filters, .panes > .pane', '.message'].map(async (part) =>
        maya.locator(part).first().isVisible(),
      ),
    );
  expect([await white(), await seen()]).toEqual(['dark', [true, true, true]]);
  await maya.emulateMedia({ media: 'print' });
  expect([await white(), await seen()]).toEqual(['light', [false, false, true]]);
  // As wide as the sheet.
  expect((await maya.locator('.conversation .pane').boundingBox())!.width).toBeGreaterThan(900);
  const when = message.locator('time');
  const shown = () =>
    when.evaluate((time) => [getComputedStyle(time).fontSize, getComputedStyle(time, '::after').content]);
  await expect.poll(shown).toEqual(['0px', JSON.stringify(await when.getAttribute('title'))]);
  await maya.emulateMedia({ media: 'screen', forcedColors: 'active' });
  const framed = (part: string) =>
    maya
      .locator(part)
      .first()
      .evaluate((one) => getComputedStyle(one).outlineStyle);
  expect(await framed('.nav-link[aria-current]')).toBe('solid');
  expect(await framed('.composer-modes [aria-current]')).toBe('solid');
  expect(await framed('.nav-link:not([aria-current])')).toBe('none');
});

test('S and P stand in the status and the priority of the ticket with the ring; the list of keys says so', async () => {
  const world = await talk(0);
  const other = { subject: 'An old price', urgency: 'question', body: 'Since this morning.' };
  await as(stage().portal, world.dana).submit('/support/new', '/support', other);
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/inbox/1'));
  await page.locator('.rich-text').waitFor();
  const here = () => page.evaluate(() => `${location.pathname} ${document.activeElement?.id}`);
  await page.keyboard.press('s');
  await expect.poll(here).toBe('/inbox/1 status');
  // In a list of choices a letter is a choice.
  await page.keyboard.press('p');
  expect(await here()).toBe('/inbox/1 status');
  await page.locator('[data-list-item]', { hasText: 'An old price' }).focus();
  await page.keyboard.press('p');
  await expect.poll(here).toBe('/inbox/2 priority');
  await page.locator('[data-list-item]', { hasText: 'An old price' }).focus();
  await page.keyboard.press('?');
  const keys = page.locator('#shortcuts');
  await keys.getByText('Choose the status').waitFor();
  const said = (await keys.locator('dt').allTextContents()).map((does) => does.trim());
  expect(said).toContain('Search on this page');
  // What goes somewhere stands together.
  const goes = said.map((does) => does.startsWith('Go to'));
  expect(goes.lastIndexOf(true) - goes.indexOf(true)).toBe(goes.filter(Boolean).length - 1);
  expect(said).toContain('Go to help');
});

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { as } from '../test/client.ts';
import { peek } from '../test/database.ts';
import { newWorld, type World } from '../test/world.ts';
import { later, phone, useStage } from './stage.ts';

const stage = useStage();
const wide = { viewport: { width: 1280, height: 860 } };

const ask = (world: World, subject: string) =>
  as(stage().portal, world.dana).submit('/support/new', '/support', {
    subject,
    urgency: 'question',
    body: 'Since today.',
  });

const field = (page: Page) => page.locator('.rich-text').first();

/** As a spreadsheet, a mail or a terminal puts it on the clipboard. */
const paste = (page: Page, given: Record<string, string>) =>
  field(page).evaluate((editor, kinds) => {
    const data = new DataTransfer();
    for (const [kind, text] of Object.entries(kinds)) data.setData(kind, text);
    editor.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }));
  }, given);

const CODE = 'SELECT * FROM a; SELECT * FROM b, 5 * 4 * 3, def __init__(self), *args and **opts**';

test('what is typed and pasted into a message is what its reader reads: stars, lines below, rows and columns', async () => {
  const world = await newWorld(stage().portal);
  await ask(world, 'The numbers');
  const dana = await stage().enter(world, world.dana);
  await dana.goto(stage().url(world, '/support/1'));
  await field(dana).click();
  await dana.keyboard.type(CODE);
  await dana.keyboard.press('Enter');
  const cells =
    '<table><tr><td>Order</td><td>Price</td></tr><tr><td><p>1001</p></td><td><p>12.31</p></td></tr></table>';
  await paste(dana, { 'text/html': cells, 'text/plain': 'Order\tPrice\n1001\t12.31' });
  await dana.keyboard.press('Enter');
  await paste(dana, { 'text/plain': 'TypeError: boom\n    at foo' });
  await dana.getByRole('button', { name: 'Send reply' }).click();
  const sent = dana.locator('.message').last();
  await sent.getByText('TypeError').waitFor();
  const lines = (await sent.locator('.writing').allInnerTexts())
    .join()
    .split('\n')
    .filter((line) => line.trim() !== '');
  expect(lines).toEqual([CODE, 'Order | Price', '1001 | 12.31', 'TypeError: boom', '    at foo']);
});

const ADDRESS =
  '404 on https://www.acmerobotics.com/products/r7-arm/pricing-and-availability-2026?utm_source=newsletter&utm_medium=email';
const NAME = 'Ünal Çelik-Hübner-Wolfeschlegelsteinhausenbergerdorff';

/** How far what lies inside sticks out of its frame, in points. */
const sticksOut = (page: Page, inside: string, frame: string) =>
  page
    .locator(inside)
    .evaluateAll(
      (all, around) =>
        Math.max(
          ...all.map((one) => one.getBoundingClientRect().right - one.closest(around)!.getBoundingClientRect().right),
        ),
      frame,
    );

test.each([
  ['a wide window', wide],
  ['a phone', phone],
])('an address in a subject and a colleague’s long name push nothing out of its place, in %s', async (_, options) => {
  const world = await newWorld(stage().portal);
  for (const subject of ['First', ADDRESS]) await ask(world, subject);
  await peek(stage().portal.database, 'update contacts set name = $2 where id = $1', [world.viewer.id, NAME]);
  const answer = { body: 'Which one?', outcome: 'wait' };
  for (const n of [2, 1]) await as(stage().portal, world.agent).submit(`/inbox/${n}`, `/inbox/${n}/replies`, answer);
  await stage().portal.workJobs();
  const dana = await stage().enter(world, world.dana, options);
  await dana.goto(stage().url(world, '/'));
  expect(await sticksOut(dana, '.need .row-title', '.need-main')).toBeLessThanOrEqual(0);
  expect(await sticksOut(dana, '.need-main', '.need')).toBeLessThan(0);
  await dana.goto(stage().url(world, '/notifications'));
  expect(await sticksOut(dana, '.notification .row-main > span:first-child', '.notification')).toBeLessThanOrEqual(0);
  await dana.goto(stage().url(world, '/support/2'));
  expect(await dana.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  const priya = await stage().enter(world, world.agent, options);
  await priya.goto(stage().url(world, '/inbox/2?view=all'));
  expect(await sticksOut(priya, 'form[action$="/closure"] button', '.pane-head')).toBeLessThan(0);
});

test.each([
  ['Dr. Friederike Müller-Lüdenscheidt', { ...phone, locale: 'de-DE' }],
  ['Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren', wide],
])('the way to a note is whole beside the name of %s', async (name, options) => {
  const world = await newWorld(stage().portal);
  await ask(world, 'The numbers');
  await peek(stage().portal.database, 'update contacts set name = $2 where id = $1', [world.dana.id, name]);
  const priya = await stage().enter(world, world.agent, options);
  await priya.goto(stage().url(world, '/inbox/1'));
  for (const mode of ['reply', 'note']) {
    await priya.locator(`#${mode}`).waitFor();
    expect(await sticksOut(priya, '.composer-modes a', '.composer'), mode).toBeLessThan(0);
    const note = priya.locator('.composer-modes a').last();
    expect(await note.evaluate((tab) => tab.scrollWidth <= tab.clientWidth), mode).toBe(true);
    await note.click();
  }
});

test('whoever leaves right after the last key finds words and file when they come back', async () => {
  const world = await newWorld(stage().portal);
  await ask(world, 'The numbers');
  const priya = await stage().enter(world, world.agent);
  await priya.goto(stage().url(world, '/inbox/1'));
  await field(priya).click();
  await priya.keyboard.type('Half a');
  await priya.setInputFiles('input[type=file]', { name: 'half.txt', mimeType: 'text/plain', buffer: Buffer.from('1') });
  await priya.locator('[data-state=done]').waitFor();
  // What is kept now has the file; the next key begins the half second anew.
  await later(priya, 700);
  await priya.keyboard.type(' reply');
  await priya.getByRole('link', { name: 'Internal note' }).click();
  await priya.getByRole('button', { name: 'Add note' }).waitFor();
  await later(priya, 700);
  await priya
    .locator('.composer')
    .getByRole('link', { name: /^Reply/ })
    .click();
  await priya.getByText('Half a reply').waitFor();
  await priya.locator('[data-state=done]', { hasText: 'half.txt' }).waitFor();
});

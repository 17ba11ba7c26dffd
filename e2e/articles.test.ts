import { expect, test } from 'vitest';
import { by, makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { setLanguages } from '#features/knowledge/languages.ts';
import { care, verify } from '#features/knowledge/upkeep.ts';
import { as } from '../test/client.ts';
import { newWorld } from '../test/world.ts';
import { authorsOn, press, text } from './author.ts';
import { expectNothingSticksOut, expectSound, phone, useStage } from './stage.ts';

const stage = useStage();
const { begun, alsoThere } = authorsOn(stage);

test('the longest word as the name of a category widens no page of the help center on a phone', async () => {
  const world = await newWorld(stage().portal);
  const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen';
  const category = await makeCategory(stage().portal, world, long);
  await makeArticle(stage().portal, world, category, 'Hats');
  const visitor = await stage().enter(world, null, phone);
  for (const path of ['/help', '/help/en/hats']) {
    await visitor.goto(stage().url(world, path));
    await visitor.getByText(long).first().waitFor();
    await expectSound(visitor, path);
  }
});

test('until when an article is good fits a window of 320 pixels, in both languages', async () => {
  const world = await newWorld(stage().portal);
  const categoryId = await makeCategory(stage().portal, world, 'Email and forms');
  const { number } = await makeArticle(stage().portal, world, categoryId, 'Hats');
  await by(stage().portal, world, world.owner, async (ctx) => {
    await care(ctx, number, { categoryId, ownerId: world.owner.id, reviewDays: 90 });
    await verify(ctx, number);
    await setLanguages(ctx, ['de']);
  });
  const visitor = await stage().enter(world, null, { ...phone, viewport: { width: 320, height: 640 } });
  for (const [lang, words] of [
    ['en', 'Checked on'],
    ['de', 'Geprüft am'],
  ] as const) {
    await visitor.goto(stage().url(world, `/help/en/hats?lang=${lang}`));
    await visitor.locator('.help-facts .badge', { hasText: words }).waitFor();
    await expectNothingSticksOut(visitor, lang);
  }
});

test('in the help center a visitor’s “/” and Ctrl+K lead to its field; who has a palette keeps it', async () => {
  const world = await newWorld(stage().portal);
  const category = await makeCategory(stage().portal, world, 'Email and forms');
  await makeArticle(stage().portal, world, category, 'Hats');
  const visitor = await stage().enter(world, null);
  const focused = () => visitor.evaluate(() => document.activeElement?.getAttribute('name') ?? null);
  for (const path of ['/help', '/help/search?q=hats', '/help/email-and-forms']) {
    for (const keys of ['/', 'Control+k']) {
      await visitor.goto(stage().url(world, path));
      await visitor.keyboard.press(keys);
      expect(await focused(), `${path} ${keys}`).toBe('q');
    }
    // In the field the sign is a sign.
    await visitor.keyboard.type('a/b');
    expect(await visitor.locator('input[name=q]').inputValue(), path).toBe('a/b');
  }
  const dana = await stage().enter(world, world.dana);
  await dana.goto(stage().url(world, '/help'));
  await dana.keyboard.press('Control+k');
  await dana.getByRole('dialog').waitFor();
});

test('an article from a ticket begins in the editor, with the steps of the answer as steps', async () => {
  const world = await newWorld(stage().portal);
  await makeCategory(stage().portal, world, 'Email and forms');
  await as(stage().portal, world.dana).submit('/support/new', '/support', {
    subject: 'Paying',
    urgency: 'question',
    body: 'How do we pay?',
  });
  const maya = as(stage().portal, world.owner);
  const form = await maya.form('/inbox/1', '/inbox/1/replies');
  const body = '<ol><li><p>Open <strong>Billing</strong></p></li><li><p>Press <code>Pay now</code></p></li></ol>';
  await maya.postRaw('/inbox/1/replies', { ...form, body, body_format: 'html' });
  const author = await stage().enter(world, world.owner);
  await author.goto(stage().url(world, '/inbox/1/article'));
  await author.locator('.rich-text ol li code', { hasText: 'Pay now' }).waitFor();
  await expectSound(author, 'an article from a ticket');
  await author.getByLabel('Title').fill('How to pay');
  await author.getByRole('button', { name: 'Start the draft' }).click();
  await author.locator('.article-editor .rich-text ol li code', { hasText: 'Pay now' }).waitFor();
  expect(await author.locator('.article-editor .rich-text strong').textContent()).toBe('Billing');
});

test.each([
  ['at the top of the page', 0],
  ['further down', 120],
  ['far down', 700],
])('a colleague who opens the article moves nothing under the hands of who writes in it, %s', async (_, top) => {
  const { world, maya, path } = await begun('Stands still');
  for (let line = 0; line < 40; line++) {
    await maya.keyboard.type(`Line ${line}`);
    await maya.keyboard.press('Enter');
  }
  await press(maya, 'Save the draft');
  await maya.getByText('The draft is saved.').waitFor();
  await maya.reload();
  await text(maya).waitFor();
  await maya.evaluate((y) => document.fonts.ready.then(() => scrollTo(0, y)), top);
  const place = () => text(maya).evaluate((editor) => Math.round(editor.getBoundingClientRect().top));
  const before = await place();
  const priya = await alsoThere(world, world.agent, path);
  await text(priya).click();
  await priya.keyboard.type('x');
  await maya.locator('#presence', { hasText: 'is writing on this as well' }).waitFor();
  expect(Math.abs((await place()) - before)).toBeLessThanOrEqual(1);
});

test('every language there is has its place beside the text, and what is ticked stands in line with what it is about', async () => {
  const { world, maya, path } = await begun('In many languages');
  const more = 'de fr es it pt nl da sv nb fi pl cs sk hu ro bg hr sl el tr uk ru et lv lt ja ko zh'.split(' ');
  await by(stage().portal, world, world.owner, (ctx) => setLanguages(ctx, more));
  const middle = (selector: string) =>
    maya.locator(selector).evaluate((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return (top + bottom) / 2;
    });
  for (const width of [1280, 390]) {
    await maya.setViewportSize({ width, height: 860 });
    await maya.goto(stage().url(world, path));
    await maya.getByRole('link', { name: '中文' }).waitFor();
    await expectNothingSticksOut(maya, `${width}`);
    if (width === 1280)
      expect(
        Math.abs((await middle('.publishing .choice > span')) - (await middle('.publishing > .button'))),
      ).toBeLessThan(2);
  }
});

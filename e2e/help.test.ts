import { expect, test } from 'vitest';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { as } from '../test/client.ts';
import { newWorld } from '../test/world.ts';
import { expectSound, phone, useStage } from './stage.ts';

const stage = useStage();

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

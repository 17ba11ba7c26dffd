import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { as } from '../test/client.ts';
import { newWorld, type World } from '../test/world.ts';
import { expectSound, expectSoundInBrands, lumen, phone, useStage } from './stage.ts';

const stage = useStage();

/** Takes the newest mail that the installation has kept, as somebody trying the demo does, and follows its button. */
async function followMail(world: World, page: Page, subject: RegExp): Promise<void> {
  await expect
    .poll(async () => {
      await page.goto(stage().url(world, '/dev/mail'));
      return page.getByRole('link', { name: subject }).count();
    })
    .toBeGreaterThan(0);
  await page.getByRole('link', { name: subject }).first().click();
  const text = await page.locator('pre').first().textContent();
  const address = /https?:\/\/\S+token=\S+/.exec(text ?? '')?.[0];
  await page.goto(new URL(address ?? '', stage().url(world)).href);
}

test('without JavaScript: sign in by link, ask, answer, solve, and read on', async () => {
  const world = await newWorld(stage().portal);
  const dana = await stage().enter(world, null, { javaScriptEnabled: false });

  await dana.goto(stage().url(world, '/support'));
  expect(dana.url()).toContain('/sign-in');
  await dana.getByLabel('Work email').fill(world.dana.email);
  await dana.getByRole('button', { name: /link/i }).click();
  await followMail(world, dana, /sign/i);
  await dana.getByRole('button', { name: /sign in/i }).click();

  await dana.waitForURL(/\/(support)?$/);

  await dana.goto(stage().url(world, '/support/new'));
  await dana.getByLabel('What is happening?').fill('The export stops halfway');
  await dana.getByLabel('Tell us more').fill('Since this morning.');
  await dana.setInputFiles('input[type=file]', {
    name: 'log.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('a line'),
  });
  // The browser's own field for files is as wide as it likes, unless somebody says no.
  const wide = dana.viewportSize();
  await dana.setViewportSize(phone.viewport);
  const width = () => dana.evaluate(() => document.documentElement.scrollWidth);
  await expect.poll(width, { message: 'width of the form' }).toBeLessThanOrEqual(phone.viewport.width);
  if (wide) await dana.setViewportSize(wide);
  await dana.getByRole('button', { name: /^Send to/ }).click();
  await dana.waitForURL(/\/support\/1$/);
  await dana.getByText('log.txt').waitFor();
  await dana.getByRole('button', { name: 'Keep it to me and people I name' }).click();
  await dana.getByText('You and the team at Northwind can see this.').waitFor();

  const priya = await stage().enter(world, world.agent, { javaScriptEnabled: false });
  await priya.goto(stage().url(world, '/inbox'));
  await priya.getByText('The export stops halfway').click();
  await priya.locator('textarea[name=body]').fill('We have found it.');
  await priya.getByRole('button', { name: /^Send/ }).click();
  await priya.getByText('We have found it.').waitFor();
  await priya.getByRole('link', { name: 'Internal note' }).click();
  await priya.locator('textarea[name=body]').fill('It was the cache again.');
  await priya.getByRole('button', { name: 'Add note' }).click();
  await priya.getByText('It was the cache again.').waitFor();
  await priya.getByRole('region', { name: 'Handling' }).getByLabel('Priority').selectOption('urgent');
  await priya.getByRole('button', { name: 'Save' }).click();
  await priya.locator('.badge', { hasText: 'Urgent' }).first().waitFor();

  await dana.goto(stage().url(world, '/'));
  await dana.getByRole('link', { name: 'Answer' }).first().click();
  await dana.getByText('We have found it.').waitFor();
  expect(await dana.content()).not.toContain('cache again');
  await dana.locator('textarea[name=body]').fill('');
  await dana.locator('textarea[name=body]').fill('Works now, thank you.');
  await dana.getByRole('button', { name: 'Send reply' }).click();
  await dana.getByText('Works now, thank you.').waitFor();
  // What nothing takes away lies over nothing.
  await dana.setViewportSize(phone.viewport);
  const edges = (where: string) => dana.locator(where).evaluate((element) => element.getBoundingClientRect().toJSON());
  const { bottom } = await edges('.toast');
  expect(bottom).toBeLessThanOrEqual((await edges('.topbar')).top);
  if (wide) await dana.setViewportSize(wide);
  await dana.getByRole('button', { name: 'This is solved' }).click();
  await dana.getByRole('button', { name: 'Not solved after all' }).waitFor();

  // The team sees it as Dana does, and nothing can be sent.
  const maya = await stage().enter(world, world.owner, { javaScriptEnabled: false });
  await maya.goto(stage().url(world, `/customers/${world.accountId}/view`));
  await maya.getByRole('button', { name: 'See as Dana Whitfield' }).click();
  await maya.goto(stage().url(world, '/support/1'));
  await maya.getByText('Works now, thank you.').waitFor();
  expect(await maya.getByRole('button', { name: 'Not solved after all' }).isDisabled()).toBe(true);
  await maya.getByRole('button', { name: 'Someone else' }).click();
  await maya.getByRole('heading', { name: 'See the portal as…' }).waitFor();

  // A group of customers by a rule, and a room that is for them.
  await maya.goto(stage().url(world, '/customers/segments/new'));
  await maya.getByLabel('Name', { exact: true }).fill('A to Z');
  await maya.getByLabel('Add a condition').selectOption({ label: 'Name' });
  await maya.getByRole('button', { name: 'Show who would be in' }).click();
  await maya.locator('[name=v0]').fill('Acme');
  await maya.locator('[name=op0]').selectOption('has');
  await maya.getByRole('button', { name: 'Make segment' }).click();
  await maya.getByRole('heading', { name: 'A to Z' }).waitFor();
  await maya.goto(stage().url(world, '/settings/rooms'));
  const activity = maya.getByRole('group', { name: 'Who has Activity' });
  await activity.getByLabel('Only customers in').first().check();
  await activity.getByLabel('A to Z').check();
  await maya.getByRole('button', { name: 'Save' }).click();
  await maya.getByText('Saved.').waitFor();
});

test('without JavaScript: an article from its title to its readers, and what they miss in it', async () => {
  const world = await newWorld(stage().portal);
  const maya = await stage().enter(world, world.owner, { javaScriptEnabled: false });
  await maya.goto(stage().url(world, '/knowledge/categories/new'));
  await maya.getByLabel('Name', { exact: true }).fill('Getting started');
  await maya.getByRole('button', { name: 'Add the category' }).click();
  await maya.goto(stage().url(world, '/knowledge/new'));
  await maya.getByLabel('Title').fill('Read your invoice');
  await maya.getByRole('button', { name: 'Begin writing' }).click();
  await maya.getByLabel('Article in English').fill('An invoice comes on the first day of the month.');
  await maya.getByRole('button', { name: 'Publish version 1' }).first().click();
  await maya.getByText('Version 1 is live.').waitFor();

  // A stranger finds it, reads it, and says what is missing; whoever looks after it reads that.
  const stranger = await stage().enter(world, null, { ...phone, javaScriptEnabled: false });
  await stranger.goto(stage().url(world, '/help'));
  await stranger.getByRole('link', { name: /Getting started/ }).click();
  await stranger.getByRole('link', { name: /Read your invoice/ }).click();
  const article = new URL(stranger.url()).pathname;
  await stranger.getByRole('button', { name: 'No, not yet' }).click();
  await stranger.getByLabel('What is missing, or wrong?').fill('Where I change the address.');
  await stranger.getByRole('button', { name: 'Send', exact: true }).click();
  await stranger.getByText('Whoever looks after this article reads it.').waitFor();
  await maya.goto(stage().url(world, '/knowledge/1/readers'));
  await maya.getByText('Where I change the address.').waitFor();
  const [broad, small] = [await stage().enter(world, null), await stage().enter(world, null, phone)];
  for (const path of ['/help', '/help/getting-started', article, `${article}?thanks=no`, '/help/search?q=invoice']) {
    await broad.goto(stage().url(world, path));
    await expectSound(broad, path);
    await small.goto(stage().url(world, path));
    await expectSoundInBrands(small, `${path} on a phone`, [lumen]);
  }
});

test('the doors hold on a phone, in two brands, in light and dark', async () => {
  const world = await newWorld(stage().portal);
  const signUp = { mode: 'moderated', attaches: 'on', role: 'viewer', first_role: 'account_admin' };
  await as(stage().portal, world.owner).submit('/settings/sign-up', '/settings/sign-up', signUp);
  const doors = [
    '/sign-in',
    '/sign-in?next=%2F%3Fkept%3D1',
    '/sign-in/link?token=nonsense',
    '/sign-in/password/forgotten',
    '/sign-in/password/new?token=nonsense',
    '/sign-in/sent',
    '/sign-up',
    '/invitation?token=nonsense',
    '/nowhere',
  ];
  const page = await stage().enter(world, null, phone);
  for (const path of doors) {
    await page.goto(stage().url(world, path));
    await expectSoundInBrands(page, path, [lumen]);
  }
});

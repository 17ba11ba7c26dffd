import type { BrowserContextOptions } from 'playwright-core';
import { expect, test } from 'vitest';
import { armIn } from '#features/deflection/deflection.testing.ts';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { as } from '../test/client.ts';
import { peek } from '../test/database.ts';
import { type Actor, newWorld } from '../test/world.ts';
import { expectSound, phone, useStage } from './stage.ts';

const stage = useStage();

test('an article answers before the ticket is sent; who is held out, and who has no scripts, just sends theirs', async () => {
  const { portal, enter, url } = stage();
  let world = await newWorld(portal);
  const arm = (who: Actor) => armIn(portal, world, who, 50);
  while (arm(world.dana) !== 'shown' || arm(world.rival) !== 'held_out') world = await newWorld(portal);
  await as(portal, world.owner).submit('/settings/answers', '/settings/answers', { held_out: '50', days: '7' });
  const html = '<p>Add our sender to your SPF record.</p><p><a href="https://example.org/spf">More</a></p>';
  const category = await makeCategory(portal, world, 'Email');
  for (const title of ['Keep form emails out of spam', 'Who receives form emails'])
    await makeArticle(portal, world, category, title, { html });
  const begin = async (who: Actor, options: BrowserContextOptions) => {
    const page = await enter(world, who, options);
    await page.goto(url(world, '/support'));
    await page.locator('main a[href="/support/new"]').first().click();
    await page.getByLabel('What is happening?').fill('Our form emails go to spam');
    return page;
  };

  const dana = await begin(world.dana, { ...phone, colorScheme: 'dark' });
  await dana.getByRole('status').getByText('2 articles may answer this.').waitFor();
  await expectSound(dana, 'suggestions on a phone in the dark');
  await dana.setViewportSize({ width: 1280, height: 860 });
  await dana.locator('.rich-text').waitFor();
  // By keyboard: the answers come next after the subject.
  await dana.getByLabel('What is happening?').focus();
  await dana.keyboard.press('Tab');
  await dana.keyboard.press('Enter');
  const dialog = dana.getByRole('dialog', { name: 'Keep form emails out of spam' });
  await dialog.getByText('Add our sender').waitFor();
  expect(await dialog.getByRole('link', { name: 'More' }).getAttribute('target')).toBe('_blank');
  await expectSound(dana, 'an article over the form');
  await dana.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await dana.getByLabel('What is happening?').inputValue()).toBe('Our form emails go to spam');
  expect(await dana.evaluate(() => document.activeElement?.hasAttribute('data-answer'))).toBe(true);
  await dana.keyboard.press('Enter');
  await dialog.getByText('Add our sender').waitFor();
  await dana.evaluate(() => history.back());
  await dialog.waitFor({ state: 'hidden' });
  await dana.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'This solved it' }).click();
  await dana.waitForURL((at) => at.pathname === '/support');
  // Whoever was wrong about that goes on where they were.
  await dana.goto(url(world, '/support/new'));
  await expect.poll(() => dana.getByLabel('What is happening?').inputValue()).toBe('Our form emails go to spam');

  const ines = await begin(world.rival, { viewport: { width: 1280, height: 860 } });
  await ines.waitForResponse((answer) => answer.url().endsWith('/support/new/answers'));
  expect(await ines.locator('#answers a').count()).toBe(0);
  const plain = await begin(world.dana, { javaScriptEnabled: false });
  await plain.getByLabel('What is happening?').fill('Our invoice is late');
  await plain.locator('textarea[name=body]').fill('Since Monday.');
  await plain.getByRole('button', { name: /^Send to/ }).click();
  await plain.waitForURL(/\/support\/\d+$/);

  const kept = 'select outcome, arm, opened from deflection_sessions where workspace_id = $1 order by begun_at';
  expect(await peek(portal.database, kept, [world.workspaceId])).toMatchObject([
    { outcome: 'solved', arm: 'shown', opened: [expect.any(String)] },
    { outcome: null, arm: 'held_out', opened: [] },
  ]);
  for (const when of ['deflection_rules set since = since', 'deflection_sessions set begun_at = begun_at'])
    await peek(portal.database, `update ${when} - interval '9 days' where workspace_id = $1`, [world.workspaceId]);
  const maya = await enter(world, world.owner, { viewport: { width: 1280, height: 860 } });
  for (const [show, name] of [
    ['shown', 'Dana Whitfield'],
    ['held-out', 'Ines Duarte'],
  ] as const) {
    await maya.goto(url(world, '/deflection'));
    await maya.locator(`a[href$="show=${show}"]`).first().click();
    await maya.getByRole('link', { name }).waitFor();
  }
  await expectSound(maya, 'those behind a number');
});

test('what was found for a subject goes with it', async () => {
  const { portal, enter, url } = stage();
  let world = await newWorld(portal);
  while (armIn(portal, world, world.dana, 10) !== 'shown') world = await newWorld(portal);
  const category = await makeCategory(portal, world, 'Email');
  await makeArticle(portal, world, category, 'Keep form emails out of spam');
  const dana = await enter(world, world.dana, { viewport: { width: 1280, height: 860 } });
  await dana.goto(url(world, '/support/new'));
  const found = () => dana.locator('#answers a[data-answer]').count();
  for (const other of ['xq', '']) {
    await dana.getByLabel('What is happening?').fill('Our form emails go to spam');
    await expect.poll(found, { timeout: 15_000 }).toBe(1);
    await dana.getByLabel('What is happening?').fill(other);
    await expect.poll(found, { timeout: 15_000 }).toBe(0);
  }
});

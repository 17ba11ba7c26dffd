import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { asSystem } from '#platform/db/scope.ts';
import { as } from '../test/client.ts';
import { type Actor, endSessions, newWorld, type World } from '../test/world.ts';
import { expectSound, useStage } from './stage.ts';

const stage = useStage();

async function asked(world: World, subject = 'The export stops halfway'): Promise<void> {
  const dana = as(stage().portal, world.dana);
  const { status } = await dana.submit('/support/new', '/support', {
    subject,
    urgency: 'slows',
    body: 'Since Monday.',
  });
  expect(status).toBe(303);
}

/** Types into a composer, whether it is an editor already or still a plain field. */
async function write(page: Page, text: string): Promise<void> {
  await page.locator('.composer .rich-text').waitFor();
  await page.locator('.composer .rich-text').click();
  await page.keyboard.type(text);
}

/** What signing in does: another session for the same person, in the browser's cookie. */
async function signInAgain(page: Page, world: World, actor: Actor): Promise<void> {
  const token = randomToken(32);
  await asSystem(stage().portal.platform.pool, world.workspaceId, (db) =>
    db
      .insertInto('sessions')
      .values({
        workspace_id: world.workspaceId,
        id: newId(),
        identity_id: actor.identityId,
        token_hash: sha256Hex(token),
        expires_at: new Date(Date.now() + 3_600_000),
      })
      .execute(),
  );
  await page.context().addCookies([{ name: 'portico_session', value: token, url: stage().url(world), httpOnly: true }]);
}

test('a session that ends in the middle of writing loses nothing that was typed', async () => {
  const world = await newWorld(stage().portal);
  await asked(world);
  for (const javaScriptEnabled of [true, false]) {
    const page = await stage().enter(world, null, { javaScriptEnabled });
    await signInAgain(page, world, world.dana);
    await page.goto(stage().url(world, '/support/1'));
    const text = `Words that took an hour, ${javaScriptEnabled}`;
    if (javaScriptEnabled) await write(page, text);
    else await page.locator('textarea[name=body]').fill(text);
    await endSessions(stage().portal.platform, world.dana);
    await page.getByRole('button', { name: 'Send reply' }).click();
    await page.waitForURL(/\/sign-in/);
    await signInAgain(page, world, world.dana);
    const next = new URL(page.url()).searchParams.get('next');
    await page.goto(stage().url(world, next ?? '/'));
    if (javaScriptEnabled) await page.locator('.composer .rich-text', { hasText: text }).waitFor();
    else expect(await page.locator('textarea[name=body]').inputValue()).toContain(text);
    await page.getByRole('button', { name: 'Send reply' }).click();
    await page.locator('.message', { hasText: text }).waitFor();
  }
});

test('the inbox works by keyboard alone', async () => {
  const world = await newWorld(stage().portal);
  await asked(world, 'The first question');
  await asked(world, 'The second question');
  const page = await stage().enter(world, world.agent, { viewport: { width: 1280, height: 860 } });
  await page.goto(stage().url(world, '/inbox'));
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/inbox\/\d+/);
  await page.keyboard.press('n');
  await page.waitForURL(/mode=note/);
  await page.locator('.composer.note .rich-text').waitFor();
  await page.locator('.composer.note .rich-text').focus();
  await page.keyboard.type('Only for us.');
  await page.keyboard.press('Control+Enter');
  await page.locator('.message.note', { hasText: 'Only for us.' }).waitFor();
  await page.locator('body').click({ position: { x: 5, y: 400 } });
  await page.keyboard.press('a');
  await page.getByText('Saved.').waitFor();
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  await expectSound(page, 'inbox with shortcuts');
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await page.getByRole('button', { name: 'Open again' }).waitFor();
});

test('two members who answer at once are told, and nobody’s text is lost', async () => {
  const world = await newWorld(stage().portal);
  await asked(world);
  const wide = { viewport: { width: 1280, height: 900 } };
  const priya = await stage().enter(world, world.agent, wide);
  const maya = await stage().enter(world, world.owner, wide);
  for (const page of [priya, maya]) await page.goto(stage().url(world, '/inbox/1'));
  await write(maya, 'Maya is on it');
  await priya.getByText('Maya Lindqvist is writing an answer').waitFor({ timeout: 20_000 });
  // Priya's page must not learn of the answer before she sends: that is the race.
  await priya.context().setOffline(true);
  await maya.getByRole('button', { name: /^Send/ }).click();
  await maya.locator('.message', { hasText: 'Maya is on it' }).waitFor();
  await write(priya, 'Priya knows better');
  await priya.context().setOffline(false);
  await priya.getByRole('button', { name: /^Send/ }).click();
  await priya.getByText('Maya Lindqvist answered while you were writing.').waitFor();
  await priya.locator('.message', { hasText: 'Maya is on it' }).waitFor();
  await priya.getByRole('button', { name: /^Send/ }).click();
  await priya.locator('.message', { hasText: 'Priya knows better' }).waitFor();
});

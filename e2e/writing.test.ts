import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { givePassword, mailsTo, PASSWORD, tokenIn } from '#features/identity/doors.testing.ts';
import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { asSystem } from '#platform/db/scope.ts';
import { as } from '../test/client.ts';
import { type Actor, endSessions, newWorld, type World } from '../test/world.ts';
import { expectSound, phone, useStage } from './stage.ts';

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

const dialogOn = (page: Page) => page.getByRole('dialog', { name: 'Sign in again to go on' });

/** A browser in which Dana has half a reply in front of her. */
async function danaWrites(world: World, text: string, options: BrowserContextOptions = {}): Promise<Page> {
  await asked(world);
  for (const person of [world.dana, world.rival]) await givePassword(stage().portal, person);
  const page = await stage().enter(world, world.dana, options);
  await page.goto(stage().url(world, '/support/1'));
  await write(page, text);
  return page;
}

test('a session that ends in the middle of writing: sign in over the page, go on, and send it once', async () => {
  const world = await newWorld(stage().portal);
  const text = 'Words that took an hour';
  const page = await danaWrites(world, text);
  const dialog = dialogOn(page);
  await page.context().clearCookies({ name: 'portico_session' });
  await page.getByRole('button', { name: 'Send reply' }).click();
  await dialog.getByText(`“${text}”, 5 words`).waitFor();
  expect(await dialog.getByLabel('Work email').inputValue()).toBe(world.dana.email);
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('password');
  await expectSound(page, 'sign in again');

  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await page.locator('.composer .rich-text').textContent()).toContain(text);
  await page.getByRole('button', { name: 'Send reply' }).click();
  await dialog.getByLabel('Password').fill('not her password');
  await page.keyboard.press('Enter');
  await dialog.getByText('do not go together').waitFor();
  await dialog.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByText('You are signed in again.').waitFor();
  await dialog.waitFor({ state: 'hidden' });
  expect(new URL(page.url()).pathname).toBe('/support/1');
  // The dialog is emptied when it has closed.
  await page.locator('input[type=password]').waitFor({ state: 'detached' });
  expect(await page.locator('.composer .rich-text').textContent()).toContain(text);
  await page.getByRole('button', { name: 'Send reply' }).click();
  await page.locator('.message', { hasText: text }).waitFor();
  await page.reload();
  expect(await page.locator('.message', { hasText: text }).count()).toBe(1);
  expect(await page.locator('textarea[name=body]').inputValue()).toBe('');
});

test('a session that was revoked: with a link from the mail in another tab the page goes on as well', async () => {
  const world = await newWorld(stage().portal);
  const text = 'Nothing is lost here either';
  const page = await danaWrites(world, text, { ...phone, colorScheme: 'dark' });
  const dialog = dialogOn(page);
  await endSessions(stage().portal.platform, world.dana);
  // By its key: the page may hear of it by itself, and then the dialog stands before the button.
  await page.keyboard.press('Control+Enter');
  await dialog.getByLabel('Password').waitFor();
  await expectSound(page, 'sign in again, on a phone in the dark');
  await dialog.getByRole('button', { name: 'Email me a link or code' }).click();
  await dialog.getByText('Look in your inbox.').waitFor();
  await expectSound(page, 'link sent, on a phone in the dark');
  await expect.poll(async () => (await mailsTo(stage().portal, world, world.dana.email)).length).toBe(1);
  const token = tokenIn((await mailsTo(stage().portal, world, world.dana.email))[0]);
  const tab = await page.context().newPage();
  await tab.goto(stage().url(world, `/sign-in/link?token=${token}`));
  await tab.getByRole('button', { name: /^Sign in/ }).click();
  await tab.waitForURL((url) => url.pathname === '/');
  await tab.close();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Send reply' }).click();
  await page.locator('.message', { hasText: text }).waitFor();
  await page.goto(stage().url(world, '/support/1?kept=1'));
  expect(await page.locator('textarea[name=body]').inputValue()).toBe('');
});

test('whoever signs in there as somebody else does not get the words of the page', async () => {
  const world = await newWorld(stage().portal);
  const page = await danaWrites(world, 'Only for Dana’s eyes');
  await page.goto(stage().url(world, '/support/new'));
  await page.getByLabel('What is happening?').fill('Dana’s own subject');
  await page.context().clearCookies({ name: 'portico_session' });
  await page.getByRole('button', { name: /^Send to/ }).click();
  await dialogOn(page).getByLabel('Work email').fill(world.rival.email);
  await dialogOn(page).getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/');
  await page.goto(stage().url(world, '/support/new'));
  await page.locator('.rich-text').waitFor();
  expect(await page.getByLabel('What is happening?').inputValue()).toBe('');
});

test('another person signs in in another tab: a page with words on it is not made theirs', async () => {
  const world = await newWorld(stage().portal);
  const page = await danaWrites(world, 'Half a thought');
  await page.goto(stage().url(world, '/support/new'));
  await page.getByLabel('What is happening?').fill('Dana’s own subject');
  await signInAgain(page, world, world.rival);
  await page.getByRole('button', { name: /^Send to/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Somebody else is signed in' });
  await dialog.getByText('This browser is signed in as somebody else by now.').waitFor();
  expect(await dialog.getByLabel('Password').count()).toBe(0);
  await expectSound(page, 'somebody else');
  const sent = await as(stage().portal, world.rival).get('/support');
  expect(sent.text).not.toContain('Dana’s own subject');
});

test('without scripts a session that ends in the middle of writing loses nothing that was typed', async () => {
  const world = await newWorld(stage().portal);
  await asked(world);
  await givePassword(stage().portal, world.dana);
  const page = await stage().enter(world, world.dana, { javaScriptEnabled: false });
  await page.goto(stage().url(world, '/support/1'));
  await page.locator('textarea[name=body]').fill('Words that took an hour');
  await page.setInputFiles('input[type=file]', { name: 'hour.txt', mimeType: 'text/plain', buffer: Buffer.from('1') });
  await endSessions(stage().portal.platform, world.dana);
  await page.getByRole('button', { name: 'Send reply' }).click();
  await page.getByText('What you wrote is kept.').waitFor();
  await page.getByLabel('Work email').fill(world.dana.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('What you wrote is still here.').waitFor();
  await page.getByText('Your file hour.txt could not be kept: choose it once more').waitFor();
  expect(await page.locator('textarea[name=body]').inputValue()).toContain('Words that took an hour');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await page.locator('.message', { hasText: 'Words that took an hour' }).waitFor();
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
  await priya.getByText('Maya Lindqvist is writing an answer').waitFor();
  // Her editor comes by itself, and not without a connection.
  await priya.locator('.composer .rich-text').waitFor();
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

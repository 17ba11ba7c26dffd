import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { as } from '../test/client.ts';
import { newWorld, type World } from '../test/world.ts';
import { expectSound, intercept, phone, useStage } from './stage.ts';

const stage = useStage();

/** How many pages of this world hold a stream. */
const streams = (world: World): number =>
  [...stage().portal.platform.hub.listeners()].filter(({ workspaceId }) => workspaceId === world.workspaceId).length;

async function asked(): Promise<World> {
  const world = await newWorld(stage().portal);
  const ticket = { subject: 'The export stops', urgency: 'blocks', body: 'Since Monday.' };
  await as(stage().portal, world.dana).submit('/support/new', '/support', ticket);
  return world;
}

const reply = (world: World, body: string) =>
  as(stage().portal, world.agent).submit('/inbox/1', '/inbox/1/replies', { body });

/** Pages of one browser, which share its six connections. */
async function windows(world: World, count: number): Promise<Page[]> {
  const first = await stage().enter(world, world.dana);
  const others = Array.from({ length: count - 1 }, () => first.context().newPage());
  return [first, ...(await Promise.all(others))];
}

test('eight windows in sight leave two connections to what is asked for, and each hears of a reply', async () => {
  const world = await asked();
  const pages = await windows(world, 8);
  for (const page of pages) await page.goto(stage().url(world, '/support/1'));
  await expect.poll(() => streams(world), { timeout: 15_000 }).toBe(4);
  await reply(world, 'It runs again.');
  for (const page of pages) {
    // Where one goes takes its turn at once.
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.locator('.message', { hasText: 'It runs again.' }).waitFor();
  }
});

test('who looks at one tab after the other holds one connection, and a tab that is looked at again is current', async () => {
  const world = await asked();
  const pages = await windows(world, 8);
  await pages[0]!.context().addInitScript(() => {
    Object.defineProperty(document, 'hidden', { get: () => !document.documentElement?.hasAttribute('data-seen') });
  });
  const look = (page: Page, seen: boolean) =>
    page.evaluate((now) => {
      document.documentElement.toggleAttribute('data-seen', now);
      document.dispatchEvent(new Event('visibilitychange'));
    }, seen);
  for (const page of pages) await page.goto(stage().url(world, '/support/1'));
  expect(streams(world)).toBe(0);
  for (const page of pages) {
    const opened = page.waitForRequest(/\/live\?/);
    await look(page, true);
    await opened;
    await expect.poll(() => streams(world), { timeout: 15_000 }).toBe(1);
    await look(page, false);
  }
  await reply(world, 'It runs again.');
  await look(pages[0]!, true);
  await pages[0]!.locator('.message', { hasText: 'It runs again.' }).waitFor();
});

test('a message that comes by itself is said to who listens, on both sides; one’s own and a refresh say nothing', async () => {
  const world = await asked();
  const dana = await stage().enter(world, world.dana, { ...phone, locale: 'en-GB' });
  const agent = await stage().enter(world, world.agent);
  await dana.goto(stage().url(world, '/support/1'));
  await agent.goto(stage().url(world, '/inbox/1'));
  await expect.poll(() => streams(world), { timeout: 15_000 }).toBe(2);
  const said = (page: Page) => page.locator('#arrived').textContent();
  expect(await said(dana)).toBe('');
  await reply(world, 'It runs again.');
  await expect.poll(() => said(dana), { timeout: 15_000 }).toMatch(/^New message from \S/);
  await agent.locator('.message', { hasText: 'It runs again.' }).waitFor();
  expect(await said(agent)).toBe('');
  await as(stage().portal, world.dana).submit('/support/1', '/support/1/replies', { body: 'So it does.' });
  await expect.poll(() => said(agent), { timeout: 15_000 }).toMatch(/^New message from \S/);
  await as(stage().portal, world.owner).submit('/inbox/1?mode=note', '/inbox/1/notes', { body: 'A note beside it.' });
  await expect.poll(() => said(agent), { timeout: 15_000 }).toMatch(/^New internal note from \S/);
  await expectSound(dana, 'after a message came');
});

test('the list of a bell that is just opened comes, also when the page is refreshed before it, or its server was away', async () => {
  const world = await asked();
  const dana = await stage().enter(world, world.dana);
  await dana.goto(stage().url(world, '/'));
  await expect.poll(() => streams(world), { timeout: 15_000 }).toBe(1);
  const bell = (unread: string) => dana.getByRole('link', { name: `Notifications, ${unread} unread` });
  const told = dana.locator('#notifications .row');
  const failed = dana.waitForResponse(/\/notifications\/latest/);
  await intercept(
    dana,
    '**/notifications/latest',
    (route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Away' }),
    {
      times: 1,
    },
  );
  await bell('none').click();
  await failed;
  await dana.locator('#toasts .toast').waitFor();
  await dana.keyboard.press('Escape');
  // The answer of what is asked now never comes.
  await intercept(dana, '**/notifications/latest', () => undefined, { times: 1 });
  const held = dana.waitForRequest(/\/notifications\/latest/);
  await bell('none').click();
  await held;
  await reply(world, 'It runs again.');
  await bell('1').waitFor();
  await told.waitFor();
});

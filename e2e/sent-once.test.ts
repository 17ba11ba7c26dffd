import pg from 'pg';
import type { Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { as } from '../test/client.ts';
import { peek } from '../test/database.ts';
import { newWorld } from '../test/world.ts';
import { intercept, later, useStage } from './stage.ts';

const stage = useStage();

/** The server does it, and nobody hears. */
const lose = async (route: Route) => {
  // Names of this kind are known to browsers alone.
  const address = new URL(route.request().url());
  const headers = { ...(await route.request().allHeaders()), host: address.host };
  address.hostname = '127.0.0.1';
  await route.fetch({ url: address.href, headers, maxRedirects: 0 });
  await route.abort();
};

test.each([
  ['a customer', 'dana', '/support/1'],
  ['the team', 'agent', '/inbox/1'],
] as const)(
  'a page that is left before the answer comes: the words come back, and are sent once by %s',
  async (_, who, path) => {
    const world = await newWorld(stage().portal);
    const ticket = { subject: 'The export stops halfway', urgency: 'slows', body: 'Since Monday.' };
    expect((await as(stage().portal, world.dana).submit('/support/new', '/support', ticket)).status).toBe(303);
    const page = await stage().enter(world, world[who], { viewport: { width: 1280, height: 900 } });
    const field = page.locator('.composer .rich-text');
    const write = async (text: string) => {
      await field.click();
      await page.keyboard.type(text);
    };
    await page.goto(stage().url(world, path));
    const body = 'select body_html from replies where workspace_id = $1 order by created_at';
    const sent = async () =>
      (await peek<{ body_html: string }>(stage().portal.database, body, [world.workspaceId])).map(
        (one) => one.body_html,
      );
    // The server has it, and cannot answer before the page is gone.
    const holder = new pg.Client({ connectionString: stage().portal.database.superuser });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select from tickets where workspace_id = $1 for no key update', [world.workspaceId]);
    await write('Said on a train');
    await page.keyboard.press('Control+Enter');
    const held = `select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%for update%'`;
    await expect.poll(() => peek(stage().portal.database, held)).not.toEqual([]);
    await page.reload();
    await expect.poll(() => field.textContent()).toBe('Said on a train');
    await holder.query('commit');
    await holder.end();
    await page.locator('.message', { hasText: 'Said on a train' }).waitFor();
    await expect.poll(() => field.textContent()).toBe('Said on a train');
    // A refresh from elsewhere brings the form another key.
    const other = who === 'dana' ? (['agent', '/inbox/1'] as const) : (['dana', '/support/1'] as const);
    await as(stage().portal, world[other[0]]).submit(other[1], `${other[1]}/replies`, { body: 'Meanwhile' });
    await page.locator('.message', { hasText: 'Meanwhile' }).waitFor();
    await field.click();
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => field.textContent()).toBe('');
    await later(page, 600);
    // Control: other words are another reply.
    await write('Said at home');
    await page.keyboard.press('Control+Enter');
    await page.locator('.message', { hasText: 'Said at home' }).waitFor();
    expect(await sent()).toEqual(
      ['Since Monday.', 'Said on a train', 'Meanwhile', 'Said at home'].map((words) => `<p>${words}</p>`),
    );
  },
);

test('words that are added to a message whose answer was lost stay, are kept, and are sent as a message of their own', async () => {
  const world = await newWorld(stage().portal);
  const ticket = { subject: 'The export stops halfway', urgency: 'slows', body: 'Since Monday.' };
  await as(stage().portal, world.dana).submit('/support/new', '/support', ticket);
  const page = await stage().enter(world, world.dana, { viewport: { width: 1280, height: 900 } });
  const field = page.locator('.composer .rich-text');
  await page.goto(stage().url(world, '/support/1'));
  await field.click();
  await page.keyboard.type('Said on a train');
  for (const more of [', and at home', ', and here']) {
    await intercept(page, '**/replies', lose, { times: 1 });
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-toast=offline-toast]').waitFor();
    await page.keyboard.type(more);
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/kept=1/);
    await page.locator('.message', { hasText: more === ', and here' ? 'at home' : 'train' }).waitFor();
    await expect.poll(() => field.textContent()).toContain(more);
  }
  // Typed on where it was given back, and loaded anew.
  await page.keyboard.press('Control+End');
  await page.keyboard.type(', at last');
  const kept = () => page.evaluate(() => Object.values(localStorage).filter((value) => value.includes(', at last')));
  await expect.poll(kept).toHaveLength(1);
  await page.reload();
  const all = 'Said on a train, and at home, and here, at last';
  await expect.poll(() => field.textContent()).toBe(all);
  await page.goto(stage().url(world, '/'));
  await page.goto(stage().url(world, '/support/1'));
  await expect.poll(() => field.textContent()).toBe(all);
  await field.click();
  await page.keyboard.press('Control+Enter');
  await page.locator('.message', { hasText: all }).waitFor();
  await expect.poll(() => field.textContent()).toBe('');
  await page.goto(stage().url(world, '/support/1?kept=1'));
  await field.waitFor();
  expect([await field.textContent(), await page.locator('.message').count()]).toEqual(['', 4]);
});

test('a file of a message whose answer was lost went with it: with the words that were added the rest is sent, and nothing is said of a file', async () => {
  const world = await newWorld(stage().portal);
  const ticket = { subject: 'The export stops halfway', urgency: 'slows', body: 'Since Monday.' };
  await as(stage().portal, world.dana).submit('/support/new', '/support', ticket);
  const page = await stage().enter(world, world.dana, { viewport: { width: 1280, height: 900 } });
  const field = page.locator('.composer .rich-text');
  await page.goto(stage().url(world, '/support/1'));
  await field.click();
  await page.keyboard.type('Said on a train');
  await page
    .locator('.composer input[type=file]')
    .setInputFiles({ name: 'export.txt', mimeType: 'text/plain', buffer: Buffer.from('Rows') });
  await page.locator('.composer input[name=upload]').waitFor({ state: 'attached' });
  await intercept(page, '**/replies', lose, { times: 1 });
  await field.click();
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-toast=offline-toast]').waitFor();
  await page.keyboard.type(', and at home');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/kept=1/);
  await page.locator('.message', { hasText: 'train' }).waitFor();
  await expect.poll(() => field.textContent()).toContain('at home');
  await field.click();
  await page.keyboard.press('Control+Enter');
  await page.locator('.message', { hasText: 'and at home' }).waitFor();
  await expect.poll(() => field.textContent()).toBe('');
  expect(await page.locator('.composer input[name=upload]').count()).toBe(0);
  expect(await page.locator('.message', { hasText: 'export.txt' }).allInnerTexts()).toHaveLength(1);
});

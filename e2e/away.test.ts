import { rmSync, writeFileSync } from 'node:fs';
import type { Page, Response } from 'playwright-core';
import { expect, test } from 'vitest';
import { changeBrand } from '#features/workspaces/index.ts';
import { asSystem } from '#platform/db/scope.ts';
import { maintenanceFile } from '#platform/maintenance.ts';
import { cleanPicture } from '#platform/picture/clean.ts';
import { peek } from '../test/database.ts';
import { newWorld } from '../test/world.ts';
import { expectSound, expectSoundInBoth, expectSoundInBrands, lumen, phone, useStage } from './stage.ts';

const stage = useStage();

/** Presses the button, unless the page, which asks every five seconds itself, was quicker and has gone on. */
async function triedAgain(page: Page): Promise<void> {
  const there = page.getByRole('heading', { name: /activity/i }).waitFor();
  await Promise.any([there, page.getByRole('link', { name: 'Try again' }).click()]);
  await there;
}

test('without a connection the portal’s own page appears, and it leads back when there is one', async () => {
  const world = await newWorld(stage().portal);
  const light = cleanPicture(
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><circle r="9"/></svg>'),
  );
  const { pool } = stage().portal.platform;
  await asSystem(pool, world.workspaceId, (db) => changeBrand(db, world.workspaceId, { light }));
  const dana = await stage().enter(world, world.dana, phone);
  await dana.goto(stage().url(world, '/support'));
  await dana.evaluate(async () => void (await navigator.serviceWorker.ready));
  await dana.context().setOffline(true);
  await dana.goto(stage().url(world, '/activity'));
  await dana.getByRole('heading', { name: 'You are offline' }).waitFor();
  const logo = dana.locator('.mark img');
  await expect.poll(() => logo.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 0)).toBe(true);
  await expectSoundInBrands(dana, 'without a connection', [lumen]);
  await dana.context().setOffline(false);
  // By itself, with nobody pressing anything; and at once by the button.
  await dana.getByRole('heading', { name: /activity/i }).waitFor();
  await dana.context().setOffline(true);
  await dana.reload();
  await dana.context().setOffline(false);
  await triedAgain(dana);
  await expectSound(dana, 'after coming back');
});

test('while the operator works everybody sees the maintenance page, and then the portal again', async () => {
  const world = await newWorld(stage().portal);
  const dana = await stage().enter(world, world.dana, phone);
  const file = maintenanceFile(stage().portal.platform.config.dataDir);
  writeFileSync(file, '');
  try {
    await expect.poll(async () => (await dana.goto(stage().url(world, '/')))?.status(), { interval: 200 }).toBe(503);
    await dana.getByRole('heading', { name: 'We are improving something' }).waitFor();
    await expectSoundInBoth(dana, 'maintenance');
  } finally {
    rmSync(file);
  }
  await expect.poll(async () => (await dana.goto(stage().url(world, '/')))?.status(), { interval: 200 }).toBe(200);
});

test('every refusal and every failure is a page in the portal’s brand, sound and readable', async () => {
  const { portal } = stage();
  const { database } = portal;
  const world = await newWorld(portal);
  const reader = await stage().enter(world, world.viewer, phone);
  const expectPage = async (status: number, title: string, open: () => Promise<Response | null>) => {
    expect((await open())?.status(), title).toBe(status);
    await reader.getByRole('heading', { level: 1, name: title }).waitFor();
    // Whoever is in stands inside the app, whose colours other pages are looked at for; the last two stand alone.
    await expectSoundInBrands(reader, String(status), status < 500 ? [] : [lumen]);
  };
  const at = (path: string) => () => reader.goto(stage().url(world, path));
  await expectPage(403, 'This is not yours to do', at('/support/new'));
  await expectPage(422, 'That could not be read', async () => {
    await at('/')();
    const answer = reader.waitForResponse((one) => one.request().isNavigationRequest());
    // A choice that the menu does not have.
    await reader.evaluate(() => {
      const form = document.querySelector<HTMLFormElement>('form.account-look')!;
      form.append(Object.assign(document.createElement('input'), { name: 'theme', value: 'pink' }));
      form.submit();
    });
    return answer;
  });
  await at('/help/search?q=none')();
  await peek(database, "update rate_limits set used = 100000, resets_at = now() + interval '1 minute'");
  await expectPage(429, 'A short break', at('/help/search?q=again'));
  await peek(database, 'delete from rate_limits');

  await peek(database, 'alter table notifications rename to lost');
  await expectPage(500, 'Something broke on our side', at('/notifications'));
  await peek(database, 'alter table lost rename to notifications');

  // PostgreSQL lets nobody in any more, and then again.
  const limit = (most: number) =>
    peek(
      database,
      `do $$ begin execute format('alter database %I connection limit ${most}', current_database()); end $$`,
    );
  await limit(0);
  await peek(
    database,
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and usename <> current_user',
  );
  await expectPage(503, 'Back in a moment', at('/activity'));
  await limit(-1);
  await triedAgain(reader);
});

test('what cannot be sent without a connection is told on the page, and is no uncaught error; control: another one is', async () => {
  const world = await newWorld(stage().portal);
  const dana = await stage().enter(world, world.dana, { viewport: { width: 1280, height: 800 } });
  await dana.goto(stage().url(world, '/support/new'));
  await dana.locator('.rich-text').waitFor();
  const uncaught: string[] = [];
  dana.on('pageerror', (error) => uncaught.push(String(error)));
  await dana.context().setOffline(true);
  await dana.getByLabel('What is happening?').fill('The pump leaks');
  await dana.getByLabel('How urgent is it?').selectOption('question');
  await dana.locator('.rich-text').click();
  await dana.keyboard.type('Since this morning.');
  await dana.getByRole('button', { name: /^Send to/ }).click();
  await dana.locator('#toasts .toast, .error').first().waitFor();
  // After it, so that it would have come by then.
  await dana.evaluate(() => void Promise.reject(new TypeError('Failed to fetch something else')));
  await expect.poll(() => uncaught).toContain('TypeError: Failed to fetch something else');
  expect(uncaught).toEqual(['TypeError: Failed to fetch something else']);
});

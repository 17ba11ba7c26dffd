import { rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { changeBrand } from '#features/workspaces/index.ts';
import { asSystem } from '#platform/db/scope.ts';
import { maintenanceFile } from '#platform/maintenance.ts';
import { cleanPicture } from '#platform/picture/clean.ts';
import { newWorld } from '../test/world.ts';
import { expectSound, phone, useStage } from './stage.ts';

const stage = useStage();

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
  await dana.context().setOffline(false);
  // By itself, with nobody pressing anything; and at once by the button.
  await dana.getByRole('heading', { name: /activity/i }).waitFor({ timeout: 15_000 });
  await dana.context().setOffline(true);
  await dana.reload();
  await dana.context().setOffline(false);
  await dana.getByRole('link', { name: 'Try again' }).click();
  await dana.getByRole('heading', { name: /activity/i }).waitFor({ timeout: 4_000 });
  await expectSound(dana, 'after coming back');
});

test('while the operator works everybody sees the maintenance page, and then the portal again', async () => {
  const world = await newWorld(stage().portal);
  const dana = await stage().enter(world, world.dana, phone);
  const file = maintenanceFile(stage().portal.platform.config.dataDir);
  writeFileSync(file, '');
  try {
    await expect
      .poll(async () => (await dana.goto(stage().url(world, '/')))?.status(), { timeout: 5_000, interval: 200 })
      .toBe(503);
    await dana.getByRole('heading', { name: 'We are improving something' }).waitFor();
    await expectSound(dana, 'maintenance');
  } finally {
    rmSync(file);
  }
  await expect
    .poll(async () => (await dana.goto(stage().url(world, '/')))?.status(), { timeout: 5_000, interval: 200 })
    .toBe(200);
});

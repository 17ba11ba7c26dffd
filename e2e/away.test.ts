import { rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { maintenanceFile } from '#platform/maintenance.ts';
import { newWorld } from '../test/world.ts';
import { expectSound, phone, useStage } from './stage.ts';

const stage = useStage();

test('without a connection the portal’s own page appears, and it leads back when there is one', async () => {
  const world = await newWorld(stage().portal);
  const dana = await stage().enter(world, world.dana, phone);
  await dana.goto(stage().url(world, '/support'));
  await dana.evaluate(async () => void (await navigator.serviceWorker.ready));
  await dana.context().setOffline(true);
  await dana.goto(stage().url(world, '/activity'));
  await dana.getByRole('heading', { name: 'You are offline' }).waitFor();
  await dana.context().setOffline(false);
  await dana.getByRole('link', { name: 'Try again' }).click();
  await dana.getByRole('heading', { name: /activity/i }).waitFor();
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

import { expect, test } from 'vitest';
import { asset } from '#platform/ui/assets.ts';
import { newWorld } from '../test/world.ts';
import { useStage } from './stage.ts';

const stage = useStage();

test('npm run dev: a page with boxes to tick, as the gallery of the kit, loads anew with the next build; control: what is typed stays', async () => {
  const world = await newWorld(stage().portal);
  const page = await stage().enter(world, null);
  let build = 'this one';
  await page.route('**/dev/build', (route) => route.fulfill({ body: build }));
  const looked = () => page.waitForResponse('**/dev/build');
  const isThatPage = () => page.evaluate(() => document.documentElement.hasAttribute('data-seen'));
  await page.goto(stage().url(world, '/dev/ui'));
  expect(await page.locator('input[type=checkbox]').count()).toBeGreaterThan(0);
  await page.evaluate(() => document.documentElement.setAttribute('data-seen', ''));
  // As `npm run dev` puts it on the page.
  await page.evaluate(`void import('${asset('reload.js')}')`);
  await looked();

  const field = page.locator('input[name=email], input[type=text]').first();
  await field.fill('Half a sentence');
  build = 'the next one';
  for (let n = 0; n < 2; n++) await looked();
  expect(await isThatPage()).toBe(true);
  await field.evaluate((typed: HTMLInputElement) => {
    typed.value = typed.defaultValue;
  });
  await expect.poll(isThatPage, { timeout: 15_000 }).toBe(false);
});

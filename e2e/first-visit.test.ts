import { expect, test } from 'vitest';
import { firstVisit } from '../bench/first-visit.ts';
import { as } from '../test/client.ts';
import { newWorld } from '../test/world.ts';
import { expectSound, useStage } from './stage.ts';

const stage = useStage();

// A KB of the goal is a thousand bytes here.
test('a first visit of the list of tickets is 60 KB at most and ten requests, with what its scripts fetch by themselves; fonts apart', async () => {
  const world = await newWorld(stage().portal);
  const dana = as(stage().portal, world.dana);
  for (let n = 1; n <= 25; n++) {
    const ticket = { subject: `The label printer on line ${n} stops`, urgency: 'slows', body: 'Since Monday.' };
    expect((await dana.submit('/support/new', '/support', ticket)).status).toBe(303);
  }
  const page = await stage().enter(world, world.dana, { viewport: { width: 1280, height: 900 } });
  const asked = new Set<string>();
  page.context().on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    // The stream of what changes carries nothing as long as nothing does.
    if (pathname !== '/live') asked.add(pathname + search);
  });
  await page.goto(stage().url(world, '/support'));
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const { parts, requests, bytes } = await firstVisit(
    { port: Number(new URL(page.url()).port), host: world.host },
    '/support',
    world.dana.token,
  );
  const weighed = parts.map(({ path }) => path);
  const named = parts.map(({ path, bytes }) => `${path} ${bytes}`).join(', ');
  expect([...asked].filter((path) => !weighed.includes(path))).toEqual([]);
  expect(asked.size, 'control: what a browser asks for is seen').toBeGreaterThan(5);
  expect(bytes, named).toBeLessThanOrEqual(60_000);
  expect(requests, named).toBeLessThanOrEqual(10);
  // The sheet that a ticket needs besides comes with it.
  await page.locator('.row').first().click();
  await page.locator('#reply .rich-text').waitFor();
  const laidOut = () => page.locator('.message').evaluate((message) => getComputedStyle(message).display);
  await expect.poll(laidOut, { timeout: 15_000 }).toBe('grid');
  await expectSound(page, 'the ticket from there');
});

import { expect, test } from 'vitest';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { peek } from '../test/database.ts';
import { newWorld } from '../test/world.ts';
import { useStage } from './stage.ts';

const stage = useStage();

test('what a customer opens from a search counts as opened, also where the mouse rested on it first', async () => {
  const world = await newWorld(stage().portal);
  const topic = await makeCategory(stage().portal, world, 'Hours');
  await makeArticle(stage().portal, world, topic, 'Retainer hours');
  const dana = await stage().enter(world, world.dana);
  const opened = () =>
    peek(stage().portal.database, 'select opened from searches where workspace_id = $1 order by opened nulls first', [
      world.workspaceId,
    ]);
  await dana.goto(stage().url(world, '/help/search?q=retainer'));
  await expect.poll(opened, { timeout: 15_000 }).toEqual([{ opened: null }]);
  const ahead: string[] = [];
  dana.on('request', (request) => request.url().includes('/opened') && ahead.push(request.url()));
  const hit = dana.locator('main').getByRole('link', { name: /Retainer hours/ });
  await hit.hover();
  // Longer than Turbo waits before it fetches what the mouse rests on; a link beside it shows that it does.
  await Promise.all([
    dana.waitForRequest((request) => request.headers()['x-sec-purpose'] === 'prefetch', { timeout: 15_000 }),
    dana.locator('.sidebar').getByRole('link', { name: 'Support', exact: true }).hover(),
  ]);
  expect(ahead).toEqual([]);
  await hit.click();
  await dana.getByRole('heading', { name: 'Retainer hours', level: 1 }).waitFor();
  await expect.poll(opened, { timeout: 15_000 }).toEqual([{ opened: null }, { opened: 'article' }]);
});

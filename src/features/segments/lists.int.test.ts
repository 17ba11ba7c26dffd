import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { field, make, note, query } from './segments.testing.ts';

const portal = usePortal();

test('the list of customers is narrowed by segment and by field, keeps both in its address, and is saved as a segment', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const tier = await field(portal(), world, maya, { kind: 'choice', label: 'Tier', choices: 'Gold\nSilver' });
  await note(maya, world.accountId, tier, 'Gold');
  const robots = await make(maya, { name: 'Robots', on0: 'name', op0: 'has', v0: 'robot' });
  const id = robots.split('/').at(-1)!;
  const gold = query({ on0: `field:${tier}`, op0: 'any', v0: 'Gold' });
  const names = (html: string) =>
    [...html.matchAll(/data-list-item=""[\s\S]*?<b class="clip">([^<]*)<\/b>/g)].map(([, name]) => name!);
  expect(names((await maya.get(`/customers?segment=${id}`)).text)).toEqual(['Acme Robotics']);
  const none = query({ on0: `field:${tier}`, op0: 'none', v0: 'Gold' });
  expect(names((await maya.get(`/customers?${none}`)).text)).toEqual(['Harbor Pine']);
  expect(names((await maya.get(`/customers?segment=${id}&${none}`)).text)).toEqual([]);
  const page = await maya.get(`/customers?segment=${id}&${gold}`);
  expect(names(page.text)).toEqual(['Acme Robotics']);
  // Views and orders keep them.
  const link = /href="([^"]*view=mine[^"]*)"/.exec(page.text)![1]!.replaceAll('&amp;', '&');
  expect(link).toContain(`segment=${id}`);
  expect(names((await maya.get(link)).text)).toEqual(['Acme Robotics']);
  const save = /href="(\/customers\/segments\/new\?[^"]*)"/.exec(page.text)![1]!.replaceAll('&amp;', '&');
  const editor = await maya.get(save);
  expect(editor.text).toContain('1 customer');
  expect(editor.text).toContain('name="on1"');
  // Nonsense is ignored, and somebody who makes no segments is not offered one.
  expect((await maya.get('/customers?segment=nonsense&on0=nonsense&op0=x&v0=y&on1=plan&op1=')).status).toBe(200);
  expect((await as(portal(), world.agent).get(`/customers?${gold}`)).text).not.toContain('/customers/segments/new');
  const customer = await maya.get(`/customers/${world.accountId}`);
  expect(customer.text).toContain('Name contains “robot”');
  expect((await maya.get('/customers/export/customers.csv')).text).toMatch(/Acme Robotics,.*,Robots,Gold/);
});

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

test('lists of tickets are narrowed by the fields of tickets, for customers by those they are shown alone', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const dana = as(portal(), world.dana);
  const order = await field(portal(), world, maya, {
    kind: 'text',
    label: 'Order',
    subject: 'ticket',
    customer: 'edit',
  });
  const secret = await field(portal(), world, maya, { kind: 'text', label: 'Margin', subject: 'ticket' });
  for (const [subject, value] of [
    ['First thing', 'A-1'],
    ['Second thing', 'B-2'],
  ] as const) {
    const ask = { subject, urgency: 'slows', body: 'Hello', [`f-${order}`]: value };
    expect((await dana.submit('/support/new', '/support', ask)).status).toBe(303);
  }
  await maya.submit('/inbox/2/fields', '/inbox/2/fields', { [`f-${order}`]: 'B-2', [`f-${secret}`]: 'low' });
  const asked = (id: string, value: string) => query({ on0: `field:${id}`, op0: 'begins', v0: value });
  for (const [who, path] of [
    [dana, '/support'],
    [maya, '/inbox'],
  ] as const) {
    const list = await who.get(`${path}?view=all&${asked(order, 'b')}`);
    expect(list.text).toContain('Second thing');
    expect(list.text).not.toContain('First thing');
    expect(list.text).toContain('Order');
  }
  expect((await maya.get(`/inbox?view=all&${asked(secret, 'low')}`)).text).not.toContain('First thing');
  expect((await maya.get(`/inbox/1?view=all&${asked(order, 'b')}`)).text).toContain(`field%3A${order}`);
  // What a customer is not shown is no question either: it is left out, and says nothing by what it finds.
  const probing = await dana.get(`/support?view=all&${asked(secret, 'low')}`);
  expect(probing.text).toContain('First thing');
  expect(probing.text).toContain('Second thing');
  expect(probing.text).not.toContain('Margin');
});

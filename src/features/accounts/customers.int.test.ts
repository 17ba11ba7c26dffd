import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();

/** Accounts straight into the table, as an import would; the last activity is that many days ago. */
async function addAccounts(world: World, names: string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await peek(
      portal().database,
      `insert into accounts (workspace_id, id, name, short_name, created_at) values ($1, $2, $3, $3, now() - make_interval(days => $4))`,
      [world.workspaceId, randomUUID(), name, index + 1],
    );
  }
}

const names = (html: string): string[] =>
  [...html.matchAll(/data-list-item=""[\s\S]*?<b class="clip">([^<]*)<\/b>/g)].map(([, name]) => name!);

const nextPage = (html: string): string =>
  /<a[^>]*href="([^"]*)"[^>]*rel="next"/.exec(html)![1]!.replaceAll('&amp;', '&');
const previousPage = (html: string): string =>
  /<a[^>]*href="([^"]*)"[^>]*rel="prev"/.exec(html)![1]!.replaceAll('&amp;', '&');

test('the list pages forth and back over every customer once, in either order', async () => {
  const world = await newWorld(portal());
  const many = Array.from({ length: 60 }, (_, index) => `Customer ${String(index).padStart(2, '0')}`);
  await addAccounts(world, many);
  const maya = as(portal(), world.owner);
  for (const order of ['/customers', '/customers?sort=name']) {
    const first = await maya.get(order);
    const second = await maya.get(nextPage(first.text));
    const third = await maya.get(nextPage(second.text));
    const all = [first, second, third].flatMap((page) => names(page.text));
    expect(all).toHaveLength(62);
    expect(new Set(all).size).toBe(62);
    if (order.includes('name')) expect(all).toEqual(all.toSorted());
    expect(names((await maya.get(previousPage(third.text))).text)).toEqual(names(second.text));
    expect(third.text).not.toContain('rel="next"');
  }
});

test('a customer is found by a part of its name, a person and a domain, with accents or without', async () => {
  const world = await newWorld(portal());
  await addAccounts(world, ['Café Zürich', 'Café Basel', '100% Wolle']);
  const maya = as(portal(), world.owner);
  const found = async (query: string) =>
    names((await maya.get(`/customers?q=${encodeURIComponent(query)}`)).text).sort();
  expect(await found('cafe')).toEqual(['Café Basel', 'Café Zürich']);
  expect(await found('ZURI')).toEqual(['Café Zürich']);
  expect(await found('whitfield')).toEqual(['Acme Robotics']);
  expect(await found(`dana@${world.host.replace('.localhost', '.example')}`)).toEqual(['Acme Robotics']);
  expect(await found('100%')).toEqual(['100% Wolle']);
  expect(await found('_')).toEqual([]);
  expect((await maya.get('/customers?q=nobody-has-this')).text).toContain('No customer matches');
});

test('a search shows nothing of another business', async () => {
  const world = await newWorld(portal());
  const other = await newWorld(portal(), 'Lumen Cloud');
  await addAccounts(other, ['Quillon Shipping']);
  const search = '/customers?q=quillon';
  expect(names((await as(portal(), world.owner).get(search)).text)).toEqual([]);
  expect(names((await as(portal(), other.owner).get(search)).text)).toEqual(['Quillon Shipping']);
});

test('the views narrow to mine, to whoever waits for us, and to where nobody has joined', async () => {
  const world = await newWorld(portal());
  await addAccounts(world, ['Nobody Inside']);
  await as(portal(), world.dana).submit('/support/new', '/support', { subject: 'Help', urgency: 'slows', body: 'x' });
  const maya = as(portal(), world.owner);
  expect(names((await maya.get('/customers?view=mine')).text)).toEqual(['Acme Robotics']);
  expect(names((await maya.get('/customers?view=waiting')).text)).toEqual(['Acme Robotics']);
  expect(names((await maya.get('/customers?view=unseen')).text)).toEqual(['Nobody Inside']);
  const all = await maya.get('/customers?view=nonsense&sort=nonsense&after=nonsense');
  expect(names(all.text)).toHaveLength(3);
  expect(all.text).toContain('1 with us');
});

test('what happens at a customer brings it to the top of the list', async () => {
  const world = await newWorld(portal());
  await addAccounts(world, ['Quiet Company']);
  await peek(portal().database, `update accounts set active_at = now() - interval '1 day' where workspace_id = $1`, [
    world.workspaceId,
  ]);
  await as(portal(), world.rival).submit('/support/new', '/support', { subject: 'Help', urgency: 'slows', body: 'x' });
  expect(names((await as(portal(), world.owner).get('/customers')).text)[0]).toBe('Harbor Pine');
});

test('a cursor from the address bar that is not ours is the first page, not an error', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const id = randomUUID();
  for (const bad of [
    'x',
    cursor(['tomorrow', id]),
    cursor(["'; drop", id]),
    cursor(['2026-01-01', 7]),
    cursor([1, 2]),
  ]) {
    const page = await maya.get(`/customers?after=${bad}`);
    expect(page.status, bad).toBe(200);
    expect(names(page.text)).toHaveLength(2);
  }
});

test('customers do not see the list, and visitors are led to the sign-in', async () => {
  const world = await newWorld(portal());
  expect((await as(portal(), world.dana).get('/customers')).status).toBe(404);
  expect((await as(portal(), world.dana).get(`/customers/${world.accountId}`)).status).toBe(404);
  expect((await as(portal(), world.owner).get(`/customers/${world.accountId}`)).status).toBe(200);
});

test('what happened leaves sign-ins out; the log keeps them', async () => {
  const world = await newWorld(portal());
  await peek(
    portal().database,
    `insert into events (workspace_id, id, kind, audience, account_id, subject_type, subject_id, actor_kind, actor_identity_id,
       actor_person_id, data)
     select workspace_id, gen_random_uuid(), k, 'team', account_id, 'identity', identity_id, 'contact', identity_id, id,
       '{"method": "password", "session": "s"}'
     from contacts, unnest(array['identity.signed_in', 'identity.signed_out']) k where id = $1`,
    [world.dana.id],
  );
  await as(portal(), world.dana).submit('/support/new', '/support', { subject: 'A', urgency: 'slows', body: 'x' });
  const { text } = await as(portal(), world.owner).get(`/customers/${world.accountId}`);
  expect(text).toContain('opened');
  // "You have been signed out" waits on every page for whoever is.
  expect(text).not.toMatch(/(?<!been )signed (in with a password|out)/);
});

test('whom the words name exactly, by number or by name, comes before all others, and only once', async () => {
  const world = await newWorld(portal());
  const many = Array.from({ length: 30 }, (_, n) => `Kunde Nr. ${n + 20} Größe`);
  await addAccounts(world, many.toReversed());
  await peek(portal().database, "update accounts set reference = 'Kunde-7' where workspace_id = $1 and name = $2", [
    world.workspaceId,
    many[20],
  ]);
  const maya = as(portal(), world.owner);
  for (const sort of ['activity', 'name'])
    for (const [typed, name] of [
      ['kunde nr. 33 grösse', many[13]],
      ['KUNDE-7', many[20]],
    ] as const) {
      const { text } = await maya.get(`/customers?sort=${sort}&q=${encodeURIComponent(typed)}`);
      expect(names(text)[0], typed).toBe(name);
      expect(names(text).filter((one) => one === name)).toHaveLength(1);
    }
  const first = await maya.get('/customers?q=Kunde');
  const second = await maya.get(nextPage(first.text));
  expect(new Set([...names(first.text), ...names(second.text)]).size).toBe(30);
  expect(names((await maya.get(previousPage(second.text))).text)).toEqual(names(first.text));
});

import { jsx } from 'hono/jsx';
import { expect, test } from 'vitest';
import { notFound } from '#platform/http/http-error.ts';
import { as } from './client.ts';
import { usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const portal = usePortal();

test('a page is rendered without a place in the database, asks nothing then, and fails as a page', async () => {
  const world = await newWorld(portal());
  const { app, platform } = portal();
  const seen: string[] = [];
  let fails: (() => Error) | undefined;
  app.get('/probe', (c) => {
    const { ctx } = c.var;
    const ask = () => ctx.db.selectFrom('workspaces').select('id').execute();
    const Probe = async () => {
      const { total, idle } = platform.pool.stats();
      seen.push(`${total - idle} places`, await ask().then(String, (error: Error) => error.message));
      if (fails) throw fails();
      return jsx('b', {}, 'rendered');
    };
    return ask().then(() => c.render(jsx(Probe, {}), { title: 'Probe' }));
  });
  const dana = as(portal(), world.dana);
  const page = await dana.get('/probe');
  expect(page).toMatchObject({ status: 200, text: expect.stringContaining('<b>rendered</b>') });
  const without = ['0 places', 'the transaction this query belongs to has ended'];
  expect(seen.splice(0)).toEqual(without);

  for (const [status, failure] of [
    [500, () => new Error('a part that cannot be rendered')],
    [404, notFound],
  ] as const) {
    fails = failure;
    const broken = await dana.get('/probe');
    expect(broken.status).toBe(status);
    expect(broken.text).toContain('/brand.css');
    expect(seen.splice(0)).toEqual(without);
  }
  // Whoever comes next finds all places, and a transaction of their own.
  fails = undefined;
  await Promise.all(Array.from({ length: 12 }, () => dana.get('/')));
  expect(await dana.get('/probe')).toMatchObject({ status: 200 });
  expect(platform.pool.stats()).toMatchObject({ waiting: 0 });
});

import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { type Actor, newWorld } from '#test/world.ts';
import { madeField } from './fields.testing.ts';

const portal = usePortal();

test('a customer opens the file that they gave; control: a rival, and who may not see the field any more, do not', async () => {
  const world = await newWorld(portal());
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  const own = await madeField(portal(), world, {
    label: 'Passport',
    kind: 'file',
    subject: 'contact',
    customer: 'edit',
  });
  const field = await madeField(portal(), world, { label: 'Brand file', kind: 'file', customer: 'edit' });
  const dana = as(portal(), world.dana);
  const page = '/company/details';
  const give = (action: string, id: string, name: string) =>
    dana.submit(page, action, { [`f-${id}`]: { name, content: `What is in ${name}` } });
  await give(page, field, 'brand.txt');
  await give(`${page}/own`, own, 'passport.txt');
  const hrefs = [...(await dana.get(page)).text.matchAll(/href="(\/fields\/[^"]+)"/g)].map((found) => found[1]!);
  expect(hrefs.map((href) => href.split('/').at(-1))).toEqual(['brand.txt', 'passport.txt']);
  const statuses = (actor: Actor) =>
    Promise.all(hrefs.map(async (href) => (await as(portal(), actor).get(href)).status));
  expect((await dana.get(hrefs[0]!)).text).toBe('What is in brand.txt');
  expect(await statuses(world.dana)).toEqual([200, 200]);
  // What somebody says of themselves is between them and the team.
  expect(await statuses(world.viewer)).toEqual([200, 404]);
  expect(await statuses(world.rival)).toEqual([404, 404]);
  expect(await statuses(world.owner)).toEqual([200, 200]);
  await peek(portal().database, "update field_definitions set customer = 'hidden' where workspace_id = $1", [
    world.workspaceId,
  ]);
  expect(await statuses(world.dana)).toEqual([404, 404]);
  expect((await dana.get(page)).text).not.toContain('brand.txt');
});

import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('people of a customer that was put away are found, read and forgotten as they ask, and nothing else of theirs is changed; control: of one in use, it is', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const home = `/customers/${world.accountId}`;
  const page = `${home}/contacts/${world.dana.id}`;
  const changes = ['details', 'move', 'merging', 'fields'].map((act) => `${page}/${act}`);
  const inUse = (await maya.get(page)).text;
  expect(changes.slice(0, 3).filter((act) => !inUse.includes(`"${act}"`))).toEqual([]);
  const old = await maya.form(page, `${page}/deactivation`);
  await maya.submit(`${home}/archival`, `${home}/archival`);

  const customer = (await maya.get(home)).text;
  expect(customer).toContain(`href="${page}"`);
  expect(customer).toContain('2 people on file');
  expect(customer).toContain('0 of 2');
  expect(customer).not.toContain('in the portal yet');
  expect((await maya.get(`${home}/contacts`)).text).toContain(`href="${page}"`);
  const { status, text } = await maya.get(page);
  expect([status, text.includes('is put away since')]).toEqual([200, true]);
  expect(text.match(new RegExp(`action="${page}/|href="${page}/`))).toBeNull();
  // Pages that change are not there, and an older page's button does nothing.
  for (const act of changes) expect((await maya.get(act)).status).toBe(404);
  expect((await maya.postRaw(`${page}/reactivation`, old)).status).toBe(404);

  const privacy = `/contacts/${world.dana.id}/privacy`;
  expect(text).toContain(`href="${privacy}"`);
  const forgotten = await maya.submit(privacy, `/contacts/${world.dana.id}/erasure`, { sure: 'yes' });
  expect(forgotten.status).toBe(303);
  const [row] = await peek(portal().database, 'select forgotten_as from contacts where id = $1', [world.dana.id]);
  expect(row).toEqual({ forgotten_as: 'erased' });
  expect((await maya.get(page)).text).toContain('Nobody can tell any more who this was');
});

test('a contact of a customer that was put away and of another business is not there alike', async () => {
  const world = await newWorld(portal());
  const away = await newWorld(portal(), 'Lumen Cloud');
  await as(portal(), world.owner).submit(
    `/customers/${world.accountId}/archival`,
    `/customers/${world.accountId}/archival`,
  );
  for (const who of [away.owner, world.rival])
    expect((await as(portal(), who).get(`/customers/${world.accountId}/contacts/${world.dana.id}`)).status).toBe(404);
});

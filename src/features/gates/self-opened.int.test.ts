import { expect, test } from 'vitest';
import { field, inIt, make } from '#features/segments/segments.testing.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('a gate that customers can open themselves is warned of where it is set, in the segment and at the field; control: not where the team looks first', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const edit = { kind: 'text', customer: 'edit' };
  const tier = await field(portal(), world, maya, { label: 'Tier', ...edit });
  const region = await field(portal(), world, maya, { label: 'Region', ...edit, edits: 'approve' });
  const rule = (id: string) => ({ on0: `field:${id}`, op0: 'filled' });
  const gold = await make(maya, { name: 'Gold', ...rule(tier) });
  const north = await make(maya, { name: 'North', ...rule(region) });
  const rooms = { 'support-to': 'segments', 'support-segments': [gold, north].map((one) => one.split('/').at(-1)!) };
  await maya.submit('/settings/rooms', '/settings/rooms', rooms);
  const text = async (path: string) => (await maya.get(path)).text.replace(/<[^>]+>/g, '');

  const rooms1 = await text('/settings/rooms');
  expect(rooms1).toContain('Customers can put themselves in: they fill in Tier themselves');
  expect(rooms1).not.toContain('they fill in Region');
  const draft = `/customers/segments/new?name=x&match=all&kind=rule&${new URLSearchParams(rule(tier))}`;
  for (const path of [gold, `${gold}/rule`, draft]) {
    expect(await text(path), path).toContain('Customers change Tier themselves, so they can put themselves in');
  }
  for (const path of [north, `${north}/rule`]) expect(await text(path), path).not.toContain('put themselves in');
  expect(await text(`/settings/fields/${tier}`)).toContain('open for themselves: Support (segment Gold)');
  expect(await text(`/settings/fields/${region}`)).toContain('If customers fill this in and nobody of you looks first');

  // The edit right opens it, and says so; what opens nothing is not worth a word.
  const at = `/settings/fields/${region}`;
  const save = async (fields: Record<string, string>) => {
    await maya.submit(at, at, { label: 'Region', customer: 'edit', ...fields });
    return text('/settings/fields');
  };
  expect(await save({ edits: 'apply' })).toContain('Customers can now open for themselves: Support (segment North).');
  expect(await text('/settings/rooms')).toContain('they fill in Region themselves');
  expect(await save({ edits: 'approve', at_sign_up: 'yes' })).not.toContain('can now open');
  // Answered at the door, nobody looks first either.
  expect(await text('/settings/rooms')).toContain('they fill in Region themselves');
  expect(await save({ customer: 'read', edits: 'apply' })).not.toContain('can now open');
  expect(await text('/settings/rooms')).not.toContain('they fill in Region');
  await maya.submit('/settings/rooms', '/settings/rooms', { 'support-to': 'everyone' });
  expect(await save({ edits: 'apply' })).not.toContain('can now open');
  expect(await text(at)).not.toContain('open for themselves');
});

test('TRUST 35: no customer opens a room by inviting an address of another company; control: by one whom the team wrote down, or who has come in', async () => {
  const world = await newWorld(portal());
  const [maya, dana] = [as(portal(), world.owner), as(portal(), world.dana)];
  const db = portal().database;
  await peek(db, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  const big = await make(maya, { name: 'Big', on0: 'domain', op0: 'is', v0: 'bigcorp.example' });
  await maya.submit('/settings/rooms', '/settings/rooms', {
    'activity-to': 'segments',
    'activity-segments': [big.split('/').at(-1)!],
  });
  const opened = async () => {
    await portal().workJobs();
    return [(await dana.get('/activity')).status, await inIt(portal(), world, big)];
  };
  const shut = [404, []];
  const open = [200, ['Acme Robotics']];
  const ghost = { contact_name: 'Ghost', email: 'ghost@bigcorp.example', role: 'contributor' };
  expect(await opened()).toEqual(shut);
  expect((await dana.submit('/company', '/company/people', ghost)).status).toBe(303);
  expect(await opened()).toEqual(shut);
  const login = `with i as (insert into identities (workspace_id, id, email, name) values ($1, gen_random_uuid(), $2, '') returning id)
    update contacts set identity_id = (select id from i) where workspace_id = $1 and email = $2`;
  await peek(db, login, [world.workspaceId, ghost.email]);
  expect(await opened()).toEqual(open);
  await peek(db, 'update contacts set identity_id = null where email = $1', [ghost.email]);
  expect(await opened()).toEqual(shut);
  // The team reminds whom a colleague has invited, and writes down somebody else.
  const page = `/customers/${world.accountId}/contacts/new`;
  expect((await maya.submit(page, page, ghost)).status).toBe(303);
  expect(await opened()).toEqual(shut);
  expect((await maya.submit(page, page, { ...ghost, email: 'real@bigcorp.example' })).status).toBe(303);
  expect(await opened()).toEqual(open);
  expect((await maya.get(big)).text).not.toContain('put themselves in');
  const many = await make(maya, { name: 'Many', on0: 'people', op0: 'over', v0: '20' });
  expect((await maya.get(`${many}/rule`)).text).toContain('Customers change People themselves');
});

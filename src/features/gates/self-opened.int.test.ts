import { expect, test } from 'vitest';
import { field, make } from '#features/segments/segments.testing.ts';
import { as } from '#test/client.ts';
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
    expect(await text(path), path).toContain('Customers fill in Tier themselves, so they can put themselves in');
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

import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('an older page about the business writes what was changed on it, and takes nothing back; control: a form that does not say what it showed', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const page = '/settings/business';
  const stored = {
    name: world.name,
    short_name: 'Northwind',
    tagline: '',
    locale: 'en',
    zone: 'Europe/London',
    promise: '',
  };
  expect((await maya.submit(page, page, stored)).status).toBe(303);
  const older = await maya.form(page, page);
  const now = () =>
    peek(portal().database, 'select tagline, zone, reply_promise_minutes from workspaces where id = $1', [
      world.workspaceId,
    ]);
  await maya.submit(page, page, { ...stored, tagline: 'Websites that hold', promise: '240' });
  const late = { ...older, ...stored, zone: 'Europe/Berlin' };
  expect((await maya.postRaw(page, late)).status).toBe(303);
  expect(await now()).toEqual([{ tagline: 'Websites that hold', zone: 'Europe/Berlin', reply_promise_minutes: 240 }]);
  const { _was, ...without }: Record<string, string> = late;
  await maya.postRaw(page, { ...without, _once: crypto.randomUUID() });
  expect(await now()).toEqual([{ tagline: '', zone: 'Europe/Berlin', reply_promise_minutes: null }]);
});

test('an older page about how the portal looks does the same', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const page = '/settings/design';
  const stored = { color: '#112233', radius: 'soft', font: 'inter' };
  await maya.submit(page, page, stored);
  const older = await maya.form(page, page);
  await maya.submit(page, page, { ...stored, color: '#445566' });
  expect((await maya.postRaw(page, { ...older, ...stored, font: 'serif' })).status).toBe(303);
  const [row] = await peek<{ brand: object }>(portal().database, 'select brand from workspaces where id = $1', [
    world.workspaceId,
  ]);
  expect(row!.brand).toMatchObject({ color: '#445566', radius: 'soft', font: 'serif' });
});

import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

const rule = { kind: 'rule', match: 'all', on0: 'name', op0: 'has', v0: 'Acme' };
const asked = { name: 'Robots', note: '', ...rule };

test('an older page of a segment writes what was changed on it, and takes nothing back, by way of a look at who would be in as well; a rule is one answer', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const { location } = await maya.submit('/customers/segments/new', '/customers/segments', asked);
  const path = location!;
  const page = `${path}/rule`;
  const id = path.split('/').at(-1);
  const now = async () =>
    (
      await peek<{ name: string; note: string; rule: { conditions: { on: string; values: string[] }[] } }>(
        portal().database,
        'select name, note, rule from segments where id = $1',
        [id],
      )
    )[0]!;
  const older = await maya.form(page, path);
  const looked = (await maya.postRaw('/customers/segments/draft', { ...older, ...asked, _once: 'a-look' })).location!;
  const afterLook = await maya.form(looked, path);
  expect((await maya.submit(page, path, { ...asked, name: 'Makers', v0: 'Robotics' })).status).toBe(303);
  // Who changed the note alone has said nothing of the rule.
  for (const [note, form] of [
    ['They build.', older],
    ['They build a lot.', afterLook],
  ] as const) {
    const late = { ...form, ...asked, note, _once: crypto.randomUUID() };
    expect((await maya.postRaw(path, late)).status).toBe(303);
    expect(await now()).toMatchObject({ name: 'Makers', note });
    expect((await now()).rule.conditions).toMatchObject([{ on: 'name', values: ['Robotics'] }]);
  }
  const changed = { ...older, ...asked, on1: 'place', op1: 'has', v1: 'Oslo', _once: crypto.randomUUID() };
  expect((await maya.postRaw(path, changed)).status).toBe(303);
  expect((await now()).rule.conditions).toMatchObject([
    { on: 'name', values: ['Acme'] },
    { on: 'place', values: ['Oslo'] },
  ]);
  expect((await now()).name).toBe('Makers');
});

import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { texts } from './article-import.testing.ts';
import { presets } from './starter/outline.ts';
import { starterSet } from './starter/set.ts';

const portal = usePortal();
const HERE = '/settings/articles/starter';

test('every trade has twenty questions, none of them twice', () => {
  for (const preset of presets) {
    const ids = starterSet(preset).map(({ id }) => id);
    expect(new Set(ids).size, preset).toBe(20);
  }
});

test('chosen questions become drafts with headings and no facts, once', async () => {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  expect((await as(portal(), world.agent).get(HERE)).status).toBe(404);
  expect((await owner.submit(HERE, HERE, { preset: 'it' })).status).toBe(422);
  const chosen = { preset: 'it', outline: ['phishing', 'invoice'] };
  expect((await owner.submit(`${HERE}?preset=it`, HERE, chosen)).status).toBe(303);
  const all = await texts(portal(), world);
  expect(all.map(({ title, slug }) => [title, slug])).toEqual([
    ['Where do I find my invoices?', null],
    ['I received a strange mail', null],
  ]);
  expect(all[0]!.html).toContain('<h2>In short</h2><p><em>');
  await owner.submit(HERE, HERE, chosen);
  expect(await texts(portal(), world)).toHaveLength(2);
  expect((await owner.get(HERE)).text).toContain('Is there already');
});

const ask = async (world: World, ...subjects: string[]) => {
  for (const subject of subjects)
    await as(portal(), world.dana).submit('/support/new', '/support', { subject, urgency: 'question', body: 'Hello' });
};

test('tickets that ask the same are a group, which opens them and begins an outline', async () => {
  const world = await newWorld(portal());
  await ask(world, 'Password reset fails', 'Reset of my password', 'password reset', 'Something else entirely');
  const owner = as(portal(), world.owner);
  const page = await owner.get(HERE);
  expect(page.text).toContain('3 tickets:');
  const [one] = await peek<{ number: number }>(
    portal().database,
    "select number from tickets where workspace_id = $1 and subject = 'password reset'",
    [world.workspaceId],
  );
  expect(page.text).toContain(`href="/inbox/${one!.number}"`);
  const made = await owner.submit(HERE, `${HERE}/asked`);
  expect(made.location).toMatch(/^\/knowledge\/\d+$/);
  expect((await texts(portal(), world)).map(({ title }) => title)).toEqual(['password reset']);
});

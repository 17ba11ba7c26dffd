import { expect, test } from 'vitest';
import { newId } from '#platform/db/ids.ts';
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
  const shelf = await makeShelf(world);
  const none = await owner.submit(HERE, HERE, { preset: 'it', category: shelf });
  expect(none.status).toBe(422);
  expect(none.text).toMatch(new RegExp(`<option value="${shelf}" selected`));
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

async function makeShelf(world: World): Promise<string> {
  const id = newId();
  await peek(
    portal().database,
    `with c as (insert into categories (workspace_id, id, slug) values ($1, $2, 'shelf') returning id)
     insert into category_texts (workspace_id, category_id, locale, title) select $1, id, 'en', 'Shelf' from c`,
    [world.workspaceId, id],
  );
  return id;
}

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

test('an outline begins without whoever asked: not with their name, nor with an address; control: the ticket keeps both', async () => {
  const world = await newWorld(portal());
  const { name } = world.dana;
  await ask(world, ...[1, 2, 3].map((n) => `Export of invoices for ${name}, ${'me@example.com '.repeat(n)}`));
  const { text } = await as(portal(), world.owner).get(HERE);
  expect(text).toContain('<b>Export of invoices for …, …</b>');
  expect(text).not.toMatch(new RegExp(`${name}|me@example`));
  const [ticket] = await peek<{ subject: string }>(
    portal().database,
    'select subject from tickets where workspace_id = $1 limit 1',
    [world.workspaceId],
  );
  expect(ticket!.subject).toContain(name);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();

async function begin(): Promise<{ world: World; number: string }> {
  const world = await newWorld(portal());
  const category = await makeCategory(portal(), world, 'Birds');
  const { number } = await makeArticle(portal(), world, category, 'The quailfinch at home');
  // A help center that holds nothing says so at the door.
  await makeArticle(portal(), world, category, 'On something else');
  return { world, number };
}

const titles = async (client: Client, q = 'quailfinch'): Promise<string[]> => {
  const typing = await client.get(`/help/search/typing?q=${q}`);
  return (JSON.parse(typing.text) as { found: { title: string }[] }).found.map(({ title }) => title);
};
const onPage = async (client: Client): Promise<boolean> =>
  (await client.get('/help/search?q=quailfinch')).text.includes('at home');

test('TRUST 10: what visitors find is kept for visitors alone, and until something of it changes; control: until then a visitor is given it, over or not', async () => {
  const { world, number } = await begin();
  const stranger = visitor(portal(), world);
  expect([await titles(stranger), await onPage(stranger)]).toEqual([['The quailfinch at home'], true]);
  // Written past everything that would say so: what is kept does not know it, and who is signed in is given nothing that is kept.
  await peek(portal().database, "update search_entries set audience = 'member' where workspace_id = $1", [
    world.workspaceId,
  ]);
  expect([await titles(stranger), await onPage(stranger)]).toEqual([['The quailfinch at home'], true]);
  expect(await titles(as(portal(), world.dana))).toEqual([]);
  await as(portal(), world.owner).submit(`/knowledge/${number}`, `/knowledge/${number}/archival`);
  expect([await titles(stranger), await onPage(stranger)]).toEqual([[], false]);
});

test('TRUST 10: what visitors of one business find says nothing to those of another', async () => {
  const { world } = await begin();
  const other = await newWorld(portal());
  const category = await makeCategory(portal(), other, 'Fish');
  await makeArticle(portal(), other, category, 'On something else');
  expect(await titles(visitor(portal(), world))).toEqual(['The quailfinch at home']);
  expect(await titles(visitor(portal(), other))).toEqual([]);
});

test('what ends is found no more from then on, however lately it was looked for; control: what does not end is', async () => {
  const { world } = await begin();
  const category = await makeCategory(portal(), world, 'Weeks');
  const until = new Date(Date.now() + 4_000);
  await makeArticle(portal(), world, category, 'The quailfinch of the week', { until });
  const stranger = visitor(portal(), world);
  expect((await titles(stranger)).toSorted()).toEqual(['The quailfinch at home', 'The quailfinch of the week']);
  await sleep(Math.max(0, until.getTime() - Date.now()) + 50);
  expect(await titles(stranger)).toEqual(['The quailfinch at home']);
});

test('a word that means the same from now on finds what was just looked for in vain', async () => {
  const { world } = await begin();
  const stranger = visitor(portal(), world);
  expect(await titles(stranger, 'warbler')).toEqual([]);
  await as(portal(), world.owner).submit('/settings/search', '/settings/search', { words: 'warbler, quailfinch' });
  expect(await titles(stranger, 'warbler')).toEqual(['The quailfinch at home']);
});

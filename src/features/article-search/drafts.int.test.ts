import { beforeAll, expect, test } from 'vitest';
import { makeArticle, makeCategory, write } from '#features/knowledge/knowledge.testing.ts';
import { as, type Client } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
let world: World;
let number: string;

beforeAll(async () => {
  world = await newWorld(portal());
  const shelf = await makeCategory(portal(), world, 'Shelf');
  ({ number } = await makeArticle(portal(), world, shelf, 'Übergabe am Montag', { draft: true }));
  await makeArticle(portal(), world, shelf, 'Übergabe am Dienstag');
});

const offered = async (who: Client, query: string): Promise<string[]> => {
  const { text, status } = await who.get(`/search/palette?q=${encodeURIComponent(query)}`, {
    accept: 'text/vnd.portico.palette',
  });
  expect(status).toBe(200);
  return [...text.matchAll(/<a class="option"[^>]* href="(\/(?:knowledge|help)\/[^"]+)"/g)].map((match) => match[1]!);
};
const path = () => `/knowledge/${number}`;

test.each(['übergabe', 'Montag ubergabe', 'mon', 'am montag'])(
  'an author finds what they are writing by the beginnings of words of its title: %s',
  async (query) => {
    const maya = as(portal(), world.owner);
    expect(await offered(maya, query)).toContain(path());
    expect((await maya.get(`/search?q=${encodeURIComponent(query)}`)).text).toContain(`href="${path()}"`);
  },
);

test('control: not by other words, not by the middle of one, not once it is published; a colleague and a customer do not find it', async () => {
  const maya = as(portal(), world.owner);
  for (const query of ['Montag Mittwoch', 'ontag', 'dienstag'])
    expect(await offered(maya, query)).not.toContain(path());
  expect(await offered(maya, 'dienstag')).toEqual(['/help/en/ubergabe-am-dienstag']);
  for (const other of [world.agent, world.dana]) expect(await offered(as(portal(), other), 'montag')).toEqual([]);
  // Whoever has written in it is its author as well.
  await write(as(portal(), world.agent), number, { title: 'Übergabe am Montag', body: '<p>And here.</p>' });
  expect(await offered(as(portal(), world.agent), 'montag')).toEqual([path()]);
  expect((await as(portal(), world.agent).get('/search')).text).toContain(`href="${path()}"`);
  const published = { title: 'Übergabe am Montag', body: '<p>And here.</p>', act: 'publish' };
  await write(maya, number, published);
  expect(await offered(maya, 'montag')).toEqual(['/help/en/ubergabe-am-montag']);
});

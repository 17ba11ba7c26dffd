import { expect, test } from 'vitest';
import { HELP_TOPIC } from '#features/knowledge/index.ts';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('what is found stands ten to a page, each once and with its piece of text; a page that is not there is the first', async () => {
  const world = await newWorld(portal());
  const topic = await makeCategory(portal(), world, 'Shipping');
  for (let n = 1; n <= 23; n++) {
    await makeArticle(portal(), world, topic, `Shipping by route ${n}`, {
      html: `<p>The heronplain of route ${n}.</p>`,
    });
  }
  const page = async (n: string) => {
    const { text, status } = await visitor(portal(), world).get(`/help/search?q=heronplain&page=${n}`);
    expect(status).toBe(200);
    const ids = [...text.matchAll(/href="\/help\/search\/opened\?[^"]*?a=([0-9a-f-]{36})/g)].map((one) => one[1]!);
    expect(text.match(/<mark>heronplain<\/mark>/g) ?? []).toHaveLength(ids.length);
    return { ids, text };
  };
  const all = [await page('1'), await page('2'), await page('3')];
  expect(all.map(({ ids }) => ids.length)).toEqual([10, 10, 3]);
  expect(new Set(all.flatMap(({ ids }) => ids)).size).toBe(23);
  expect(all[1]!.text).toMatch(/href="\/help\/search\?q=heronplain(&amp;lang=en)?"/);
  expect(all[1]!.text).toContain('page=3');
  expect(all[2]!.text).not.toContain('page=4');
  for (const absent of ['0', '5', '9', '-1', 'x', '1e1']) expect((await page(absent)).ids).toEqual(all[0]!.ids);
  const behind = await visitor(portal(), world).get('/help/search?q=heronplain&page=4');
  expect(behind.headers.get('location')).toMatch(/\/help\/search\?q=heronplain(&lang=en)?$/);
});

test('a topic is looked through as a whole, however much better the rest fits; who may not read what it holds is told of nothing', async () => {
  const world = await newWorld(portal());
  const [many, few] = [await makeCategory(portal(), world, 'Many'), await makeCategory(portal(), world, 'Few')];
  await makeArticle(portal(), world, few, 'On something else', { html: '<p>Beside it a quailfinch.</p>' });
  for (let n = 1; n <= 45; n++) await makeArticle(portal(), world, many, `Quailfinch ${n}`);
  const asked = async (topic = '', client = visitor(portal(), world)) =>
    (await client.get(`/help/search?q=quailfinch${topic && `&topic=${topic}`}`)).text;
  const all = await asked();
  expect(all).toContain('The 40 articles that fit best');
  expect(all).not.toContain('On something else');
  const within = await asked('few');
  expect(within).toContain('On something else');
  expect(within).toMatch(/>1 article</);
  expect(within).not.toContain('Quailfinch 4');
  expect(within).toMatch(/aria-current="page">Few</);
  expect(await asked('many')).toContain('The 40 articles that fit best');
  await peek(portal().database, "update articles set audience = 'member' where category_id = $1", [few]);
  portal().platform.hub.publish(world.workspaceId, [HELP_TOPIC]);
  expect(await asked('few')).toBe(await asked('nowhere').then((text) => text.replaceAll('nowhere', 'few')));
  expect(await asked('few')).not.toContain('>Few<');
});

test('a word of two letters that stands in no title is found in texts, as a whole word; control: half of one is not', async () => {
  const world = await newWorld(portal());
  const topic = await makeCategory(portal(), world, 'Phones');
  await makeArticle(portal(), world, topic, 'Sign in on a new phone', {
    html: '<p>Scan the QR code, then 50 times more.</p>',
  });
  await makeArticle(portal(), world, topic, 'Quiet hours', { html: '<p>In the evening.</p>' });
  const found = async (query: string) => {
    const { text } = await visitor(portal(), world).get(`/help/search?q=${query}`);
    return text.replace(/<\/?mark>/g, '').match(/Sign in on a new phone|Quiet hours/g) ?? [];
  };
  for (const query of ['QR', 'qr', '50']) expect(await found(query), query).toEqual(['Sign in on a new phone']);
  // What begins like it stands in a title.
  expect(await found('qu')).toEqual(['Quiet hours']);
  expect(await found('co')).toEqual([]);
});

test('what only nearly has the words stands on one page and with its piece of text, in whatever order that puts it', async () => {
  const world = await newWorld(portal());
  const topic = await makeCategory(portal(), world, 'Birds');
  for (let n = 1; n <= 14; n++)
    await makeArticle(portal(), world, topic, `On ${n}`, {
      html: `<p>Of the ${n % 2 ? 'heronplain' : 'heronplane'} ${n}.</p>`,
    });
  const page = async (n: number) => {
    const { text } = await visitor(portal(), world).get(`/help/search?q=heronplian&page=${n}`);
    const ids = [...text.matchAll(/href="\/help\/search\/opened\?[^"]*?a=([0-9a-f-]{36})/g)].map((one) => one[1]!);
    expect(text.match(/<mark>heronpla(in|ne)<\/mark>/g) ?? []).toHaveLength(ids.length);
    return ids;
  };
  const all = [...(await page(1)), ...(await page(2))];
  expect([all.length, new Set(all).size]).toEqual([14, 14]);
});

import { expect, test } from 'vitest';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { visitor } from '#test/client.ts';
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
});

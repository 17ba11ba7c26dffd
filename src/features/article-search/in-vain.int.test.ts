import { expect, test } from 'vitest';
import { makeArticle, makeCategory, write } from '#features/knowledge/knowledge.testing.ts';
import { as, visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

const BEGIN = '/knowledge/new?title=Zibbet&lang=en&searched=zibbet&searchedIn=en';

/** What a browser says when a person follows a link or sends a form. */
const BY_HAND = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-user': '?1' };

async function searched() {
  const world = await newWorld(portal());
  const category = await makeCategory(portal(), world, 'Shelf');
  await makeArticle(portal(), world, category, 'Something else');
  const search = async () => {
    const { status } = await visitor(portal(), world).get('/help/search?q=zibbet&lang=en', BY_HAND);
    expect(status).toBe(200);
  };
  await search();
  return { maya: as(portal(), world.owner), theo: as(portal(), world.agent), category, search };
}

test('who begins an article from words that a colleague has begun one about is told, and led to it; control: whoever goes on all the same begins one', async () => {
  const { maya, theo, category } = await searched();
  const [hers, his] = [await maya.form(BEGIN, '/knowledge'), await theo.form(BEGIN, '/knowledge')];
  const sent = { title: 'Gift vouchers', category, lang: 'en' };
  const first = await maya.postRaw('/knowledge', { ...hers, ...sent });
  expect(first.status).toBe(303);
  const second = await theo.postRaw('/knowledge', { ...his, ...sent });
  expect(second.status).toBe(422);
  expect(second.text).toMatch(/Maya Lindqvist began “Gift vouchers” about this [^<]*\./);
  expect(second.text).toContain(`href="${first.location!.split('?')[0]}"`);
  // What was typed is still there, and the button says what it does now.
  expect(second.text).toContain('value="Gift vouchers"');
  expect(second.text).toContain('Begin another one');
  // Whoever opens the form later is told at once, and its author as well.
  expect((await theo.get(BEGIN)).text).toContain('Maya Lindqvist began');
  expect((await maya.get(BEGIN)).text).toContain('You began “Gift vouchers”');
  const other = await theo.submit(BEGIN, '/knowledge', sent);
  expect(other.status).toBe(303);
  expect(other.location).not.toBe(first.location);
});

test('two who begin at the same moment: one of them is told; control: from other words both begin', async () => {
  const { maya, theo, category } = await searched();
  const both = async (path: string) => {
    const forms = await Promise.all([maya, theo].map((each) => each.form(path, '/knowledge')));
    const sent = { title: 'At once', category, lang: 'en' };
    const answers = await Promise.all(
      [maya, theo].map((each, n) => each.postRaw('/knowledge', { ...forms[n], ...sent })),
    );
    return answers.map(({ status }) => status).sort();
  };
  expect(await both(BEGIN)).toEqual([303, 422]);
  expect(await both('/knowledge/new?title=At+once')).toEqual([303, 303]);
});

test('words that are looked for in vain since the article about them is live are begun about anew, without a word', async () => {
  const { maya, theo, category, search } = await searched();
  const made = await maya.submit(BEGIN, '/knowledge', { title: 'Present cards', category, lang: 'en' });
  const number = /^\/knowledge\/(\d+)/.exec(made.location!)![1]!;
  expect((await theo.get(BEGIN)).text).toContain('“Present cards”');
  await write(maya, number, { title: 'Present cards', body: '<p>Nothing of that name</p>', act: 'publish' });
  expect((await theo.get(BEGIN)).text).toContain('“Present cards”');
  await search();
  expect((await theo.get(BEGIN)).text).not.toContain('“Present cards”');
  expect((await theo.submit(BEGIN, '/knowledge', { title: 'Zibbet', category, lang: 'en' })).status).toBe(303);
});

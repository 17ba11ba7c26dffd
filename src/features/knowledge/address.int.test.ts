import { expect, test } from 'vitest';
import { brought, handed } from '#features/article-import/article-import.testing.ts';
import { visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { archive } from './index.ts';
import { authors, by, makeArticle } from './knowledge.testing.ts';

const portal = usePortal();

async function renamed() {
  const { world, category, maya } = await authors(portal());
  const first = await makeArticle(portal(), world, category, 'Prices', { html: '<p>Of last year.</p>' });
  const rename = (number: string, slug: string) =>
    maya.submit(`/knowledge/${number}`, `/knowledge/${number}/address`, { slug });
  expect((await rename(first.number, 'prices-until-2026')).status).toBe(303);
  const asked = async (slug: string) => {
    const { status, location } = await visitor(portal(), world).get(`/help/en/${slug}`);
    return location ?? status;
  };
  return { world, category, maya, first, rename, asked };
}

test('an address that leads on is not taken by the next article of the old title; control: where it leads nowhere any more', async () => {
  const { world, category, first, asked } = await renamed();
  const next = await makeArticle(portal(), world, category, 'Prices');
  expect([await asked('prices'), await asked(`prices-${next.number}`)]).toEqual(['/help/en/prices-until-2026', 200]);
  await by(portal(), world, world.owner, (ctx) => archive(ctx, first.number, 'en'));
  await makeArticle(portal(), world, category, 'Prices');
  expect(await asked('prices')).toBe(200);
});

test('whoever types such an address has it, and is told where it led; control: one that led nowhere, and the way back', async () => {
  const { world, category, maya, first, rename, asked } = await renamed();
  const next = await makeArticle(portal(), world, category, 'Fees');
  const told = async (number: string, slug: string) => {
    const { location } = await rename(number, slug);
    return /Until now that address led to “([^”]*)”/.exec((await maya.get(location!)).text)?.[1];
  };
  expect(await told(next.number, 'tariffs')).toBeUndefined();
  expect(await told(next.number, 'prices')).toBe('Prices');
  expect(await asked('prices')).toBe(200);
  expect(await told(next.number, 'fees')).toBeUndefined();
  expect([await asked('prices'), await asked('prices-until-2026')]).toEqual(['/help/en/fees', 200]);
  expect(await told(first.number, 'prices')).toBe('Fees');
});

test('an article that an import brings takes no address that leads on to another', async () => {
  const { world, asked } = await renamed();
  const page = await handed(portal(), world, '# Prices\n\nOf this year.\n', 'prices.md');
  await brought(portal(), world, page);
  expect(await asked('prices')).toBe('/help/en/prices-until-2026');
});

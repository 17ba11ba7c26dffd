import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { by, makeArticle, makeCategory } from './knowledge.testing.ts';
import { setLanguages } from './languages.ts';

const portal = usePortal();

test('an article that is there only in a language no longer written in lacks all others', async () => {
  const other = await newWorld(portal());
  const shelf = await makeCategory(portal(), other, 'Shelf');
  const write = (languages: string[]) => by(portal(), other, other.owner, (ctx) => setLanguages(ctx, languages));
  await write(['de', 'fr']);
  await makeArticle(portal(), other, shelf, 'Seulement en français', { locale: 'fr' });
  const owner = as(portal(), other.owner);
  const saved = await owner.submit('/knowledge/categories', '/knowledge/languages', { language: ['de'] });
  expect((await owner.get(saved.location!)).text).toContain('One article is still live in French');
  const { text } = await as(portal(), other.owner).get('/knowledge/articles?state=lacking');
  expect(text).toContain('Seulement en français');
});

import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { by, makeArticle, makeCategory } from './knowledge.testing.ts';
import { setLanguages } from './languages.ts';

const portal = usePortal();

test('what there is to do is counted as things to do, and every language that an article lacks is named', async () => {
  const world = await newWorld(portal());
  const shelf = await makeCategory(portal(), world, 'Shelf');
  await by(portal(), world, world.owner, (ctx) => setLanguages(ctx, ['de', 'fr', 'es']));
  const lacking = await makeArticle(portal(), world, shelf, 'In English alone');
  await makeArticle(portal(), world, shelf, 'In French alone', { locale: 'fr' });
  const { text } = await as(portal(), world.owner).get('/knowledge');
  expect(text).toContain('>German, Spanish and French are missing<');
  expect(text).toContain('2 things are to do. 2 articles are live.');
  expect(text).toContain(`href="/knowledge/${lacking.number}?lang=de"`);
});

import { expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
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

test('a business that takes another language goes on in the one its articles are in; control: one without articles does not', async () => {
  const [world, empty] = [await newWorld(portal()), await newWorld(portal())];
  const shelf = await makeCategory(portal(), world, 'Shelf');
  await makeArticle(portal(), world, shelf, 'Refunds');
  for (const one of [world, empty]) {
    const owner = as(portal(), one.owner);
    const details = { name: one.name, short_name: 'N', tagline: '', locale: 'de', zone: 'Europe/Berlin', promise: '' };
    expect((await owner.submit('/settings/business', '/settings/business', details)).status).toBe(303);
  }
  const ids = [world.workspaceId, empty.workspaceId];
  const kept = await peek(
    portal().database,
    'select workspace_id, locale from help_languages where workspace_id = any ($1)',
    [ids],
  );
  expect(kept).toEqual([{ workspace_id: world.workspaceId, locale: 'en' }]);
  const { text } = await visitor(portal(), world).get('/help?lang=en');
  expect(text).toContain('<html lang="en"');
  expect(text).toContain('Deutsch');
  expect((await as(portal(), world.owner).get('/knowledge/categories')).text).toContain('English');
});

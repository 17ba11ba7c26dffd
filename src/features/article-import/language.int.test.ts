import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { brought, handed, texts, zipped } from './article-import.testing.ts';

const portal = usePortal();

test('a language that the help center is not in may be left out: it is none of its languages then, and its texts are named', async () => {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  const files = { 'Shelf/one.md': '# One\n\nText\n', 'Shelf/one.pt.md': '# Um\n\nTexto\n', 'Shelf/two.md': '# Two\n' };
  const page = await handed(portal(), world, zipped({ ...files, 'Shelf/two.md': '# Two\n\nText\n' }));
  expect((await owner.get(page)).text).toContain('Leave out Portuguese');
  await brought(portal(), world, page, { without: 'pt' });
  const titles = async () => (await texts(portal(), world)).map(({ title }) => title).sort();
  expect(await titles()).toEqual(['One', 'Two']);
  expect((await owner.get(`${page}/report`)).text).toContain('Languages that were left out');
  expect((await owner.get('/knowledge')).text).not.toContain('Portuguese');

  // Control: whoever does not leave it out has it, and is not asked about it again.
  await brought(portal(), world, await handed(portal(), world, zipped(files)));
  expect(await titles()).toEqual(['One', 'Two', 'Um']);
  expect((await owner.get('/knowledge')).text).toContain('Portuguese');
  expect((await owner.get(await handed(portal(), world, zipped(files)))).text).not.toContain('Leave out');
});

test('what does not say its language is in the one that is chosen, and what says it is in its own', async () => {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  const files = {
    'Aide/un.md': '# Un\n\nTexte\n',
    'Aide/deux.md': '# Deux\n\nTexte\n',
    'Aide/zwei.de.md': '# Zwei\n\nText\n',
  };
  const page = await handed(portal(), world, zipped(files));
  const seen = (await owner.get(page)).text;
  expect(seen).toContain('Language of the 2 texts that name none');
  expect(seen).toMatch(/<option value="en" selected[^>]*>English/);
  await brought(portal(), world, page, { language: 'fr' });
  const locales = async () => (await texts(portal(), world)).map(({ title, locale }) => [title, locale]).sort();
  const there = [
    ['Deux', 'fr'],
    ['Un', 'fr'],
    ['Zwei', 'de'],
  ];
  expect(await locales()).toEqual(there);

  // The same again: in the same language, without asking anew.
  const again = await handed(portal(), world, zipped(files));
  expect((await owner.get(again)).text).toMatch(/<option value="fr" selected[^>]*>French/);
  await brought(portal(), world, again);
  expect(await locales()).toEqual(there);

  // Control: where all say it there is nothing to choose, and no language that nobody knows is taken.
  const said = await handed(portal(), world, zipped({ 'Hilfe/drei.de.md': '# Drei\n\nText\n' }), 'said.zip');
  expect((await owner.get(said)).text).not.toContain('name="language"');
  const odd = await handed(portal(), world, zipped({ 'Help/four.md': '# Four\n\nText\n' }), 'odd.zip');
  await brought(portal(), world, odd, { language: 'klingon' });
  expect(await locales()).toContainEqual(['Four', 'en']);
});

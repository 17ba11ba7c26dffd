import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { brought, handed, PNG, texts, zipped } from './article-import.testing.ts';

const portal = usePortal();

async function takenOut(world: World): Promise<Record<string, string | Uint8Array>> {
  const zip = await as(portal(), world.owner).get('/settings/articles/export.zip');
  const files = unzipSync(new Uint8Array(await zip.response.arrayBuffer()));
  return Object.fromEntries(
    Object.entries(files).map(([path, bytes]) => [path, path.endsWith('.png') ? bytes : strFromU8(bytes)]),
  );
}

const edited = (files: Record<string, string | Uint8Array>, from: string, to: string) =>
  Object.fromEntries(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? content.replace(from, to) : content,
    ]),
  );

/** What an import counts, of those that it brought or would bring. */
async function counts(page: string): Promise<Record<string, number>> {
  const [row] = await peek<{ counts: Record<string, number>; found: { counts: Record<string, number> } }>(
    portal().database,
    'select counts, found from article_imports where id = $1',
    [page.split('/').at(-1)],
  );
  const all = Object.values(row!.counts).some(Boolean) ? row!.counts : row!.found.counts;
  return Object.fromEntries(Object.entries(all).filter(([, n]) => n > 0));
}

const folder = {
  'Top/Below/one.md': '---\nsummary: In short\nupdated: 2020-03-01\n---\n# One\n\nFirst words\n\n![Pic](p.png)\n',
  'Top/Below/one.de.md': '# Eins\n\nErste Worte\n',
  'Top/Below/two.md': '# Two\n\nSecond words, see [one](one.md)\n',
  'Top/three.md': '---\nstatus: draft\naudience: signed_in\n---\n# Three\n\nThird words\n',
  'Top/Below/p.png': PNG,
};

test('what is taken out and brought in again is itself: untouched it is as before, what was changed in it is changed here', async () => {
  const world = await newWorld(portal());
  await brought(portal(), world, await handed(portal(), world, zipped(folder)));
  const before = await texts(portal(), world);
  const files = await takenOut(world);
  expect(Object.values(files).join('\n')).toContain('2020-03-01');
  const again = await handed(portal(), world, zipped(files));
  expect(await counts(again)).toEqual({ same: 4 });
  // Also as a program on Windows saves it.
  const windows = Object.entries(files).map(([path, content]) =>
    typeof content === 'string' && path.endsWith('.md') ? [path, content.replaceAll('\n', '\r\n')] : [path, content],
  );
  expect(await counts(await handed(portal(), world, zipped(Object.fromEntries(windows))))).toEqual({ same: 4 });
  const page = await handed(portal(), world, zipped(edited(files, 'First words', 'Better words')));
  expect(await counts(page)).toMatchObject({ same: 3, changed: 1 });
  await brought(portal(), world, page);
  const after = await texts(portal(), world);
  expect(after).toEqual(
    before.map((text) =>
      text.title === 'One' ? { ...text, html: text.html.replace('First words', 'Better words') } : text,
    ),
  );
  // The same once more is as before; taken back, it may come again.
  expect(await counts(await handed(portal(), world, zipped(edited(files, 'First words', 'Better words'))))).toEqual({
    same: 4,
  });
  await as(portal(), world.owner).submit(page, `${page}/undoing`);
  await portal().workJobs();
  expect(await texts(portal(), world)).toEqual(before);
  const third = await handed(portal(), world, zipped(edited(files, 'First words', 'Better words')));
  expect(await counts(third)).toMatchObject({ changed: 1 });
});

test('what somebody wrote here since it was taken out stays; a copy in another language is a new one; elsewhere all of it is new', async () => {
  const world = await newWorld(portal());
  await brought(portal(), world, await handed(portal(), world, zipped(folder)));
  const files = await takenOut(world);
  const two = (await texts(portal(), world)).find(({ title }) => title === 'Two')!;
  await peek(
    portal().database,
    `insert into article_drafts (workspace_id, article_id, locale, revision, title, summary, body_html, member_id, saved_at)
     select workspace_id, article_id, locale, 2, title, summary, '<p>Mine</p>', member_id, now() from article_drafts where article_id = $1`,
    [two.article],
  );
  const path = Object.keys(files).find((one) => /two-\d+\.en\.md$/.test(one))!;
  const german = String(files[path]).replace('language: en', 'language: de').replace('title: Two', 'title: Zwei');
  const page = await handed(
    portal(),
    world,
    zipped({ ...edited(files, 'Second words', 'Other words'), [path.replace('.en.', '.de.')]: german }),
  );
  expect(await counts(page)).toMatchObject({ same: 3, kept: 1, made: 1 });
  await brought(portal(), world, page);
  const after = (await texts(portal(), world)).filter(({ article }) => article === two.article);
  expect(after.map(({ locale, title, html }) => [locale, title, html.includes('Mine')])).toEqual([
    ['de', 'Zwei', false],
    ['en', 'Two', true],
  ]);
  const other = await newWorld(portal());
  expect(await counts(await handed(portal(), other, zipped(files)))).toMatchObject({ made: 4 });
});

test('links to pages of ours come back with what was taken out; control: of a page that was not, the same address leads nowhere', async () => {
  const world = await newWorld(portal());
  const pages = ['/help', '/help/search?q=a', '/help/email-and-forms', '/activity', '/company/details', '/support/new'];
  const html = `<p>${pages.map((page) => `<a href="${page}">${page.length}</a>`).join(' ')}</p>`;
  await makeArticle(portal(), world, await makeCategory(portal(), world, 'Ways'), 'Ways around', { html });
  const files = await takenOut(world);
  const [path, page] = Object.entries(files).find(([name]) => name.endsWith('.md'))!;
  const mine = await newWorld(portal());
  // A translation that somebody makes of it is one as well.
  const copy = String(page).replace('language: en', 'language: de');
  const other = '# Other\n\n[all of it](/activity)\n';
  const all = { ...files, [path.replace('.md', '.de.md')]: copy, 'other.md': other };
  await brought(portal(), mine, await handed(portal(), mine, zipped(all)));
  const found = await texts(portal(), mine);
  expect(found.map(({ locale }) => locale).toSorted()).toEqual(['de', 'en', 'en']);
  for (const { title, html: body } of found)
    expect([...body.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(title === 'Other' ? [] : pages);
});

import { readdirSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { setAudience } from '#features/knowledge/index.ts';
import { by, photo } from '#features/knowledge/knowledge.testing.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { brought, handed, PNG, texts, zipped } from './article-import.testing.ts';

const portal = usePortal();

type Files = Record<string, string | Uint8Array>;

/** Brings files in and answers with the report's lines. */
async function report(world: World, files: Files, choices: Record<string, string> = {}): Promise<string> {
  const page = await handed(portal(), world, zipped(files), 'help.zip', choices);
  await brought(portal(), world, page, choices);
  return (await as(portal(), world.owner).get(`${page}/report`)).text.replaceAll('"', '');
}

const FEWER = 'Fewer people read it there by now';
const DRAFT = 'A draft there, live here';

test('TRUST 8: what fewer people read at Zendesk by now, or nobody, is named by the next import though its words are the same; control: what is for as many is not', async () => {
  const world = await newWorld(portal());
  const files = (segment: number | null, draft: boolean) => ({
    'segments.json': JSON.stringify({ user_segments: [{ id: 77, name: 'Agents', user_type: 'staff' }] }),
    'articles.json': JSON.stringify({
      articles: [
        { id: 61, title: 'Hours', draft, user_segment_id: null },
        { id: 62, title: 'Prices', draft: false, user_segment_id: segment },
        { id: 63, title: 'Places', draft: false, user_segment_id: null },
      ].map((one) => ({ ...one, body: '<p>Text</p>', section_id: 2, locale: 'en-us' })),
    }),
  });
  expect(await report(world, files(null, false))).not.toMatch(/by now|live here/);
  const said = await report(world, files(77, false));
  expect(said).toMatch(new RegExp(`62,[^\n]*As before,${FEWER}`));
  expect(said.match(/by now/g)).toHaveLength(1);
  expect(await report(world, files(null, true))).toMatch(new RegExp(`61,[^\n]*Changed,${DRAFT}`));
  // Where it is for the team here as well there is nothing to say.
  await peek(
    portal().database,
    "update articles set audience = 'member' where workspace_id = $1 and id in (select article_id from article_versions where title = 'Prices')",
    [world.workspaceId],
  );
  expect(await report(world, files(77, true))).not.toContain(FEWER);
});

test('TRUST 8: who reads it there by now is said before anything is brought in, too; control: of the first time and of what is for as many nothing is', async () => {
  const world = await newWorld(portal());
  const files = (said: Record<string, string>) =>
    Object.fromEntries(
      ['Prices', 'Hours', 'Places'].map((title) => {
        const head = said[title] ? `---\n${said[title]}\n---\n` : '';
        return [`A/${title}.md`, `${head}# ${title}\n\nText\n`];
      }),
    );
  const before = async (said: Record<string, string>, more: Files = {}) => {
    const page = await handed(portal(), world, zipped({ ...files(said), ...more }));
    const { text } = await as(portal(), world.owner).get(page);
    const seen = (await as(portal(), world.owner).get(`${page}/report`)).text;
    return { page, seen, kinds: [FEWER, 'left as a draft', DRAFT].filter((words) => text.includes(words)) };
  };
  const first = await before({});
  expect(first.kinds).toEqual([]);
  await brought(portal(), world, first.page);
  // A head that says something else makes other words of it: what was for everybody would be a draft here.
  const next = await before({ Prices: 'audience: member', Hours: 'draft: true' });
  expect(next.kinds).toEqual(['left as a draft', DRAFT]);
  expect(next.seen).toMatch(/Prices,[^\n]*left as a draft/);
  expect(next.seen).toMatch(/Hours,[^\n]*live here/);
  expect(next.seen).not.toMatch(/Places/);
  // What the categories say changes who reads it and no word of it.
  const shut = await before(
    {},
    { 'categories.json': JSON.stringify([{ path: ['A'], texts: { en: { title: 'A' } }, audience: 'member' }]) },
  );
  expect(shut.kinds).toEqual([FEWER]);
  await brought(portal(), world, shut.page);
  expect((await as(portal(), world.owner).get(`${shut.page}/report`)).text).toContain(FEWER);
});

test('TRUST 8: nor is a folder of Freshdesk that only agents see by now, and a draft of a text that was changed here; control: as a draft nobody reads it here either', async () => {
  const world = await newWorld(portal());
  const folder = (visibility: number) => ({
    'folders.json': JSON.stringify([{ id: 7, name: 'Money', visibility, category_id: 1 }]),
    'articles.json': JSON.stringify([
      { id: 71, title: 'Fees', description: '<p>Text</p>', status: 2, folder_id: 7, language: 'en' },
      { id: 72, title: 'Plans', description: '<p>Text</p>', status: 1, folder_id: 7, language: 'en' },
    ]),
  });
  await report(world, folder(1));
  const said = await report(world, folder(3));
  expect(said).toMatch(new RegExp(`71,[^\n]*As before,${FEWER}`));
  expect(said.match(/by now/g)).toHaveLength(1);
  const page = (draft: boolean) => ({ 'A/one.md': `---\ntitle: One\ndraft: ${draft}\n---\nText\n` });
  await report(world, page(false));
  const one = (await texts(portal(), world)).find(({ title }) => title === 'One')!;
  await peek(
    portal().database,
    "insert into article_drafts (workspace_id, article_id, locale, revision, title, body_html) values ($1, $2, 'en', 2, 'One', '<p>Ours.</p>')",
    [world.workspaceId, one.article],
  );
  expect(await report(world, page(true))).toMatch(new RegExp(`Kept as it is here,${DRAFT}`));
});

const zendesk = (articles: object[], more: Files = {}): Files => ({
  ...more,
  'articles.json': JSON.stringify({
    articles: articles.map((one) => ({ section_id: 2, locale: 'en-us', draft: false, user_segment_id: null, ...one })),
  }),
});
const linked = {
  id: 61,
  title: 'See',
  body: '<p>See <a href="/hc/en-us/articles/62-Other">the other</a> and <a href="/hc/en-us/articles/63">one more</a></p>',
};
const bodyOf = async (world: World, name: string) =>
  (await texts(portal(), world)).find(({ title }) => title === name)!.html;

test('a link whose article comes with a later import leads there then, and what still leads nowhere is named again; control: where somebody has written since, theirs stays', async () => {
  const world = await newWorld(portal());
  const written = await newWorld(portal());
  const alone = zendesk([linked]);
  for (const each of [world, written])
    expect(await report(each, alone)).toMatch(/61,[^\n]*New,Links that lead nowhere/);
  // The same again is as before, and says again what it goes without.
  expect(await report(world, alone)).toMatch(/61,[^\n]*As before,Links that lead nowhere/);
  const [there] = await texts(portal(), written);
  await peek(
    portal().database,
    "insert into article_drafts (workspace_id, article_id, locale, revision, title, body_html) values ($1, $2, 'en', 2, 'See', '<p>Ours.</p>')",
    [written.workspaceId, there!.article],
  );
  const both = zendesk([linked, { id: 62, title: 'Other', body: '<p>Text</p>' }]);
  const page = await handed(portal(), world, zipped(both));
  expect((await as(portal(), world.owner).get(page)).text.replaceAll(/\s+/g, ' ')).toContain('Changed');
  await brought(portal(), world, page);
  const said = (await as(portal(), world.owner).get(`${page}/report`)).text;
  expect(said).toMatch(/61,[^\n]*Changed,Links that lead nowhere,\/hc\/en-us\/articles\/63/);
  expect(said).not.toContain('62-Other');
  const other = (await texts(portal(), world)).find(({ title }) => title === 'Other')!;
  expect(await bodyOf(world, 'See')).toContain(`<a href="article:${other.article}">the other</a>`);
  await report(written, both);
  expect(await bodyOf(written, 'See')).toBe('<p>Ours.</p>');
});

test('a picture that was missing is there when it comes with a later import, and stays when it does not come again', async () => {
  const world = await newWorld(portal());
  const words = (...pictures: string[]) => `# Page\n\nText ${pictures.map((one) => `![](img/${one}.png)`).join(' ')}\n`;
  const page = { 'A/page.md': words('a', 'b', 'c'), 'A/other.md': '# Other\n\nText\n' };
  const pictures = async () => (await bodyOf(world, 'Page')).match(/picture:[0-9a-f-]{36}/g)?.length ?? 0;
  expect(await report(world, { ...page, 'A/img/a.png': PNG })).toContain('Pictures that are not there,img/b.png');
  expect(await pictures()).toBe(1);
  // One has come and another is gone: what is here is more.
  expect(await report(world, { ...page, 'A/img/b.png': PNG })).toMatch(
    /page,en,Page,As before,Pictures that are not there,img\/b.png/,
  );
  expect(await pictures()).toBe(1);
  const said = await report(world, { ...page, 'A/img/a.png': PNG, 'A/img/b.png': PNG });
  expect(said).toMatch(/page,en,Page,Changed,Pictures that are not there,img\/c.png/);
  expect(said).toMatch(/other,en,Other,As before,,/);
  expect(await pictures()).toBe(2);
  expect(await report(world, page)).toMatch(/page,en,Page,As before,Pictures that are not there,img\/c.png/);
  expect(await pictures()).toBe(2);
});

test('a picture that comes and cannot be read changes nothing, and leaves no file behind; control: one that can be read', async () => {
  const world = await newWorld(portal());
  const page = { 'A/page.md': '# Page\n\nText ![](img/a.png) ![](img/b.png) ![](img/c.png)\n' };
  const root = portal().platform.config.dataDir;
  const files = () =>
    readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((one) =>
      statSync(`${root}/${one}`, { throwIfNoEntry: false })?.isFile(),
    ).length;
  await report(world, { ...page, 'A/img/c.png': PNG });
  const [before, there] = [await bodyOf(world, 'Page'), files()];
  // One comes, another cannot be read, and of the third, which was there, nothing can be read any more.
  const broken = { 'A/img/a.png': photo(''), 'A/img/b.png': 'No picture', 'A/img/c.png': 'No picture' };
  expect(await report(world, { ...page, ...broken })).toMatch(/Page,As before,Pictures that are not there,img\/a.png/);
  expect([await bodyOf(world, 'Page'), files()]).toEqual([before, there]);
  const readable = { ...broken, 'A/img/c.png': PNG };
  expect(await report(world, { ...page, ...readable })).toContain('Page,Changed,');
  expect([(await bodyOf(world, 'Page')).match(/picture:/g), files() > there]).toEqual([['picture:', 'picture:'], true]);
});

test('a link whose article comes without the place it names leads to that article', async () => {
  const world = await newWorld(portal());
  const page = { 'A/see.md': '# See\n\n[There](other.md#fees)\n' };
  expect(await report(world, page)).toMatch(/See,New,Links that lead nowhere/);
  const said = await report(world, { ...page, 'A/other.md': '# Other\n\nText\n' });
  expect(said).toMatch(/See,Changed,Places in another article/);
  expect(await bodyOf(world, 'See')).toMatch(/<a href="article:[0-9a-f-]{36}">There/);
});

test('whom somebody has opened an article to here is not told of at each import that says the same as the last; control: when it is meant for fewer there', async () => {
  const world = await newWorld(portal());
  const segments = [
    { id: 77, name: 'Agents', user_type: 'staff' },
    { id: 78, name: 'Signed-in users', user_type: 'signed_in_users', built_in: true },
  ];
  const files = (segment: number) =>
    zendesk([{ id: 61, title: 'Hours', body: '<p>Text</p>', user_segment_id: segment }], {
      'segments.json': JSON.stringify({ user_segments: segments }),
    });
  await report(world, files(78));
  const [article] = await texts(portal(), world);
  expect(article!.readers).toBe('signed_in');
  await by(portal(), world, world.owner, (ctx) => setAudience(ctx, String(article!.number), 'public'));
  expect(await report(world, files(78))).not.toContain(FEWER);
  expect(await report(world, files(77))).toContain(FEWER);
});

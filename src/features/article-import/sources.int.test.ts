import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { brought, handed, PNG, texts, zipped } from './article-import.testing.ts';
import { even } from './to-markdown.ts';

const portal = usePortal();
const json = (value: unknown): string => JSON.stringify(value);

// The shapes are those of the Help Center API's reference: categories, sections, articles, translations, article_attachments, user_segments.
const zendesk = {
  'categories.json': json({
    categories: [{ id: 11, name: 'Using it', description: 'How to', locale: 'en-us', position: 0 }],
  }),
  'sections.json': json({
    sections: [
      { id: 21, category_id: 11, name: 'First steps', locale: 'en-us' },
      { id: 22, category_id: 11, name: 'Deeper', locale: 'en-us', parent_section_id: 21 },
    ],
    translations: [{ source_id: 21, source_type: 'Section', locale: 'de', title: 'Erste Schritte', body: '' }],
  }),
  'articles-1.json': json({
    count: 3,
    next_page: null,
    articles: [
      {
        id: 360001,
        section_id: 21,
        title: 'Sign in',
        locale: 'en-us',
        source_locale: 'en-us',
        draft: false,
        user_segment_id: null,
        html_url: 'https://company.zendesk.com/hc/en-us/articles/360001-Sign-in',
        edited_at: '2024-04-17T17:18:10Z',
        body: '<p>As in <a href="https://company.zendesk.com/hc/en-us/articles/360002-Password#x">passwords</a>, not <a href="/hc/en-us/articles/999">this</a>.</p><p><img src="https://company.zendesk.com/hc/article_attachments/4001" alt="Door"></p><script>x()</script>',
      },
      {
        id: 360002,
        section_id: 22,
        title: 'Password',
        locale: 'en-us',
        draft: true,
        user_segment_id: 71,
        body: '<p>Ask.</p>',
      },
      {
        id: 360003,
        section_id: 21,
        title: 'Partners',
        locale: 'en-us',
        draft: false,
        user_segment_id: 72,
        body: '<p>For some.</p>',
      },
      {
        id: 360004,
        section_id: 21,
        title: 'Inside',
        locale: 'en-us',
        draft: false,
        user_segment_id: 73,
        body: '<p>For us.</p>',
      },
    ],
  }),
  'translations.json': json({
    translations: [
      { source_id: 360001, source_type: 'Article', locale: 'en-us', title: 'Sign in', body: '<p>x</p>', draft: false },
      { source_id: 360001, source_type: 'Article', locale: 'de', title: 'Anmelden', body: '<p>So.</p>', draft: false },
      { source_id: 360001, source_type: 'Article', locale: 'xx', title: 'Nowhere', body: '<p>?</p>', draft: false },
    ],
  }),
  'attachments.json': json({
    article_attachments: [
      {
        id: 4001,
        article_id: 360001,
        file_name: 'door.png',
        content_type: 'image/png',
        inline: true,
        content_url: 'https://company.zendesk.com/hc/article_attachments/4001',
      },
      {
        id: 4002,
        article_id: 360001,
        file_name: 'plan.pdf',
        content_type: 'application/pdf',
        inline: false,
        content_url: 'https://company.zendesk.com/hc/article_attachments/4002',
      },
    ],
  }),
  'user_segments.json': json({
    user_segments: [
      { id: 71, name: 'Signed-in users', user_type: 'signed_in_users', built_in: true },
      { id: 72, name: 'Gold partners', user_type: 'signed_in_users', built_in: false, tags: ['gold'] },
      { id: 73, name: 'Agents and admins', user_type: 'staff', built_in: true },
    ],
  }),
  'article_attachments/4001/door.png': PNG,
};

test('what Zendesk gives out comes in: sections under categories, translations, pictures, links, and who reads it', async () => {
  const world = await newWorld(portal());
  const page = await handed(portal(), world, zipped(zendesk));
  await brought(portal(), world, page);
  const all = await texts(portal(), world);
  expect(
    all.map(({ title, locale, readers, category, slug }) => [title, locale, readers, category, slug !== null]),
  ).toEqual([
    ['Anmelden', 'de', 'public', 'Using it / First steps', true],
    ['Sign in', 'en', 'public', 'Using it / First steps', true],
    ['Password', 'en', 'signed_in', 'Using it / Deeper', false],
    ['Partners', 'en', 'member', 'Using it / First steps', true],
    ['Inside', 'en', 'member', 'Using it / First steps', true],
  ]);
  const signIn = all[1]!;
  expect(signIn.html).toContain(`<a href="article:${all[2]!.article}">passwords</a>`);
  expect(signIn.html).toMatch(/<img src="picture:[0-9a-f-]{36}" alt="Door"/);
  const report = await as(portal(), world.owner).get(`${page}/report`);
  for (const words of ['Gold partners', 'plan.pdf', 'Scripts', '/hc/en-us/articles/999', 'Languages we do not know'])
    expect(report.text, words).toContain(words);
});

test('what Freshdesk gives out comes in: folders under categories, languages, and who reads it', async () => {
  const world = await newWorld(portal());
  const hierarchy = (language: string) => [
    { level: 0, type: 'category', data: { id: 3, name: 'General', language } },
    { level: 1, type: 'folder', data: { id: 4, name: 'Start', language } },
  ];
  const article = {
    id: 1,
    type: 1,
    category_id: 3,
    folder_id: 4,
    agent_id: 1,
    status: 2,
    seo_data: { meta_description: 'In short' },
  };
  const page = await handed(
    portal(),
    world,
    zipped({
      'categories.json': json([
        { id: 3, name: 'General', description: 'All of it', created_at: '2016-09-09T06:07:26Z' },
      ]),
      'folders.json': json([
        { id: 4, name: 'Start', description: '', visibility: 1, hierarchy: hierarchy('en').slice(0, 1) },
        {
          id: 5,
          name: 'Companies',
          description: '',
          visibility: 4,
          company_ids: [77],
          hierarchy: hierarchy('en').slice(0, 1),
        },
      ]),
      'articles.json': json([
        {
          ...article,
          title: 'Hello',
          description: '<p>See <a href="https://x.freshdesk.com/support/solutions/articles/2-more">more</a></p>',
          hierarchy: hierarchy('en'),
        },
        {
          ...article,
          id: 2,
          folder_id: 5,
          title: 'More',
          description: '<p>More</p>',
          status: 1,
          hierarchy: [],
          attachments: [{ id: 1, name: 'a.pdf' }],
        },
      ]),
      'articles-de.json': json([{ ...article, title: 'Hallo', description: '<p>Da</p>', hierarchy: hierarchy('de') }]),
    }),
  );
  await brought(portal(), world, page);
  const all = await texts(portal(), world);
  expect(
    all.map(({ title, locale, readers, category, slug }) => [title, locale, readers, category, slug !== null]),
  ).toEqual([
    ['Hallo', 'de', 'public', 'General / Start', true],
    ['Hello', 'en', 'public', 'General / Start', true],
    ['More', 'en', 'member', 'General / Companies', false],
  ]);
  expect(all[1]!.html).toContain(`article:${all[2]!.article}`);
});

test('pages of a website come in by their main part, their heading and their language', async () => {
  const world = await newWorld(portal());
  const page = (title: string, body: string, lang = 'en') =>
    `<!doctype html><html lang="${lang}"><head><title>${title} | Help</title><style>p{}</style></head><body><nav>Menu</nav><main><h1>${title}</h1>${body}</main><footer>(c)</footer></body></html>`;
  const at = await handed(
    portal(),
    world,
    zipped({
      'site/guides/one.html': page('One', '<p>To <a href="two.html">two</a> <img src="img/a.png" alt="A"></p>'),
      'site/guides/two.html': page('Zwei', '<p>Hier.</p>', 'de'),
      'site/guides/img/a.png': PNG,
    }),
  );
  await brought(portal(), world, at);
  const all = await texts(portal(), world);
  expect(all.map(({ title, locale, category }) => [title, locale, category])).toEqual([
    ['One', 'en', 'Guides'],
    ['Zwei', 'de', 'Guides'],
  ]);
  expect(all[0]!.html).toContain(`<a href="article:${all[1]!.article}">two</a>`);
  expect(all[0]!.html).not.toMatch(/Menu|\(c\)|One/);
});

test('pages in another encoding come in with their letters, what was guessed is said, and what is no text is left out', async () => {
  const world = await newWorld(portal());
  const page = '<html><head><meta charset="iso-8859-15"></head><body><h1>Größe in €</h1><p>Text</p></body></html>';
  const file = await handed(
    portal(),
    world,
    zipped({
      'a.md': '# Grüße in UTF-8\n\nText\n',
      'b.md': Buffer.from('# Grüße geraten\n\nText\n', 'latin1'),
      'c.html': Buffer.from(page.replace('€', '\xa4'), 'latin1'),
      'd.md': Buffer.from('\ufeff# Grüße in UTF-16\n\nText\n', 'utf16le'),
      'e.md': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff]),
    }),
  );
  const { text } = await as(portal(), world.owner).get(file);
  for (const said of ['Not written in UTF-8', 'b.md', 'Damaged files', 'e.md']) expect(text).toContain(said);
  for (const name of ['a.md', 'c.html', 'd.md']) expect(text).not.toContain(name);
  await brought(portal(), world, file);
  const titles = (await texts(portal(), world)).map(({ title }) => title).sort();
  expect(titles).toEqual(['Größe in €', 'Grüße geraten', 'Grüße in UTF-16', 'Grüße in UTF-8']);
});

test('TRUST 62: a text of spaces alone is laid out as fast as one of words', () => {
  const began = performance.now();
  expect(even(`<ul> <li> <p>a${' '.repeat(2_000_000)}b</p>\n</li></ul> `)).toHaveLength(2_000_020);
  expect(performance.now() - began).toBeLessThan(10_000);
  // Control: an expression that looks for spaces at the end of a line takes far longer for a hundredth of it.
  const short = `a${' '.repeat(20_000)}b`;
  // The quickest of a few: what the machine does beside it makes none of them quicker.
  const timed = (work: () => unknown) =>
    Math.min(
      ...Array.from({ length: 5 }, () => {
        const since = performance.now();
        work();
        return performance.now() - since;
      }),
    );
  expect(timed(() => short.replace(/ +\n/g, ''))).toBeGreaterThan(10 * timed(() => even(`<p>${short}</p>`)));
});

test('a help center of which only the first page was saved says so, and names what is no article. Control: with the last page it is whole', async () => {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  const page = (ids: number[], next: string | null, more: unknown[] = []) =>
    json({
      count: 4,
      next_page: next,
      articles: [
        ...ids.map((id) => ({ id, section_id: 21, title: `Number ${id}`, locale: 'en', body: '<p>x</p>' })),
        ...more,
      ],
    });
  const first = page([1, 2], 'https://x.zendesk.com/api/v2/help_center/articles?page=2', [
    { id: 9, title: 'Without a section' },
    5,
  ]);
  const seen = (await owner.get(await handed(portal(), world, zipped({ 'articles.json': first })))).text;
  expect(seen).toContain('Only the first pages of an answer');
  expect(seen).toContain('articles: 3 / 4');
  expect(seen).toContain('Without a section');
  const whole = { 'articles.json': first, 'articles-2.json': page([3, 4], null) };
  expect((await owner.get(await handed(portal(), world, zipped(whole)))).text).not.toContain('Only the first pages');
});

test('a folder of Freshdesk’s of which only the first page was saved says so; one that does not say how many it has, when the page is full', async () => {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  const articles = (folder: number, count: number) =>
    Array.from({ length: count }, (_, n) => ({ id: folder * 1000 + n, folder_id: folder, status: 2, title: `T${n}` }));
  const folders = [
    { id: 4, name: 'Half', visibility: 1, articles_count: 31 },
    { id: 5, name: 'Whole', visibility: 1, articles_count: 30 },
    { id: 6, name: 'Perhaps', visibility: 1 },
    { id: 7, name: 'Short', visibility: 1 },
  ];
  const files = { folders, four: articles(4, 30), five: articles(5, 30), six: articles(6, 30), seven: articles(7, 29) };
  const saved = Object.entries(files).map(([name, answer]) => [`${name}.json`, json(answer)]);
  const { text } = await owner.get(await handed(portal(), world, zipped(Object.fromEntries(saved))));
  expect(text).toContain('English: 119 texts');
  expect(text).toMatch(/Only the first pages of an answer[\s\S]*Half: 30 \/ 31/);
  expect(text).toMatch(/As many as one answer holds[\s\S]*Perhaps: 30/);
  for (const whole of ['Whole: ', 'Short: ']) expect(text).not.toContain(whole);
});

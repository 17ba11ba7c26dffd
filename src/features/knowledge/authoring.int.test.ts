import { beforeAll, expect, test } from 'vitest';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import type { World } from '#test/world.ts';
import { authors, by, makeArticle, makeCategory, segmentOf, write } from './knowledge.testing.ts';
import { liveArticle, liveArticlesIn } from './live.ts';

const portal = usePortal();
let world: World;
let category: string;
let maya: Client;
let priya: Client;

beforeAll(async () => {
  ({ world, category, maya, priya } = await authors(portal()));
});

const live = (slug: string) => by(portal(), world, null, (ctx) => liveArticle(ctx, 'en', slug));
const article = (title: string, more: Parameters<typeof makeArticle>[4] = {}) =>
  makeArticle(portal(), world, category, title, more);

test('an article is begun, written and published without a script', async () => {
  const begun = await maya.submit('/knowledge/new', '/knowledge', { title: 'Keep form emails out of spam', category });
  expect(begun.status).toBe(303);
  const number = begun.location!.split('/').at(-1)!.split('?')[0]!;
  const empty = await write(maya, number, { title: '', body: '<p>Words</p>' });
  expect(empty.status).toBe(422);
  expect(empty.text).toContain('Give it a title.');
  expect(empty.text).toContain('&lt;p&gt;Words&lt;/p&gt;');
  const bare = await write(maya, number, { title: 'Keep form emails out of spam', body: '', act: 'publish' });
  expect(bare.status).toBe(422);
  // Nothing of it is saved: the form names what it named.
  const { revision } = await maya.form(`/knowledge/${number}`, `/knowledge/${number}/draft`);
  expect(bare.text).toContain(`name="revision" value="${revision}"`);
  const said = {
    title: 'Keep form emails out of spam',
    summary: 'Two records',
    body: 'First line\n\nSecond <3',
    act: 'publish',
  };
  expect((await write(maya, number, said)).status).toBe(303);
  const found = await live('keep-form-emails-out-of-spam');
  expect(found).toMatchObject({ article: { html: '<p>First line</p><p>Second &lt;3</p>', summary: 'Two records' } });
  expect((await maya.get('/knowledge')).text).toContain('One article is live');
  expect((await maya.get(`/knowledge/${number}/preview`)).text).toContain('First line');
});

test('TRUST 9, 35: customers and strangers have no authoring page, and whoever may only write publishes nothing', async () => {
  const { number } = await article('For authors', { draft: true });
  const pages = [
    '',
    '/new',
    '/articles',
    '/categories',
    `/${number}`,
    `/${number}/history`,
    `/${number}/audience`,
    `/${number}/preview`,
  ];
  for (const page of pages) {
    expect((await as(portal(), world.dana).get(`/knowledge${page}`)).status, page).toBe(404);
    expect((await visitor(portal(), world).get(`/knowledge${page}`)).status, page).toBe(303);
    expect((await priya.get(`/knowledge${page}`)).status, page).toBe(200);
  }
  const form = await priya.form(`/knowledge/${number}`, `/knowledge/${number}/draft`);
  const publishing = { ...form, title: 'For authors', body: '<p>Now</p>', act: 'publish' };
  expect((await priya.postRaw(`/knowledge/${number}/draft`, publishing)).status).toBe(403);
  expect(await live('for-authors')).toBeUndefined();
  const token = { _token: form._token! };
  for (const path of ['archival', 'readers', 'address', 'schedule'])
    expect(
      (await priya.postRaw(`/knowledge/${number}/${path}`, { ...token, audience: 'member', slug: 'x' })).status,
      path,
    ).toBe(403);
  expect(
    (await priya.postRaw('/knowledge/categories', { ...token, 'title-en': 'Mine', audience: 'public' })).status,
  ).toBe(403);
  // Control: whoever may publish does.
  expect((await write(maya, number, { title: 'For authors', body: '<p>Now</p>', act: 'publish' })).status).toBe(303);
});

test('TRUST 18, 44: what is pasted comes out clean, asks nobody elsewhere for a picture, and the author is told what was left out', async () => {
  const { number } = await article('Pasted', { draft: true });
  const body = `<p class="MsoNormal" style="position:fixed">Words <o:p></o:p></p><script>alert(1)</script><style>p{}</style>
    <img src="https://elsewhere.example/x.png" alt="A dot" onerror="alert(1)"><a href="javascript:alert(1)">here</a>
    <iframe src="https://evil.example/"></iframe><svg><script>1</script></svg><form action="/x"><input></form>`;
  const saved = await write(maya, number, { title: 'Pasted', body });
  const page = await maya.get(saved.location!);
  expect(page.text).toContain('Something had to be left out: it is named above the text.');
  for (const words of ['2 scripts', '1 picture from elsewhere', '1 video or frame', '1 link that leads nowhere safe'])
    expect(page.text, words).toContain(words);
  const preview = (await maya.get(`/knowledge/${number}/preview`)).text;
  expect(preview).toContain('<p>Words');
  // Where the frame was there is a way to it, which nobody goes who does not want to.
  expect(preview).toContain('<a href="https://evil.example/" rel="noopener">https://evil.example/</a>');
  for (const bad of ['javascript:', 'alert(1)', 'onerror', 'position:fixed', 'src="https://', 'elsewhere.example'])
    expect(preview, bad).not.toContain(bad);
  // Control: what is in the vocabulary stays, and nothing is said.
  const good = await write(maya, number, {
    title: 'Pasted',
    body: '<h2>Two</h2><aside data-callout="tip"><p>Tip</p></aside><figure data-embed="https://youtu.be/dQw4w9WgXcQ"></figure>',
  });
  expect(good.location).not.toContain('lost');
  const kept = (await maya.get(`/knowledge/${number}/preview`)).text;
  expect(kept).toContain('<aside data-callout="tip" role="note" aria-label="Tip">');
  // Whoever copies it from the page into an editor has it there again.
  expect(kept).toContain('<figure class="embed" data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ">');
});

test('TRUST 62: five megabytes that were pasted are an article, and nine are refused', async () => {
  const { number } = await article('Long', { draft: true });
  const long = (megabytes: number) =>
    `<p>${'Words of a long article. '.repeat(12)}</p>`.repeat(Math.round((megabytes * 1e6) / 307));
  const saved = await write(maya, number, { title: 'Long', body: long(5), tell: 'on' });
  expect([saved.status, saved.location], 'control: five are taken').toEqual([303, `/knowledge/${number}?lang=en`]);
  expect((await write(maya, number, { title: 'Long', body: long(9) })).status).toBe(413);
});

test('whoever saves second sees both texts, nothing is saved until they do, and then nothing is lost', async () => {
  const { number } = await article('Both of us', { html: '<p>Alpha</p><p>Beta</p>', draft: true });
  const address = `/knowledge/${number}/draft`;
  const [hers, his] = [
    await maya.form(`/knowledge/${number}`, address),
    await priya.form(`/knowledge/${number}`, address),
  ];
  const title = 'Both of us';
  expect((await maya.postRaw(address, { ...hers, title, body: '<p>Alpha by Maya</p><p>Beta</p>' })).status).toBe(303);
  const second = await priya.postRaw(address, { ...his, title, body: '<p>Alpha by Priya</p><p>Beta</p>' });
  expect(second.status).toBe(422);
  expect(second.text).toContain('You and Maya Lindqvist wrote at the same place');
  expect(second.text).toContain('&lt;p&gt;Alpha by Maya&lt;/p&gt;\n&lt;p&gt;Alpha by Priya&lt;/p&gt;');
  const again = /name="revision" value="(\d+)"/.exec(second.text)![1]!;
  const both = '<p>Alpha by Maya and Priya</p><p>Beta</p>';
  const third = await priya.postRaw(address, { ...his, _once: 'third', revision: again, title, body: both });
  expect(third.status).toBe(303);
  expect((await maya.get(`/knowledge/${number}`)).text).toContain('Alpha by Maya and Priya');
  // Where they wrote at different places nobody is asked.
  const later = await maya.postRaw(address, {
    ...hers,
    _once: 'later',
    revision: again,
    title,
    body: '<p>Alpha by Maya</p><p>Beta</p><p>Gamma</p>',
  });
  expect(later.status).toBe(303);
  expect((await maya.get(`/knowledge/${number}`)).text).toContain('Gamma');
  expect((await maya.get(`/knowledge/${number}`)).text).toContain('Alpha by Maya and Priya');
});

test('who sees an article is changed and explained, person by person', async () => {
  const { number } = await article('For some');
  const segment = await segmentOf(portal(), world, world.accountId);
  const [address, readers] = [`/knowledge/${number}/audience`, `/knowledge/${number}/readers`];
  const none = await maya.submit(address, readers, { audience: 'segment' });
  expect(none.status).toBe(422);
  expect(none.text).toContain('Choose at least one segment.');
  expect((await maya.submit(address, readers, { audience: 'segment', segment })).status).toBe(303);
  expect(await live('for-some')).toBeUndefined();
  const checked = async (person: string) => (await maya.get(`${address}?person=${person}`)).text;
  expect(await checked(world.dana.id)).toContain('Dana Whitfield can see it.');
  expect(await checked(world.rival.id)).toContain('Ines Duarte cannot see it.');
  expect((await maya.get(`${address}?q=Dana`)).text).toContain('Dana Whitfield can see it.');
  expect((await maya.submit(address, readers, { audience: 'public' })).status).toBe(303);
  const [gate] = await peek<{ n: number }>(
    portal().database,
    "select count(*)::int as n from segment_gates where workspace_id = $1 and kind = 'article'",
    [world.workspaceId],
  );
  expect(gate!.n).toBe(0);
  expect(await live('for-some')).toBeDefined();
});

test('categories have names in each language, an order, and go only when nothing is in them', async () => {
  const page = '/knowledge/categories';
  await maya.submit(page, '/knowledge/languages', { language: ['de', 'fr', 'xx'] });
  const nameless = await maya.submit(`${page}/new`, page, { 'title-de': 'Rechnungen', audience: 'public' });
  expect(nameless.status).toBe(422);
  expect(nameless.text).toContain('value="Rechnungen"');
  await maya.submit(`${page}/new`, page, {
    'title-en': 'Billing',
    'title-de': 'Rechnungen',
    icon: 'credit-card',
    audience: 'signed_in',
  });
  const [row] = await peek<{ id: string }>(
    portal().database,
    "select id from categories where slug = 'billing' and workspace_id = $1",
    [world.workspaceId],
  );
  const inOrder = async () =>
    [...(await maya.get(page)).text.matchAll(/categories\/([0-9a-f-]{36})">/g)].map((match) => match[1]);
  expect(await inOrder()).toEqual([category, row!.id]);
  await maya.submit(page, `${page}/${row!.id}/place`, { way: 'up' });
  expect(await inOrder()).toEqual([row!.id, category]);
  // A language that is not written in any more: its name stays, and so does what was typed when a session ended.
  const own = `${page}/${row!.id}`;
  const named = { 'title-en': 'Billing', 'title-de': 'Rechnungen', 'title-fr': 'Factures', audience: 'signed_in' };
  await maya.submit(own, own, named);
  await maya.submit(page, '/knowledge/languages', { language: ['de'] });
  const { 'title-fr': _, ...shown } = named;
  const form = await maya.form(own, own);
  await maya.postRaw(own, { ...shown, ...form, ...shown, 'title-fr': form['title-fr'] ?? 'Factures', icon: 'mail' });
  expect((await maya.get(own)).text).toContain('value="Factures"');
  const lost = await maya.postRaw(own, {
    ...form,
    ...named,
    'title-en': 'Money',
    _token: 'of before',
    _once: 'of-before',
  });
  expect(lost.status).toBe(303);
  expect((await maya.get(lost.location!.split('#')[0]!)).text).toContain('value="Money"');
  const german = await maya.get(page, { 'accept-language': 'de' });
  expect(german.text).toContain('Rechnungen');
  expect((await maya.get(`${page}/${category}`)).text).toContain('While something stands in it');
  expect((await maya.submit(`${page}/${row!.id}`, `${page}/${row!.id}/removal`)).status).toBe(303);
  expect(await inOrder()).toEqual([category]);
});

test('an article is taken, checked, found elsewhere and taken offline', async () => {
  const { id, number } = await article('Looked after');
  const post = (path: string, fields: Record<string, string> = {}) =>
    maya.submit(`/knowledge/${number}`, `/knowledge/${number}/${path}`, fields);
  await post('care', { category, owner: '', rhythm: '90' });
  expect((await maya.get('/knowledge')).text).toContain('Nobody has taken it yet');
  expect((await priya.submit('/knowledge', `/knowledge/${number}/ownership`)).status).toBe(303);
  await peek(portal().database, "update articles set verified_until = now() - interval '1 day' where id = $1", [id]);
  expect((await maya.get('/knowledge')).text).toContain('Past the review date');
  const overdue = async () => (await maya.get('/knowledge/articles?state=overdue')).text.includes('Looked after');
  expect(await overdue()).toBe(true);
  expect((await maya.get(`/knowledge/${number}`)).text).toContain('Review was due');
  await post('verification');
  expect([await overdue(), (await maya.get('/knowledge')).text.includes('Past the review')]).toEqual([false, false]);
  await post('address', { slug: 'Care & Co' });
  expect(await live('looked-after')).toEqual({ moved: { locale: 'en', slug: 'care-co' } });
  expect((await maya.get('/knowledge/articles?q=Looked')).text).toContain('Looked after');
  expect((await maya.get('/knowledge/articles?q=100%25')).text).toContain('Nothing like that');
  await post('archival');
  expect(await live('care-co')).toBeUndefined();
  expect((await maya.get('/knowledge/articles?state=archived')).text).toContain('Looked after');
});

test('a link to another article is kept by what it names, and a picture is added by a form', async () => {
  const target = await article('The target');
  const { number } = await article('The source', { draft: true });
  const sent = await maya.submit(`/knowledge/${number}`, `/knowledge/${number}/pictures`, {
    file: { name: 'dot.png', type: 'image/png', content: PNG },
  });
  expect(sent.status).toBe(303);
  const page = (await maya.get(`/knowledge/${number}`)).text;
  const picture = /\/help\/pictures\/[0-9a-f-]{36}/.exec(page)![0];
  const body = `<p><a href="/knowledge/${target.number}">one</a> <a href="${world.origin}/help/en/the-target#s-why">two</a></p><img src="${picture}" alt="Dot">`;
  await write(maya, number, { title: 'The source', body, act: 'publish' });
  const found = await live('the-source');
  if (!found || !('article' in found)) throw new Error('it is not live');
  expect(found.article.html).toContain(`<a href="article:${target.id}">one</a>`);
  expect(found.article.html).toContain(`<a href="article:${target.id}#s-why">two</a>`);
  expect(found.article.html).toContain(`src="picture:${picture.split('/').at(-1)}"`);
  const editor = (await maya.get(`/knowledge/${number}`)).text;
  expect(editor).toContain(`href=&quot;/knowledge/${target.number}&quot;`);
  expect(editor).toContain(`href=&quot;/knowledge/${target.number}#s-why&quot;`);
  const none = await maya.submit(`/knowledge/${number}`, `/knowledge/${number}/pictures`, {
    file: { name: 'x.svg', type: 'image/svg+xml', content: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
  });
  expect((await maya.get(none.location!)).text).toContain('That is no picture we can show');
});

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('the order of a category is its authors’, and what readers see', async () => {
  const shelf = await makeCategory(portal(), world, 'In order');
  const { number: first } = await makeArticle(portal(), world, shelf, 'First');
  const { number: second } = await makeArticle(portal(), world, shelf, 'Second');
  const live = () => by(portal(), world, null, (ctx) => liveArticlesIn(ctx, shelf, 'en', { limit: 9 }));
  const seen = async () => (await live()).map(({ number }) => String(number));
  expect(await seen()).toEqual([first, second]);
  const page = `/knowledge/categories/${shelf}/order`;
  expect((await maya.submit(page, `/knowledge/${second}/place`, { way: 'up' })).location).toBe(page);
  expect(await seen()).toEqual([second, first]);
  // Whoever may only write changes nothing for readers.
  expect((await priya.get(page)).status).toBe(404);
  const form = await priya.form(`/knowledge/${first}`, `/knowledge/${first}/draft`);
  expect((await priya.postRaw(`/knowledge/${first}/place`, { _token: form._token!, way: 'up' })).status).toBe(403);
  expect(await seen()).toEqual([second, first]);
});

import { brotliCompressSync } from 'node:zlib';
import { parse } from 'parse5';
import { beforeAll, expect, test, vi } from 'vitest';
import { rename } from '#features/knowledge/address.ts';
import { saveDraft } from '#features/knowledge/draft.ts';
import { by, makeArticle, makeCategory, segmentOf } from '#features/knowledge/knowledge.testing.ts';
import { setLanguages } from '#features/knowledge/languages.ts';
import { publish } from '#features/knowledge/publish.ts';
import { care, setAudience, verify } from '#features/knowledge/upkeep.ts';
import { as, attribute, elements, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
let world: World;
let topic: string;

const owner = <T>(work: Parameters<typeof by<T>>[3]) => by(portal(), world, world.owner, work);
const stranger = () => visitor(portal(), world);
const dana = () => as(portal(), world.dana);
const SHARED = 'public, max-age=0, s-maxage=10, stale-while-revalidate=20';

/** An article that only some may read, with a word that stands nowhere else. */
async function hidden(title: string, audience: 'signed_in' | 'segment' | 'member', accountId?: string) {
  const article = await makeArticle(portal(), world, topic, title);
  const open = accountId
    ? { to: 'segments' as const, segments: [await segmentOf(portal(), world, accountId)] }
    : undefined;
  await owner((ctx) => setAudience(ctx, article.number, audience, open));
  return article;
}

beforeAll(async () => {
  world = await newWorld(portal());
  topic = await makeCategory(portal(), world, 'Email and forms');
  await owner((ctx) => setLanguages(ctx, ['de', 'fr']));
  await makeArticle(portal(), world, topic, 'Keep form mails out of spam', {
    html: '<p>First words.</p><h2>Check it</h2><p>So.</p><h2>Mend it</h2><p>So.</p>',
  });
  await hidden('Zebracrossing for customers', 'signed_in');
  await hidden('Walrusnote for some customers', 'segment', world.accountId);
  await hidden('Yakpaper for the team', 'member');
});

const words = ['Zebracrossing', 'Walrusnote', 'Yakpaper', 'zebracrossing', 'walrusnote', 'yakpaper'];
const told = (text: string): string[] => words.filter((word) => text.includes(word));

test('TRUST 8: lists, feeds, the sitemap, counts and what is related tell of nothing that one may not read', async () => {
  const pages = ['/help', '/help/email-and-forms', '/help/en/keep-form-mails-out-of-spam', '/help/feed.xml'];
  const all = [...pages, '/help/email-and-forms/feed.xml', '/sitemap.xml', '/robots.txt'];
  for (const path of all) {
    const { status, text } = await stranger().get(path);
    expect(status, path).toBe(200);
    expect(told(text), path).toEqual([]);
  }
  expect((await stranger().get('/help')).text).toContain('1 article<');
  // The control: each of them tells who may read, of what they may read.
  for (const path of pages) {
    const mine = await dana().get(path);
    expect(
      told(mine.text).map((word) => word.toLowerCase()),
      path,
    ).toContain('walrusnote');
    expect(told(mine.text), path).not.toContain('Yakpaper');
    expect(told((await as(portal(), world.rival).get(path)).text), path).not.toContain('Walrusnote');
  }
  expect((await dana().get('/help')).text).toContain('3 articles<');
  expect((await as(portal(), world.agent).get('/help')).text).toContain('4 articles<');
  // What search engines are told is the same whoever asks.
  expect(told((await dana().get('/sitemap.xml')).text)).toEqual([]);
});

test('TRUST 8: an article of others answers as one that is not there, and so does an address it had', async () => {
  await owner(async (ctx) => {
    const { id } = await ctx.db
      .selectFrom('article_texts')
      .select('article_id as id')
      .where('workspace_id', '=', world.workspaceId)
      .where('slug', '=', 'walrusnote-for-some-customers')
      .executeTakeFirstOrThrow();
    const { number } = await ctx.db
      .selectFrom('articles')
      .select('number')
      .where('workspace_id', '=', world.workspaceId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await rename(ctx, String(number), 'en', 'walrusnote-moved');
  });
  const plainOf = async (path: string) => {
    const { status, text, location } = await stranger().get(path);
    // The code, and where its own address comes back to after signing in.
    return { status, location, text: text.replaceAll(/\d{3}-[0-9a-f]{6}/g, '').replace(encodeURIComponent(path), '') };
  };
  const nothing = await plainOf('/help/en/nothing-of-the-kind');
  expect(nothing.status).toBe(404);
  for (const slug of ['walrusnote-for-some-customers', 'walrusnote-moved', 'zebracrossing-for-customers']) {
    expect(await plainOf(`/help/en/${slug}`), slug).toEqual(nothing);
  }
  const old = await dana().get('/help/en/walrusnote-for-some-customers');
  expect([old.status, old.location]).toEqual([301, '/help/en/walrusnote-moved']);
  expect((await dana().get('/help/en/walrusnote-moved')).status).toBe(200);
});

test('TRUST 10: what a cache may share is what a visitor reads, made as for one; who is signed in gets a page of their own', async () => {
  const path = '/help/en/keep-form-mails-out-of-spam';
  for (const agent of ['en', 'de', 'fr']) {
    const { headers } = await stranger().get(path, { 'accept-language': agent });
    expect(headers.get('cache-control')).toBe(SHARED);
    expect(headers.get('vary')).toContain('cookie');
    expect(headers.get('set-cookie')).toBeNull();
  }
  const first = await stranger().get(path);
  const german = await stranger().get(path, { 'accept-language': 'de' });
  expect(german.text).toBe(first.text);
  const etag = first.headers.get('etag')!;
  const again = await stranger().get(path, { 'if-none-match': etag });
  expect([again.status, again.text]).toEqual([304, '']);
  const mine = await dana().get(path, { 'if-none-match': etag });
  expect([mine.status, mine.headers.get('cache-control'), mine.headers.get('etag')]).toEqual([
    200,
    'private, no-store',
    null,
  ]);
  expect(mine.text).toContain(world.dana.name);
  // After hers the visitor's is as it was.
  expect((await stranger().get(path)).text).toBe(first.text);
  // A cookie of nobody is a cookie: that page is nobody else's.
  const ended = await stranger().get(path, { cookie: `portico_session=${'x'.repeat(43)}` });
  expect([ended.status, ended.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
});

test('TRUST 10: no browser decides in which language others are answered from what is kept', async () => {
  const heard = async (path: string, languages: string) => {
    const { text } = await stranger().get(path, { 'accept-language': languages });
    return /<html lang="([a-z]+)"/.exec(text)![1];
  };
  // A language that there is none of says nothing, and the browser is asked.
  expect(await heard('/help?lang=xx', 'de')).toBe('de');
  expect(await heard('/help?lang=xx', 'en')).toBe('en');
  expect(await heard('/help?lang=xx', 'de')).toBe('de');
  // One that comes after very many is not looked at, whoever asks.
  const many = ['pl', 'cs', 'sk', 'hu', 'ro', 'bg'];
  expect(await heard('/help/email-and-forms', [...many, 'de'].join())).toBe('en');
  expect(await heard('/help/email-and-forms', many.join())).toBe('en');
});

test('TRUST 10: a page is kept no longer than what it shows is live, whether anybody says so or not', async () => {
  const own = await newWorld(portal());
  const topic = await makeCategory(portal(), own, 'Offers');
  await makeArticle(portal(), own, topic, 'Winter offer');
  const until = new Date(Date.now() + 40_000);
  const { id } = await makeArticle(portal(), own, topic, 'Summer offer', { until });
  portal().platform.hub.publish(own.workspaceId, ['help']);
  const article = async () => (await visitor(portal(), own).get('/help/en/summer-offer')).status;
  const list = async () => (await visitor(portal(), own).get('/help/offers')).text;
  expect(await article()).toBe(200);
  expect(await list()).toContain('Summer offer');
  // Its time has come for the database alone. Control: by the clock of whoever keeps the pages it has not.
  await peek(
    portal().database,
    "update article_texts set live_until = live_from + interval '1 millisecond' where article_id = $1",
    [id],
  );
  expect([await article(), (await list()).includes('Summer offer')]).toEqual([200, true]);
  vi.useFakeTimers({ toFake: ['Date'], now: until.getTime() + 50 });
  try {
    expect([await article(), (await list()).includes('Summer offer')]).toEqual([404, false]);
    // Control: one that has no end is there.
    expect(await list()).toContain('Winter offer');
  } finally {
    vi.useRealTimers();
  }
});

test('the address says the language; what is missing in it is shown in another one, and said so', async () => {
  const { number } = await makeArticle(portal(), world, topic, 'Change your password');
  await owner(async (ctx) => {
    await saveDraft(ctx, number, 'de', {
      title: 'Passwort ändern',
      summary: '',
      html: '<p>So geht es.</p>',
      revision: 0,
    });
    await publish(ctx, number, 'de', { revision: 1 });
  });
  portal().platform.hub.publish(world.workspaceId, ['help']);
  const list = await stranger().get('/help/email-and-forms?lang=de');
  expect(list.text).toContain('Passwort ändern');
  expect(list.text).toContain('href="/help/en/keep-form-mails-out-of-spam?lang=de"');
  expect(list.text).toContain('Englisch');
  const other = await stranger().get('/help/en/keep-form-mails-out-of-spam?lang=de');
  expect(other.text).toContain('Diesen Artikel gibt es noch nicht auf Deutsch. Sie lesen ihn auf Englisch.');
  expect(other.text).toContain(`<link rel="canonical" href="${world.origin}/help/en/keep-form-mails-out-of-spam"`);
  const there = await stranger().get('/help/en/change-your-password?lang=de');
  expect(there.text).toContain('href="/help/de/passwort-aendern"');
  expect((await stranger().get('/help/en/change-your-password')).text).toContain('>Auf Deutsch lesen</a>');
  expect(other.text).not.toContain('>Read it in English</a>');
  const page = parse((await stranger().get('/help/de/passwort-aendern')).text);
  const links = [...elements(page, 'link')].filter((link) => attribute(link, 'rel') === 'alternate');
  expect(links.map((link) => attribute(link, 'hreflang')).filter(Boolean)).toEqual(['en', 'de', 'x-default']);
  // A lost stranger is led to the help center; who is signed in, home.
  expect((await stranger().get('/help/en/never-written')).text).toContain('class="button primary" href="/help"');
  expect((await dana().get('/help/en/never-written')).text).not.toContain('class="button primary" href="/help"');
  expect([...elements(page, 'html')].map((one) => attribute(one, 'lang'))).toEqual(['de']);
  // The browser is asked where the address says nothing.
  expect((await stranger().get('/help', { 'accept-language': 'fr;q=0.1, de' })).text).toContain(
    'Wie können wir helfen?',
  );
  expect((await stranger().get('/help')).text).toContain('How can we help?');
  expect((await stranger().get('/help')).headers.get('vary')).toContain('accept-language');
  expect((await stranger().get('/help/de')).location).toBe('/help?lang=de');
});

test('who reads is told how fresh it is, and honestly when nobody has looked for too long', async () => {
  const { number } = await makeArticle(portal(), world, topic, 'Prices of today');
  await owner((ctx) => care(ctx, number, { categoryId: topic, ownerId: world.owner.id, reviewDays: 30 }));
  await owner((ctx) => verify(ctx, number));
  portal().platform.hub.publish(world.workspaceId, ['help']);
  const fresh = await stranger().get('/help/en/prices-of-today');
  expect(fresh.text).toContain('Checked on');
  expect(fresh.text).not.toContain(world.owner.name);
  expect((await dana().get('/help/en/prices-of-today')).text).toContain(`Looked after by ${world.owner.name}`);
  await peek(
    portal().database,
    "update articles set verified_until = now() - interval '1 day' where number = $1 and workspace_id = $2",
    [number, world.workspaceId],
  );
  portal().platform.hub.publish(world.workspaceId, ['help']);
  const stale = await stranger().get('/help/en/prices-of-today');
  expect(stale.text).toContain('This may be out of date.');
  expect(stale.text).not.toContain('Checked on');
});

test('what programs read of a page is well-formed, and says what the page says', async () => {
  const { text } = await stranger().get('/help/en/keep-form-mails-out-of-spam');
  const data = [...elements(parse(text), 'script')].map((script) =>
    JSON.parse((script.childNodes[0] as { value: string }).value),
  );
  expect(data.map((one) => one['@type'])).toEqual(['Article', 'BreadcrumbList']);
  expect(data[0]).toMatchObject({
    headline: 'Keep form mails out of spam',
    inLanguage: 'en',
    publisher: { name: world.name },
  });
  expect(data[1].itemListElement.map((item: { name: string }) => item.name)).toEqual([
    'Help center',
    'Email and forms',
    'Keep form mails out of spam',
  ]);
  expect(text).toContain('href="#s-check-it"');
  expect(text).toContain('id="s-mend-it"');
  const feed = await stranger().get('/help/feed.xml');
  expect(feed.headers.get('content-type')).toContain('application/rss+xml');
  expect(feed.text).toContain(`<link>${world.origin}/help/en/keep-form-mails-out-of-spam</link>`);
});

test('TRUST 18: words that look like markup stay words, in the page, in what programs read, and in the feed', async () => {
  const title = '</script><script>alert(1)</script> & "co"';
  await makeArticle(portal(), world, topic, title);
  portal().platform.hub.publish(world.workspaceId, ['help']);
  const list = await stranger().get('/help/email-and-forms');
  const href = [...elements(parse(list.text), 'a')].map((a) => attribute(a, 'href')!).find((to) => /alert/.test(to))!;
  const { text } = await stranger().get(href);
  const scripts = [...elements(parse(text), 'script')];
  expect(scripts.map((script) => attribute(script, 'type'))).toEqual(['application/ld+json', 'application/ld+json']);
  const said = JSON.parse((scripts[0]!.childNodes[0] as { value: string }).value);
  expect(said.headline).toBe(title);
  expect((await stranger().get('/help/feed.xml')).text).not.toContain('<script');
  // Control: let out of what they are written in, the same words are a script.
  expect([...elements(parse(text.replace('</head>', `${title}</head>`)), 'script')].length).toBeGreaterThan(2);
});

test('a visitor’s page is 30 KB or less on its way, with its style sheets, and runs no script', async () => {
  const many = Array.from({ length: 25 }, (_, n) => `<h2>Step ${n}</h2><p>${'Some words of help. '.repeat(30)}</p>`);
  await makeArticle(portal(), world, topic, 'A long one', { html: many.join('') });
  portal().platform.hub.publish(world.workspaceId, ['help']);
  const page = await stranger().get('/help/en/a-long-one');
  let bytes = brotliCompressSync(page.text).length;
  for (const link of elements(parse(page.text), 'link')) {
    if (attribute(link, 'rel') !== 'stylesheet') continue;
    const sheet = await stranger().get(attribute(link, 'href')!);
    expect(sheet.status, attribute(link, 'href')).toBe(200);
    bytes += brotliCompressSync(sheet.text).length;
  }
  const scripts = [...elements(parse(page.text), 'script')].map((script) => attribute(script, 'type'));
  expect(scripts.filter((type) => type !== 'application/ld+json')).toEqual([]);
  expect(bytes).toBeLessThan(30 * 1024);
});

test('whoever may write comes from an article to its text, in the language they read; nobody else is shown the way', async () => {
  const { number } = await makeArticle(portal(), world, topic, 'A way in');
  const way = `href="/knowledge/${number}?lang=en"`;
  expect((await as(portal(), world.owner).get('/help/en/a-way-in')).text).toContain(way);
  for (const other of [stranger(), dana()])
    expect((await other.get('/help/en/a-way-in')).text).not.toContain('/knowledge/');
});

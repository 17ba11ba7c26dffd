import { beforeAll, expect, test } from 'vitest';
import { makeArticle, makeCategory, write } from '#features/knowledge/knowledge.testing.ts';
import { renewUse } from '#features/search/fill.ts';
import { asSystem } from '#platform/db/scope.ts';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { somethingToFind } from '#test/findable-articles.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
let world: World;
let topic: string;

const dana = () => as(portal(), world.dana);

beforeAll(async () => {
  world = await newWorld(portal());
  topic = await somethingToFind(portal(), world);
});

const stranger = () => visitor(portal(), world);
/** What a browser says when a person follows a link or sends a form. */
const byHand = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-user': '?1' };
const helped = async (client: Client, query: string, more = ''): Promise<{ text: string; ids: string[] }> => {
  const { text, status } = await client.get(`/help/search?q=${encodeURIComponent(query)}${more}`, byHand);
  expect(status).toBe(200);
  return {
    text,
    ids: [...text.matchAll(/href="\/help\/search\/opened\?[^"]*?a=([0-9a-f-]{36})/g)].map((one) => one[1]!),
  };
};

test('the help center is searched by strangers, without a script, in their language', async () => {
  const { text, ids } = await helped(stranger(), 'deliverability');
  expect(ids).toHaveLength(1);
  expect(text).toContain('<mark>deliverability</mark>');
  expect(text).toContain('<meta name="robots" content="noindex"/>');
  // One that suggests while somebody types, and no other.
  expect(text.match(/<script[^>]*>/g)).toEqual([expect.stringMatching(/src="\/assets\/suggest-[\w-]+\.js"/)]);
  expect(text).toContain('Email and forms');
  const german = await helped(stranger(), 'Löschungen', '&lang=de');
  expect(german.text).toMatch(/Formularmails nicht im Spam/);
  const answer = await stranger().get('/help/search?q=deliverability');
  expect(answer.headers.get('cache-control')).not.toContain('public');
  for (const path of ['/help', '/help/email-and-forms', '/help/en/keep-form-mails-out-of-spam']) {
    const page = await stranger().get(path);
    expect(page.text, path).toContain('action="/help/search"');
  }
  expect((await stranger().get('/help/search')).text).toContain('href="/help/email-and-forms?lang=en"');
  const near = (await helped(stranger(), 'deliverabilty')).text;
  expect(near).toContain('This comes close');
  expect(near).toMatch(
    /Did you mean <a class="link" href="\/help\/search\?q=deliverability&amp;lang=en">deliverability<\/a>\?/,
  );
});

test('a word of another language finds what is written in it, marked with it and not in vain; what the reader’s own has stands alone', async () => {
  await peek(portal().database, 'delete from searches', []);
  const { text, ids } = await helped(stranger(), 'Formularmails', '&lang=en');
  expect(ids).toHaveLength(1);
  expect(text).toContain('<span class="badge">German</span>');
  const link = /href="(\/help\/search\/opened[^"]+)"/.exec(text)![1]!.replaceAll('&amp;', '&');
  expect((await stranger().get(link)).location).toBe('/help/de/formularmails-nicht-im-spam');
  expect((await dana().get('/search?q=Formularmails')).text).toContain('/help/de/formularmails-nicht-im-spam');
  const kept = await peek<{ found: number }>(portal().database, 'select found from searches where opened is null', []);
  expect(kept).toEqual([{ found: 1 }]);
  expect((await helped(stranger(), 'spam', '&lang=en')).text).not.toContain('>German</span>');
  expect((await helped(stranger(), 'walrusnote', '&lang=de')).ids).toEqual([]);
});

test('TRUST 8, 10: while somebody types they are shown what begins like it and is theirs to read, and it counts as no search; control: who may read it is shown it', async () => {
  await peek(portal().database, 'delete from searches', []);
  const typed = async (client: Client, q: string) => {
    const { status, text, headers } = await client.get(`/help/search/typing?q=${q}`, { 'sec-fetch-mode': 'cors' });
    expect([status, headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    return JSON.parse(text) as { status: string; found: { href: string; title: string }[] };
  };
  const { status, found } = await typed(stranger(), 'deliverab');
  expect([status, found.map(({ title }) => title)]).toEqual(['1 article', ['Keep form mails out of spam']]);
  expect((await stranger().get(found[0]!.href)).location).toBe('/help/en/keep-form-mails-out-of-spam');
  expect(await typed(stranger(), 'zebracros')).toEqual({ status: '', found: [] });
  expect((await typed(dana(), 'zebracros')).found).toHaveLength(1);
  expect(await typed(stranger(), '')).toEqual({ status: '', found: [] });
  const kept = () => peek<{ opened: string }>(portal().database, 'select opened from searches', []);
  expect((await kept()).map(({ opened }) => opened)).not.toContain('article');
  const empty = await newWorld(portal());
  expect((await visitor(portal(), empty).get('/help/search/typing?q=deliverab')).status).not.toBe(200);
});

test('TRUST 8, 10: a stranger finds what is public, and no count, snippet or topic tells of more; control: who may read it does', async () => {
  for (const query of ['zebracrossing', 'walrusnote', 'yakpaper', 'zebracrosing', 'zebra'])
    expect((await helped(stranger(), query)).ids, query).toEqual([]);
  expect((await helped(stranger(), 'what it is about')).ids).toEqual([]);
  expect((await helped(dana(), 'zebracrossing')).ids).toHaveLength(1);
  expect((await helped(dana(), 'walrusnote')).ids).toHaveLength(1);
  const own = (text: string) => text.replaceAll(/walrusnote|blorpless/gi, 'X').replaceAll(/\d{3}-[0-9a-f]{6}/g, '');
  expect(own((await helped(stranger(), 'walrusnote')).text)).toBe(own((await helped(stranger(), 'blorpless')).text));
  // Nor does the way to what is opened.
  const [walrus] = (await helped(dana(), 'walrusnote')).ids;
  expect((await stranger().get(`/help/search/opened?q=x&a=${walrus}`)).status).toBe(404);
  expect((await as(portal(), world.rival).get(`/help/search/opened?q=x&a=${walrus}`)).status).toBe(404);
  expect((await dana().get(`/help/search/opened?q=x&a=${walrus}`)).location).toBe(
    '/help/en/walrusnote-for-some-customers',
  );
});

test('behind another word one that the language does not index finds nothing by how it begins; control: alone, or as half of a word, it does', async () => {
  const other = await newWorld(portal());
  const shelf = await makeCategory(portal(), other, 'Everything');
  await makeArticle(portal(), other, shelf, 'Invoices, indented');
  await makeArticle(portal(), other, shelf, 'Where the logs are');
  const found = async (query: string) => {
    const { text } = await visitor(portal(), other).get(`/help/search?q=${encodeURIComponent(query)}`, byHand);
    return ['indented', 'logs'].filter((word) => text.replace(/<\/?mark>/g, '').includes(`${word}`));
  };
  expect(await found('log in')).toEqual(['logs']);
  expect(await found('how to log in')).toEqual(['logs']);
  for (const query of ['in', 'invoices in']) expect(await found(query), query).toEqual(['indented']);
  expect(await found('log ind')).toEqual(['indented', 'logs']);
});

test('what is looked for in vain is work for authors, until somebody writes about it or puts it aside', async () => {
  await peek(portal().database, 'delete from searches', []);
  for (const query of ['Gift vouchers', 'gift  vouchers', 'blorpless']) await helped(stranger(), query);
  await helped(dana(), 'deliverability');
  const priya = as(portal(), world.agent);
  const next = (await priya.get('/knowledge')).text;
  expect(next).toContain('Searched for in vain');
  expect(next).toContain('“gift vouchers”');
  expect(next).toContain('Looked for 2 times, nothing found');
  // One that was found is not in vain because nobody opened it once.
  expect(next).not.toContain('“deliverability”');
  const begin = /href="(\/knowledge\/new\?title=Gift[^"]+)"/.exec(next)![1]!.replaceAll('&amp;', '&');
  const form = await priya.get(begin);
  expect(form.text).toContain('value="Gift vouchers"');
  const made = await priya.submit(begin, '/knowledge', { title: 'Gift vouchers', category: topic, lang: 'en' });
  expect(made.status).toBe(303);
  expect((await priya.get(made.location!)).text).toContain('Gift vouchers');
  const all = (await priya.get('/knowledge/searches')).text;
  expect(all).not.toContain('“gift vouchers”');
  expect(all).toContain('“blorpless”');
  const put = await priya.submit('/knowledge/searches', '/knowledge/searches/dismissal');
  expect(put.status).toBe(303);
  expect((await priya.get('/knowledge/searches')).text).toContain('Nothing was looked for in vain');
  expect((await priya.get('/knowledge')).text).not.toContain('Searched for in vain');
  expect((await dana().get('/knowledge/searches')).status).toBe(404);
  expect((await as(portal(), world.rival).get('/knowledge/searches')).status).toBe(404);
});

test('what is looked for in vain since its article is live comes back, and what was put aside when it was looked for as often again', async () => {
  await peek(portal().database, 'delete from searches; delete from searches_settled');
  const search = async (query: string, times = 1) => {
    for (let n = 0; n < times; n += 1) await helped(stranger(), query);
  };
  const priya = as(portal(), world.agent);
  const maya = as(portal(), world.owner);
  const queue = async () => {
    const { text } = await priya.get('/knowledge/searches');
    return [...text.matchAll(/“(\w+)”[\s\S]*?Looked for (once|\d+ times)/g)].map(
      ([, word, times]) => `${word} ${times}`,
    );
  };
  await search('zibbet', 2);
  const begin = async () => {
    const page = await priya.get('/knowledge/searches');
    const from = /href="(\/knowledge\/new\?title=Zibbet[^"]+)"/.exec(page.text)![1]!.replaceAll('&amp;', '&');
    return priya.submit(from, '/knowledge', { title: 'Present cards', category: topic, lang: 'en' });
  };
  const number = /^\/knowledge\/(\d+)/.exec((await begin()).location!)![1]!;
  await search('zibbet');
  expect(await queue(), 'somebody writes').toEqual([]);
  const words = { title: 'Present cards', body: '<p>Nothing of that name</p>', act: 'publish' };
  expect((await write(maya, number, words)).status).toBe(303);
  expect(await queue(), 'live').toEqual([]);
  await search('zibbet');
  expect(await queue(), 'in vain again').toEqual(['zibbet once']);
  await begin();
  expect(await queue(), 'written about again').toEqual([]);

  await search('quonk', 6); // longer ago than the page counts
  await peek(portal().database, "update searches set at = at - interval '100 days' where asked = 'quonk'", []);
  await search('quonk', 4);
  await priya.submit('/knowledge/searches', '/knowledge/searches/dismissal');
  await search('quonk', 3);
  expect(await queue(), 'put aside').toEqual([]);
  await search('quonk');
  expect(await queue(), 'as often again').toEqual(['quonk 4 times']);
});

test('what was looked for stands in the queue as it was typed, and is counted however it was', async () => {
  await peek(portal().database, 'delete from searches', []);
  for (const query of ['Kündigungsfrist', 'kundigungsfrist', 'KÜNDIGUNGSFRIST']) await helped(stranger(), query);
  const { text } = await as(portal(), world.owner).get('/knowledge/searches');
  expect(text).toContain('“kündigungsfrist”');
  expect(text).toContain('Looked for 3 times');
  expect(text).toContain('title=K%C3%BCndigungsfrist&amp;lang=en&amp;searched=kundigungsfrist');
});

test('what is looked for is noted in the language it was looked for in, whatever the browser speaks', async () => {
  await peek(portal().database, 'delete from searches', []);
  const locales = async () =>
    (
      await peek<{ locale: string }>(
        portal().database,
        'select locale from searches where workspace_id = $1 order by id',
        [world.workspaceId],
      )
    ).map(({ locale }) => locale);
  await stranger().get('/help/search?q=Gutschein&lang=de', { ...byHand, 'accept-language': 'en' });
  await stranger().get('/help/search?q=Gutschein&lang=en', { ...byHand, 'accept-language': 'de' });
  expect(await locales()).toEqual(['de', 'en']);
});

test('KB-6: what programs look for is answered and is nothing that was missed; control: a person’s is, from another site, too', async () => {
  await peek(portal().database, 'delete from searches', []);
  const kept = async () =>
    (await peek<{ asked: string }>(portal().database, 'select asked from searches order by id', [])).map(
      (one) => one.asked,
    );
  const ahead = ['sec-purpose', 'x-sec-purpose', 'purpose'].map((name) => ({
    ...byHand,
    [name]: 'prefetch;prerender',
  }));
  const programs: Record<string, string>[] = [{}, { 'sec-fetch-site': '' }, { 'sec-fetch-mode': 'cors' }, ...ahead];
  for (const headers of programs)
    for (const path of ['/help/search?q=blorpless', '/help/search?q=deliverability'])
      expect((await stranger().get(path, headers)).status).toBe(200);
  for (const path of ['/help/search?q=blorpless', '/search?q=blorpless'])
    await dana().get(path, { 'x-sec-purpose': 'prefetch' });
  expect(await kept()).toEqual([]);
  await stranger().get('/help/search?q=fromhere', byHand);
  await stranger().get('/help/search?q=fromtheirsite', { ...byHand, 'sec-fetch-site': 'cross-site' });
  await dana().get('/help/search?q=danas');
  expect(await kept()).toEqual(['fromhere', 'fromtheirsite', 'danas']);
});

test('what a person opens is known without a script, makes it no vain search, and counts as use the next day; control: a crawler, a prefetch and a foreign page count for nothing', async () => {
  await peek(portal().database, 'delete from searches', []);
  for (let n = 0; n < 3; n++) await helped(stranger(), 'deliverability');
  const vain = async () =>
    (await as(portal(), world.owner).get('/knowledge/searches')).text.includes('“deliverability”');
  expect(await vain()).toBe(true);
  const { text, ids } = await helped(stranger(), 'deliverability');
  const link = /href="(\/help\/search\/opened[^"]+)"/.exec(text)![1]!.replaceAll('&amp;', '&');
  const others: Record<string, string>[] = [
    {},
    { 'sec-fetch-site': '' },
    { ...byHand, 'sec-purpose': 'prefetch' },
    { ...byHand, 'sec-fetch-site': 'cross-site' },
  ];
  for (const headers of others)
    expect((await stranger().get(link, headers)).location).toBe('/help/en/keep-form-mails-out-of-spam');
  expect((await dana().get(link, { 'x-sec-purpose': 'prefetch' })).status).toBe(303);
  expect(await vain()).toBe(true);
  // Counted by themselves, where the team sees it.
  expect((await as(portal(), world.owner).get('/knowledge/searches')).text).toContain('opened 5 results');
  expect((await stranger().get(link, byHand)).location).toBe('/help/en/keep-form-mails-out-of-spam');
  expect(await vain()).toBe(false);
  const kept = await peek<{ opened_id: string; place: string; found: number }>(
    portal().database,
    'select opened_id, place, found from searches where workspace_id = $1 and opened_id is not null',
    [world.workspaceId],
  );
  expect(kept).toEqual([{ opened_id: ids[0], place: 'help', found: 1 }]);
  const heft = () =>
    peek<{ heft: number }>(portal().database, 'select heft from search_entries where object_id = $1', [ids[0]]);
  expect((await heft()).map((one) => one.heft)).toEqual([0, 0]);
  await asSystem(portal().platform.pool, world.workspaceId, async (db) => void (await renewUse({ db })));
  expect((await heft()).map((one) => one.heft)).toEqual([1, 1]);
  // Once is nobody's habit; from three times on it is what is often asked, for who may read it, and the team's list has it first.
  const often = async () => /id="often"[\s\S]*?<\/section>/.exec((await dana().get('/help')).text)?.[0] ?? '';
  expect(await often()).toBe('');
  await peek(portal().database, 'update search_entries set heft = 3 where object_id = $1', [ids[0]]);
  expect(await often()).toContain('/help/en/keep-form-mails-out-of-spam');
  const list = await as(portal(), world.owner).get('/knowledge/articles?sort=use');
  expect(/class="person" href="\/knowledge\/(\d+)"/.exec(list.text)?.[0]).toContain(
    (await peek<{ n: string }>(portal().database, 'select number::text as n from articles where id = $1', [ids[0]]))[0]!
      .n,
  );
  expect(list.text).toContain('3 times');
  await peek(portal().database, "update articles set audience = 'member' where id = $1", [ids[0]]);
  expect(await often()).toBe('');
  await peek(portal().database, "update articles set audience = 'public' where id = $1", [ids[0]]);
});

test('who looks for very much is asked to wait; who is signed in, or looks so, may look for ten times as much', async () => {
  let last = 200;
  for (let n = 0; n < 260 && last === 200; n++)
    last = (await stranger().get('/help/search?q=', { 'x-forwarded-for': '203.0.113.9' })).status;
  expect(last).toBe(429);
  // A HEAD is answered by the same search.
  const asked = { method: 'HEAD', headers: { host: new URL(world.origin).host, 'x-forwarded-for': '203.0.113.9' } };
  expect((await portal().app.request(`${world.origin}/help/search?q=spam`, asked)).status).toBe(429);
  expect((await dana().get('/help/search?q=spam')).status).toBe(200);
  const forged = () => stranger().get('/help/search?q=', { cookie: `portico_session=${'x'.repeat(43)}` });
  expect((await forged()).status).toBe(200);
  await peek(portal().database, 'update rate_limits set used = 2400');
  expect((await forged()).status).toBe(429);
});

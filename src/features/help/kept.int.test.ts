import { rmSync, writeFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createWeb } from '#app/web.tsx';
import { by, makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { setLanguages } from '#features/knowledge/languages.ts';
import { createLog } from '#platform/log.ts';
import { maintenanceFile } from '#platform/maintenance.ts';
import { requests } from '#platform/metrics.ts';
import { plain, useWire, type Wired } from '#test/abuse/wire.ts';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
const wire = useWire(portal);
const PATH = '/help/en/opening-hours';
let world: World;
let other: World;

const stranger = (app = portal().app) => visitor({ ...portal(), app }, world);
const read = async (path: string, headers: Record<string, string> = {}) => (await stranger().get(path, headers)).text;

/** Changes the words of the article behind everybody's back: who reads the old ones reads what is kept. */
const rewrite = (words: string) =>
  peek(
    portal().database,
    `update article_versions v set body_html = $2 from article_texts t
     where t.workspace_id = $1 and t.slug = 'opening-hours' and v.workspace_id = $1 and v.id = t.version_id`,
    [world.workspaceId, `<p>${words}</p>`],
  );

/** As if so much time had gone by. */
const later = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });

beforeAll(async () => {
  [world, other] = [await newWorld(portal()), await newWorld(portal(), 'Lumen Cloud')];
  await by(portal(), world, world.owner, (ctx) => setLanguages(ctx, ['de']));
  for (const each of [world, other]) {
    const topic = await makeCategory(portal(), each, 'About us');
    await makeArticle(portal(), each, topic, 'Opening hours', { html: `<p>${each.name} opens at nine … “sharp”.</p>` });
    portal().platform.hub.publish(each.workspaceId, ['help']);
  }
});

afterEach(() => {
  vi.useRealTimers();
});

test('what is given from memory says all that the page said when it was made, and is logged and counted like it', async () => {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const app = createWeb({ ...portal().platform, log });
  const counted = async () => {
    const { values } = await requests.get();
    return values
      .filter(({ metricName, labels }) => metricName?.endsWith('_count') && labels.route === '/help/:locale/:slug')
      .reduce((sum, { value }) => sum + value, 0);
  };
  const before = await counted();
  const made = await stranger(app).get(PATH);
  const given = await stranger(app).get(`${PATH}?secret=1`);
  expect(given.text).toBe(made.text);
  expect([...given.headers]).toEqual([...made.headers]);
  // A cache on the way gives the same to many: an id would name somebody else's request.
  expect(given.headers.get('x-request-id')).toBeNull();
  expect(given.headers.get('content-security-policy')).toContain("default-src 'none'");
  const seen = lines.filter(({ path }) => path === PATH);
  expect(seen).toMatchObject([
    { method: 'GET', status: 200, level: 'debug' },
    { method: 'GET', status: 200, level: 'debug' },
  ]);
  expect(JSON.stringify(seen)).not.toContain('secret');
  const same = await stranger(app).get(PATH, { 'if-none-match': `"other", ${made.headers.get('etag')}` });
  expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', made.headers.get('etag')]);
  const head = await wire().say(
    plain(`HEAD ${PATH}`, [
      ['Host', world.host],
      ['Connection', 'close'],
    ]),
  );
  expect([head.status, head.body]).toEqual([200, '']);
  expect((await counted()) - before).toBe(4);
});

test('TRUST 10: nothing that somebody sends with a request changes what the next one is given', async () => {
  const honest = await read(PATH);
  const home = {
    en: await read('/help', { 'accept-language': 'en' }),
    de: await read('/help', { 'accept-language': 'de' }),
  };
  expect(home.de).toContain('Wie können wir helfen?');
  // A language that there is not in the address: the browser's decides, for this browser.
  for (const lang of ['de', 'en', 'de'] as const) {
    const { text, headers } = await stranger().get('/help?lang=xx', { 'accept-language': lang });
    expect(text).toBe(home[lang]);
    expect(headers.get('vary')).toContain('accept-language');
  }
  // The fifth that a browser asks for counts for that browser alone.
  expect(await read('/help', { 'accept-language': 'fr,es,it,pt,de' })).toBe(home.de);
  expect(await read('/help', { 'accept-language': 'fr,es,it,pt,nl' })).toBe(home.en);
  const evil = 'evil.example';
  const paths = [
    `${PATH}?x=<script>`,
    `${PATH}?lang=${evil}`,
    `${PATH}?page=9&thanks=${evil}`,
    PATH.replace('o', '%6F'),
  ];
  for (const path of paths) {
    for (const name of ['x-forwarded-host', 'accept-language', 'x-original-url']) {
      expect(await read(path, { [name]: evil }), `${path} ${name}`).not.toContain('evil');
      expect(await read(PATH), `${path} ${name}`).toBe(honest);
    }
  }
  expect(await read('/help', { 'accept-language': 'en' })).toBe(home.en);
});

test('TRUST 12: what is kept is given at the host it was made for, and at no other', async () => {
  expect(await read(PATH)).toContain(`${world.name} opens`);
  const at = async (target: string, host: string) => wire().say(plain(`GET ${target}`, [['Host', host]]));
  const there = await at(PATH, other.host);
  expect(there.body).toContain('Lumen Cloud opens');
  expect(there.body).not.toContain(world.name);
  // Twice each, so that the second is from memory where there is one. Control: the last, at its own host.
  for (const _ of [1, 2]) {
    expect((await at(PATH, 'nobody.example')).status).toBe(421);
    expect((await at(`http://${world.host}${PATH}`, other.host)).status).toBe(421);
    expect((await at(`http://${world.host}${PATH}`, world.host)).body).toContain(`${world.name} opens`);
  }
});

test('the language in an address is the page’s, also where it is given before a request has set out', async () => {
  const asked = async (lang: string) => {
    const headers: [string, string][] = [
      ['Host', world.host],
      ['Accept-Language', 'en'],
    ];
    return (await wire().say(plain(`GET /help${lang}`, headers))).body;
  };
  // Twice, so that the second is from memory.
  for (const _ of [1, 2]) {
    expect(await asked('')).toContain('How can we help?');
    expect(await asked('?lang=de')).toContain('<html lang="de"');
    expect(await asked('?lang=en')).toContain('<html lang="en"');
  }
  // What stands behind a '#' is nobody's question, and must not be kept as if it had been.
  expect(await asked('?x=1#&lang=de')).toContain('<html lang="en"');
  expect(await asked('?x=1&lang=de')).toContain('<html lang="de"');
});

test('a browser gets the page packed as it can unpack it, and not as it refuses', async () => {
  const text = await read(PATH);
  const packed = async (accepted: string) => {
    const { response } = await stranger().get(PATH, { 'accept-encoding': accepted });
    return [response.headers.get('content-encoding'), Buffer.from(await response.arrayBuffer())] as const;
  };
  for (const _ of [1, 2]) {
    const [how, body] = await packed('gzip, deflate, br');
    expect([how, brotliDecompressSync(body).toString()]).toEqual(['br', text]);
    const [older, zipped] = await packed('gzip;q=0.5, br;q=0');
    expect([older, gunzipSync(zipped).toString()]).toEqual(['gzip', text]);
    for (const none of ['identity', 'br;q=0, gzip;q=0.0', '']) expect((await packed(none))[0]).toBeNull();
  }
});

test('TRUST 10: whoever is behind a closed door is not answered from memory', async () => {
  const statuses = async () => [(await stranger().get(PATH)).status, (await stranger().get('/sign-in')).status];
  expect(await statuses()).toEqual([200, 200]);
  await rewrite('Words of now');
  // The control: it is kept.
  expect(await read(PATH)).not.toContain('Words of now');

  const file = maintenanceFile(portal().platform.config.dataDir);
  writeFileSync(file, '');
  later(1_100);
  expect(await statuses()).toEqual([503, 503]);
  rmSync(file);
  later(1_100);
  expect(await statuses()).toEqual([200, 200]);

  // Closed by another process that says nothing of it: known when the host is looked for anew, after ten seconds.
  await peek(portal().database, 'update workspaces set closed_at = now() where id = $1', [world.workspaceId]);
  later(10_100);
  expect((await stranger().get('/sign-in')).status).toBe(410);
  expect(await statuses()).toEqual([410, 410]);
  await peek(portal().database, 'update workspaces set closed_at = null where id = $1', [world.workspaceId]);
  later(10_100);
  expect(await statuses()).toEqual([200, 200]);
  expect(await read(PATH)).not.toContain('Words of now');
  later(60_000);
  expect(await read(PATH)).toContain('Words of now');
});

test('TRUST 10: a process that may have missed something believes nothing that it keeps', async () => {
  const before = await read(PATH);
  await rewrite('Heard too late');
  expect(await read(PATH)).toBe(before);
  portal().platform.hub.deliverAll();
  expect(await read(PATH)).toContain('Heard too late');
});

test('what is in memory is given ahead of the way of a request, byte for byte what came by it', async () => {
  const { app } = portal();
  const { ahead } = app;
  const given: boolean[] = [];
  app.ahead = (incoming, outgoing) => {
    given.push(ahead?.(incoming, outgoing) ?? false);
    return given.at(-1) ?? false;
  };
  const ask = (target: string, more: [string, string][] = []) =>
    wire().say(
      plain(`GET ${target}`, [['Host', world.host], ['Accept-Encoding', 'br'], ['Connection', 'close'], ...more]),
    );
  const told = ({ head }: Wired) =>
    head
      .replace(/^(date|x-request-id): .*$/gim, '')
      .split('\r\n')
      .sort();
  portal().platform.hub.deliverAll();
  const [made, kept, unchanged] = [await ask(PATH), await ask(PATH), await ask(PATH, [['If-None-Match', '*, W/"x"']])];
  expect(given).toEqual([false, true, true]);
  expect([kept.status, kept.body, told(kept)]).toEqual([200, made.body, told(made)]);
  expect(unchanged.body).toBe(made.body);
  // Where there is a doubt it goes the long way, to the same page: the last is the control.
  given.length = 0;
  for (const odd of [`${PATH}?x=%41`, `${PATH}?x=#y`, PATH.replace('o', '%6F'), `/help/./en/opening-hours`])
    await ask(odd);
  await ask(PATH, [['Host', world.host]]);
  await ask(PATH, [['Cookie', 'portico_session=whatever']]);
  await ask(`${PATH}?x=y`);
  expect(given).toEqual([false, false, false, false, false, false, true]);
  app.ahead = ahead;
});

test('TRUST 62: what an address or a browser asks for that there is not takes no place of its own; control: what there is does', async () => {
  portal().platform.hub.deliverAll();
  const titled = (title: string) =>
    peek(
      portal().database,
      `update article_versions v set title = $2 from article_texts t
       where t.workspace_id = $1 and t.slug = 'opening-hours' and v.workspace_id = $1 and v.id = t.version_id`,
      [world.workspaceId, title],
    );
  const browsers = (languages: string) => ({ 'accept-language': languages });
  const [page, home] = [await read(PATH), await read('/help', browsers('aa,bb'))];
  await titled('Another title');
  for (const odd of ['thanks=1', 'thanks=x', 'lang=aa', 'lang=fr', 'page=7', 'lang=bb&page=8&thanks=2'])
    expect(await read(`${PATH}?${odd}`), odd).toBe(page);
  for (const languages of ['cc', 'dd,ee,ff', 'nl', 'it,pt;q=0.5'])
    expect(await read('/help', browsers(languages)), languages).toBe(home);
  expect(await read('/help?lang=aa&thanks=yes&page=3', browsers('gg,hh'))).toBe(home);
  expect(await read(`${PATH}?thanks=yes`)).toContain('Another title');
  expect(await read('/help?lang=en', browsers('aa,bb'))).toContain('Another title');
});

test('of many who come at once for a page that is not in memory, one makes it', async () => {
  let connections = 0;
  const { pool } = portal().platform;
  const connect = () => {
    connections++;
    return pool.connect();
  };
  const counting = { ...pool, connect };
  const app = createWeb({ ...portal().platform, pool: counting });
  const crowd = async (path: string) => {
    await stranger(app).get('/robots.txt');
    connections = 0;
    const answers = await Promise.all(Array.from({ length: 8 }, () => stranger(app).get(path)));
    return [new Set(answers.map(({ status, text }) => `${status} ${text}`)).size, connections];
  };
  expect(await crowd(PATH)).toEqual([1, 1]);
  // The control: where there is nothing to keep, nobody is held up for long.
  expect((await crowd('/help/en/no-such-article'))[1]).toBeGreaterThan(4);
});

test('TRUST 10: a cookie that is nobody’s session reads what is kept, and the page costs nothing but to ask', async () => {
  const bogus = { cookie: `portico_session=${'x'.repeat(43)}` };
  const before = await read(PATH);
  await rewrite('Words for members');
  expect(await read(PATH, bogus)).toBe(before);
  // What it makes is kept for visitors, and the same for them.
  portal().platform.hub.deliverAll();
  const made = await read(PATH, bogus);
  await rewrite('Words of later');
  expect(made).toContain('Words for members');
  expect(await read(PATH)).toBe(made);
  // A vote from it is a vote, whoever had it made; so is one by whoever brings the cookie.
  const votes = `${PATH}/votes`;
  const [form, stale] = [await stranger().form(PATH, votes), { ...bogus, 'user-agent': 'Another' }];
  expect(form).not.toHaveProperty('_once');
  expect((await stranger().postRaw(votes, { ...form, helpful: 'yes' })).status).toBe(303);
  expect((await stranger().postRaw(votes, { ...form, helpful: 'yes' }, stale)).status).toBe(303);
  // The control: whoever is somebody gets a page of their own.
  expect((await as(portal(), world.owner).get(PATH)).text).toContain('Words of later');
});

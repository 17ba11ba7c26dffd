import { Hono } from 'hono';
import { beforeAll, expect, test } from 'vitest';
import { rooms } from '#app/features.ts';
import { makeArticle, makeCategory, segmentOf } from '#features/knowledge/knowledge.testing.ts';
import type { Env } from '#platform/http/env.ts';
import { as, type Client, visitor } from '../client.ts';
import { peek } from '../database.ts';
import { type TestPortal, usePortal } from '../portal.ts';
import { addressOf, type Victim, victim } from './arena.ts';

const portal = usePortal();
let home: Victim;
let fileId: string;
let fileTag: string;
/** Things with pages of their own, by where these begin. */
let made: [string, string][];

beforeAll(async () => {
  home = await victim(portal());
  const rows = await peek<{ id: string; sha256: string }>(
    portal().database,
    'select id, sha256 from attachments where workspace_id = $1 and reply_id is not null',
    [home.world.workspaceId],
  );
  fileId = rows[0]!.id;
  fileTag = `"${rows[0]!.sha256}"`;
  const [loose] = await peek<{ id: string }>(
    portal().database,
    'select id from attachments where workspace_id = $1 and ticket_id is null',
    [home.world.workspaceId],
  );
  const topic = await makeCategory(portal(), home.world, 'For the team');
  await makeArticle(portal(), home.world, topic, 'Not ready', { draft: true });
  const streams = '/settings/log-streams';
  const stream = await as(portal(), home.world.owner).submit(streams, streams, { url: 'https://siem.example/hook' });
  made = [
    ['/files/:id', `/files/${fileId}`],
    ['/uploads/:id', `/uploads/${loose!.id}`],
    ['/knowledge/categories/:id', `/knowledge/categories/${topic}`],
    ['/customers/segments/:id', `/customers/segments/${await segmentOf(portal(), home.world, home.world.accountId)}`],
    ['/settings/log-streams/:id', stream.location!],
  ];
});

const routes = rooms.flatMap((room) => room.entries).filter((entry) => entry.method === 'GET');

/** Every page there is, with real ids; the test below says of which this world has none. */
const pages = (): string[] =>
  routes.map(({ path }) => {
    const [holder = '', thing] = made.find(([start]) => path.startsWith(start)) ?? [];
    return addressOf(thing ? path.replace(holder, thing) : path, home);
  });

/**
 * Pages that lead on, answer a single link, or are of things that nobody has made here: a redirect or a refusal must not be
 * kept either. What is of the help center is asked in src/features/help.
 */
const NOT_HERE = new Set([
  '/sign-in/link',
  '/sign-in/device',
  '/sign-in/password/new',
  '/invitation',
  '/sign-in/step',
  '/sign-in/step/recovery',
  '/sign-in/step/setup',
  '/account/address/proof',
  '/account/recovery-codes',
  '/account/address/proof',
  '/support/new/answers/:article',
  '/customers/invitations/:id',
  '/customers/import/:id',
  '/customers/import/:id/problems',
  '/customers/export/:name',
  '/search/palette',
  '/settings/fields/:id',
  '/fields/:id/:subject/:name',
  '/company/turned',
  '/company/visibility',
  '/customers/:id/invited',
  '/contacts/:contact',
  '/notifications/latest',
  '/account/following/ending',
  '/photos/:id',
  '/help/pictures/:id',
  '/sitemap.xml',
  '/sitemap/:part',
  '/help/card.png',
  '/hc/*',
  '/support/solutions/*',
  '/support/tickets/*',
  '/support/search/*',
  '/support/home',
  '/support/login',
  '/:locale/support/solutions/*',
  '/:locale/support/tickets/*',
  '/:locale/support/search/*',
  '/:locale/support/home',
  '/:locale/support/login',
  '/help/search/opened',
  '/help/:category/feed.xml',
  '/help/:category',
  '/help/:locale/:slug',
  '/settings/articles/imports/:id',
  '/settings/articles/imports/:id/report',
  '/audit/:id/proof',
  '/settings/members/invited',
  '/team-invitation',
  '/sign-up',
  '/sign-up/sent',
  '/sign-up/waiting',
  '/sign-up/proof',
  '/newcomers/:id',
  '/shared/open',
  '/shared/:id',
  '/shared/:id/files/:file/:name',
  '/sso/problem',
  '/sso/:id',
  '/sso/:id/tested',
  '/settings/sso/:id',
  '/settings/sso/:id/test',
  '/sign-on',
]);

const people = (): [string, Client][] => [
  ['Dana', as(portal(), home.world.dana)],
  ['Priya', as(portal(), home.world.agent)],
  ['Ines', as(portal(), home.world.rival)],
  ['a visitor', visitor(portal(), home.world)],
];

/** The same for every visitor, and about nobody. The help center’s pages, which are too: src/features/help. */
const EVERYBODYS = '/robots.txt';

/** What a cache that many share may keep (RFC 9111): nothing private, nothing that says not to. */
const mayBeShared = (headers: Headers): boolean => {
  const rule = headers.get('cache-control') ?? '';
  return !/\b(private|no-store|no-cache)\b/.test(rule);
};

/** Pages that a cache in front of this portal would keep and give to the next one who asks. */
async function shareable(app: TestPortal): Promise<string[]> {
  const found: string[] = [];
  for (const actor of [home.world.dana, home.world.agent, null]) {
    const client = actor ? as(app, actor) : visitor(app, home.world);
    for (const path of pages()) {
      const { headers, status } = await client.get(path);
      if (!actor && path === EVERYBODYS) continue;
      if (mayBeShared(headers)) found.push(`${path} ${status}`);
    }
  }
  return found;
}

test('each of these pages really answers somebody, apart from those of things that are not here', async () => {
  const answered = new Set<string>();
  for (const client of [as(portal(), home.world.owner), as(portal(), home.world.dana), visitor(portal(), home.world)]) {
    for (const [at, path] of pages().entries()) {
      if (!answered.has(routes[at]!.path) && (await client.get(path)).status === 200) answered.add(routes[at]!.path);
    }
  }
  expect(routes.map(({ path }) => path).filter((path) => answered.has(path) === NOT_HERE.has(path))).toEqual([]);
});

test('TRUST 10: no page, refusal or redirect may be kept by a cache that others share', {
  timeout: 300_000,
}, async () => {
  expect(await shareable(portal())).toEqual([]);
  for (const [who, client] of people()) {
    for (const path of [...pages(), '/nowhere', '/support/999', '/files/nothing/x']) {
      if (who === 'a visitor' && path === EVERYBODYS) continue;
      const { headers, status } = await client.get(path);
      const rule = headers.get('cache-control');
      // A file may be kept by its reader, who must ask each time.
      const file = status === 200 && path.startsWith('/files/');
      expect(rule, `${who} ${path}`).toBe(file ? 'private, max-age=0, must-revalidate' : 'private, no-store');
      expect(headers.get('etag') === null || file, `${who} ${path} has a tag`).toBe(true);
    }
  }
});

test('TRUST 10: a tag of a file is no proof of anything: who may not have the file gets no 304', async () => {
  const tagged = { 'if-none-match': fileTag };
  const path = `/files/${fileId}/x.txt`;
  expect((await as(portal(), home.world.dana).get(path, tagged)).status).toBe(304);
  expect((await as(portal(), home.world.rival).get(path, tagged)).status).toBe(404);
  expect((await visitor(portal(), home.world).get(path, tagged)).status).toBe(303);
  expect((await as(portal(), home.world.rival).get('/support', { 'if-none-match': '*' })).status).toBe(200);
});

test('TRUST 10: through a cache that keeps what it may, two people never share a body', async () => {
  const kept = new Map<string, string>();
  for (const [who, client] of people()) {
    for (const path of pages()) {
      const answer = await client.get(path);
      const served = kept.get(path) ?? answer.text;
      expect(served, `${who} ${path}`).toBe(answer.text);
      if (mayBeShared(answer.headers)) kept.set(path, answer.text);
    }
  }
  expect([...kept.keys()]).toEqual([EVERYBODYS]);
});

test('TRUST 10: what is for everybody is kept: style sheet, icon and assets say so themselves', async () => {
  const client = visitor(portal(), home.world);
  const { text } = await client.get('/sign-in');
  const css = /href="(\/brand\.css\?v=[^"]+)"/.exec(text)![1]!;
  for (const path of [css, /src="(\/assets\/main[^"]+)"/.exec(text)![1]!]) {
    const { status, headers } = await client.get(path);
    expect([status, headers.get('cache-control')], path).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(headers.get('set-cookie')).toBe(null);
  }
});

test('TRUST 10, control: with a front that drops the rule the same pages are found', async () => {
  const bare = new Hono<Env>();
  bare.use(async (c, next) => {
    await next();
    c.res = new Response(c.res.body, c.res);
    c.res.headers.delete('cache-control');
  });
  bare.route('/', portal().app);
  const found = await shareable({ ...portal(), app: bare });
  expect(found.length).toBeGreaterThan(20);
});

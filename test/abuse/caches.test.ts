import { Hono } from 'hono';
import { beforeAll, expect, test } from 'vitest';
import { rooms } from '#app/features.ts';
import { makeArticle, makeCategory, segmentOf } from '#features/knowledge/knowledge.testing.ts';
import type { Env } from '#platform/http/env.ts';
import { type Answer, as, type Client, visitor } from '../client.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import { addressOf, type Victim, victim } from './arena.ts';

const portal = usePortal();
let home: Victim;
let fileId: string;
let fileTag: string;
/** Things with pages of their own, by where these begin. */
let made: [string, string][];
/** What everybody is answered who asks for every page: asked once, and looked at by one test after another. */
let answers: Answered[];

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
  answers = await asked(people());
}, 180_000);

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

const NOWHERE = ['/nowhere', '/support/999', '/files/nothing/x'];

/** What a cache that many share may keep (RFC 9111): nothing private, nothing that says not to. */
const mayBeShared = (headers: Headers): boolean => {
  const rule = headers.get('cache-control') ?? '';
  return !/\b(private|no-store|no-cache)\b/.test(rule);
};

type Answered = { who: string; path: string; answer: Answer };

async function asked(clients: [string, Client][]): Promise<Answered[]> {
  const all: Answered[] = [];
  for (const [who, client] of clients) {
    for (const path of [...pages(), ...NOWHERE]) all.push({ who, path, answer: await client.get(path) });
  }
  return all;
}

/** Answers that a cache in front of this portal would keep and give to the next one who asks. */
const shareable = (all: Answered[]): string[] =>
  all
    .filter(({ who, path }) => who !== 'a visitor' || path !== EVERYBODYS)
    .filter(({ answer }) => mayBeShared(answer.headers))
    .map(({ path, answer }) => `${path} ${answer.status}`);

test('each of these pages really answers somebody, apart from those of things that are not here', async () => {
  const owners = await asked([['the owner', as(portal(), home.world.owner)]]);
  const shown = new Set([...owners, ...answers].filter(({ answer }) => answer.status === 200).map(({ path }) => path));
  const answered = new Set(routes.filter((_, at) => shown.has(pages()[at]!)).map(({ path }) => path));
  expect(routes.map(({ path }) => path).filter((path) => answered.has(path) === NOT_HERE.has(path))).toEqual([]);
});

test('TRUST 10: no page, refusal or redirect may be kept by a cache that others share', () => {
  expect(shareable(answers)).toEqual([]);
  for (const { who, path, answer } of answers) {
    if (who === 'a visitor' && path === EVERYBODYS) continue;
    const { headers, status } = answer;
    const rule = headers.get('cache-control');
    // A file may be kept by its reader, who must ask each time.
    const file = status === 200 && path.startsWith('/files/');
    expect(rule, `${who} ${path}`).toBe(file ? 'private, max-age=0, must-revalidate' : 'private, no-store');
    expect(headers.get('etag') === null || file, `${who} ${path} has a tag`).toBe(true);
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

test('TRUST 10: through a cache that keeps what it may, two people never share a body', () => {
  const kept = new Map<string, string>();
  for (const { who, path, answer } of answers) {
    const served = kept.get(path) ?? answer.text;
    expect(served, `${who} ${path}`).toBe(answer.text);
    if (mayBeShared(answer.headers)) kept.set(path, answer.text);
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
  const found = shareable(await asked([['Dana', as({ ...portal(), app: bare }, home.world.dana)]]));
  expect(found.length).toBeGreaterThan(20);
});

import { beforeEach, expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { makeEngine } from './auth/engine.ts';
import { givePassword, isIn, linkTo, PASSWORD, sessionsOf, spend, tryPassword } from './doors.testing.ts';

const portal = usePortal();
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
});

const cookieOf = (client: Client): string => client.cookies.get('portico_session') ?? '';

/** A browser that carries this session cookie. */
function carrying(token: string, where: World = world): Client {
  const client = visitor(portal(), where);
  client.cookies.set('portico_session', token);
  return client;
}

test('TRUST 15: the session cookie is for this host, hidden from scripts, and outlives its thirty days by thirty more', async () => {
  await givePassword(portal(), world.dana);
  const dana = visitor(portal(), world);
  const answer = await tryPassword(dana, world.dana.email, PASSWORD);
  const [cookie = ''] = answer.headers.getSetCookie().filter((one) => one.startsWith('portico_session='));
  expect(cookie).toMatch(/^portico_session=[A-Za-z0-9_-]{32,}; Max-Age=5184000; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(answer.headers.getSetCookie().join()).not.toMatch(/better-auth/i);
});

test('TRUST 15: what the cookie carries after thirty days opens nothing; it only says whose words to keep', async () => {
  await givePassword(portal(), world.dana);
  const dana = visitor(portal(), world);
  await tryPassword(dana, world.dana.email, PASSWORD);
  expect(await isIn(dana)).toBe(true);
  const ended = "update sessions set expires_at = now() - interval '1 minute' where token_hash = $1 returning id";
  expect(await peek(portal().database, ended, [sha256Hex(cookieOf(dana))])).toHaveLength(1);
  expect(await isIn(dana)).toBe(false);
  // Control: what shuts is that it is over, not what the cookie carries.
  await peek(portal().database, "update sessions set expires_at = now() + interval '1 day' where token_hash = $1", [
    sha256Hex(cookieOf(dana)),
  ]);
  expect(await isIn(dana)).toBe(true);
});

test('TRUST 16: a session of one workspace is nothing at another', async () => {
  await givePassword(portal(), world.dana);
  const other = await newWorld(portal(), 'Lumen Energy');
  const dana = visitor(portal(), world);
  await tryPassword(dana, world.dana.email, PASSWORD);
  expect(await isIn(carrying(cookieOf(dana), other))).toBe(false);
  // Control: at its own it is.
  expect(await isIn(carrying(cookieOf(dana)))).toBe(true);
});

test('TRUST 16: only the hash of a session token is stored, and the hash opens nothing', async () => {
  await givePassword(portal(), world.dana);
  const dana = visitor(portal(), world);
  await tryPassword(dana, world.dana.email, PASSWORD);
  const session = (await sessionsOf(portal(), world.dana.identityId)).at(-1)!;
  expect(JSON.stringify(session)).not.toContain(cookieOf(dana));
  expect(await isIn(carrying(session.token_hash))).toBe(false);
  // Control: were what is stored the token itself, whoever reads it would be in.
  await peek(portal().database, 'update sessions set token_hash = $2 where token_hash = $1', [
    session.token_hash,
    sha256Hex(session.token_hash),
  ]);
  expect(await isIn(carrying(session.token_hash))).toBe(true);
});

test('TRUST 26: a session that was planted before the sign-in is not the one that begins', async () => {
  await givePassword(portal(), world.dana);
  const planted = 'P'.repeat(43);
  const dana = carrying(planted);
  await tryPassword(dana, world.dana.email, PASSWORD);
  expect(cookieOf(dana)).not.toBe(planted);
  expect(await isIn(carrying(planted))).toBe(false);
  expect(await isIn(dana)).toBe(true);
});

test('TRUST 26: signing in ends the session the browser had, and begins another one each time', async () => {
  await givePassword(portal(), world.dana);
  const dana = visitor(portal(), world);
  await tryPassword(dana, world.dana.email, PASSWORD);
  const first = cookieOf(dana);
  const form = { ...(await dana.form('/notifications', '/sign-out')), _page: '' };
  await dana.postRaw('/sign-in/password', { ...form, email: world.dana.email, password: PASSWORD });
  expect(cookieOf(dana)).not.toBe(first);
  expect(await isIn(carrying(first))).toBe(false);

  const [elsewhere, again] = [visitor(portal(), world), visitor(portal(), world)];
  await spend(elsewhere, await linkTo(portal(), world.dana));
  await tryPassword(again, world.dana.email, PASSWORD);
  // The control: what was not this browser's goes on.
  expect(await isIn(dana)).toBe(true);
  expect(await isIn(elsewhere)).toBe(true);
});

const outside = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/%2F/evil.example',
  '/%2f%2fevil.example',
  '/%5cevil.example',
  'https:evil.example',
  'https://evil.example/',
  'HTTPS://evil.example',
  '//user@evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/\tevil\n//evil.example',
  '/\r\nlocation: https://evil.example',
  ' //evil.example',
  '/../..//evil.example',
  '/.//evil.example',
  '',
];

const stays = (location: string | null | undefined): void => {
  expect(location).toMatch(/^\/(?![/\\])/);
  expect(new URL(location!, world.origin).origin).toBe(world.origin);
};
const nextOn = (page: string): string | undefined => /name="next" value="([^"]*)"/.exec(page)?.[1];

test.each(outside)('TRUST 20: %j as the page to come back to stays on this host', async (next) => {
  const asked = encodeURIComponent(next);
  stays((await carrying(world.dana.token).get(`/sign-in?next=${asked}`)).location);
  for (const page of [`/sign-in?next=${asked}`, `/sign-in/link?token=x&next=${asked}`]) {
    stays(nextOn((await visitor(portal(), world).get(page)).text));
  }
  const dana = carrying(world.dana.token);
  const form = await dana.form('/notifications', '/preferences');
  stays((await dana.postRaw('/preferences', { ...form, theme: 'dark', _page: next })).location);
});

test('TRUST 20: what a form says at the last moment is looked at again', async () => {
  await givePassword(portal(), world.dana);
  const given = { email: world.dana.email, password: PASSWORD };
  const sent = { ...given, next: '//evil.example' };
  stays((await visitor(portal(), world).submit('/sign-in', '/sign-in/password', sent)).location);
  const link = `/sign-in/link?token=${await linkTo(portal(), world.dana)}`;
  const used = visitor(portal(), world).submit(link, '/sign-in/link/session', { next: '//evil.example' });
  stays((await used).location);
});

test('TRUST 20, control: a page of this portal is where one comes back to', async () => {
  await givePassword(portal(), world.dana);
  const answer = await tryPassword(visitor(portal(), world), world.dana.email, PASSWORD, '/support?view=all#t1');
  expect(answer.location).toBe('/support?view=all#t1');
});

const doors = [
  '/sign-in/password',
  '/sign-in/link',
  '/sign-in/link/session',
  '/invitation',
  '/sign-out',
  '/preferences',
];
const foreign: [string, Record<string, string>][] = [
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['a sibling', { 'sec-fetch-site': 'same-site', origin: 'http://evil.localhost:3000' }],
  ['a sandbox', { 'sec-fetch-site': 'cross-site', origin: 'null' }],
  ['an old browser at another site', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
];

test.each(foreign)('TRUST 17: a form of %s opens no door, right as it may be', async (_, headers) => {
  const dana = carrying(world.dana.token);
  const form = await dana.form('/notifications', '/preferences');
  for (const door of doors) {
    const answer = await dana.postRaw(
      door,
      { ...form, email: world.dana.email, password: PASSWORD, theme: 'dark' },
      headers,
    );
    expect([door, answer.status]).toEqual([door, 403]);
  }
  expect((await dana.get('/notifications')).text).not.toContain('data-theme="dark"');
  // The control: the same form from our own page.
  expect((await dana.postRaw('/preferences', { ...form, theme: 'dark' })).status).toBe(303);
});

test('TRUST 17: without the token of a page of this session a door stays shut', async () => {
  const dana = carrying(world.dana.token);
  const { _token, ...form } = await dana.form('/notifications', '/sign-out');
  const strangers = (await visitor(portal(), world).form('/sign-in', '/sign-in/password'))._token!;
  expect((await dana.postRaw('/sign-out', form)).status).toBe(403);
  expect((await dana.postRaw('/sign-out', { ...form, _token: strangers })).status).toBe(403);
  expect(await isIn(dana)).toBe(true);
  expect((await dana.postRaw('/sign-out', { ...form, _token: _token! })).status).toBe(303);
});

test('TRUST 3: no route of the engine is reachable', async () => {
  const client = visitor(portal(), world);
  for (const path of [
    '/api/auth/ok',
    '/api/auth/get-session',
    '/api/auth/magic-link/verify?token=x',
    '/api/auth/error',
  ]) {
    expect([path, (await client.get(path)).status]).toEqual([path, 404]);
  }
  const form = await client.form('/sign-in', '/sign-in/password');
  const posted = await client.postRaw('/api/auth/sign-up/email', {
    ...form,
    email: 'x@acme.example',
    password: PASSWORD,
    name: 'X',
  });
  expect(posted.status).toBe(404);
  const rows = await peek(portal().database, "select 1 from identities where email = 'x@acme.example'");
  expect(rows).toEqual([]);
  // Control: the engine itself answers there; we do not lead to it.
  const engine = makeEngine(world.origin, 'x'.repeat(43));
  expect((await engine.handler(new Request(`${world.origin}/api/auth/ok`))).status).toBe(200);
});

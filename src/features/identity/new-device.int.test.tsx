import { beforeEach, expect, test } from 'vitest';
import { type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import {
  eventsOf,
  givePassword,
  invite,
  isIn,
  linkTo,
  mailsTo,
  PASSWORD,
  spend,
  tryPassword,
} from './doors.testing.ts';

const portal = usePortal();
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
  await givePassword(portal(), world.dana);
});

const signIn = async (client: Client): Promise<Client> => {
  expect((await tryPassword(client, world.dana.email, PASSWORD)).status).toBe(303);
  return client;
};

const noticesTo = async (email: string) =>
  (await mailsTo(portal(), world, email)).filter((mail) => mail.kind === 'identity.new_device');

/** The token in the newest notice. */
const tokenTo = async (email: string): Promise<string> =>
  /device\?token=([\w.-]+)/.exec((await noticesTo(email)).at(-1)!.text)![1]!;

const bell = async (): Promise<number> => {
  const [row] = await peek<{ n: number }>(
    portal().database,
    "select count(*)::int as n from notifications where identity_id = $1 and kind = 'identity.new_device'",
    [world.dana.identityId],
  );
  return row!.n;
};

/** Nobody has signed in as Dana yet. */
const asNew = () => peek(portal().database, 'delete from sessions where identity_id = $1', [world.dana.identityId]);

test('the very first sign-in is nothing strange, nor is the same browser later', async () => {
  await asNew();
  const browser = await signIn(visitor(portal(), world));
  await browser.submit('/account', '/sign-out');
  await signIn(browser);
  await portal().workJobs();
  expect(await noticesTo(world.dana.email)).toEqual([]);
  expect(await bell()).toBe(0);
});

test('after so long that no session is left, another browser is still another one', async () => {
  await asNew();
  await signIn(visitor(portal(), world));
  await asNew();
  await signIn(visitor(portal(), world));
  await portal().workJobs();
  expect(await noticesTo(world.dana.email)).toHaveLength(1);
});

test('another browser is told of, by mail and in the portal, in the person’s language', async () => {
  await asNew();
  await peek(portal().database, "update identities set locale = 'de' where id = $1", [world.dana.identityId]);
  const known = await signIn(visitor(portal(), world));
  await signIn(visitor(portal(), world));
  await portal().workJobs();
  const notices = await noticesTo(world.dana.email);
  expect(notices.map((mail) => mail.subject)).toEqual(['Eine neue Anmeldung bei Northwind Studio']);
  expect((await known.get('/notifications')).text).toContain('Zum ersten Mal als Sie angemeldet');
  expect(await eventsOf(portal(), world, 'identity.new_device')).toHaveLength(1);
});

test('many browsers since somebody looked are one line in the portal, and a mail each; once read, the next is a line of its own', async () => {
  await asNew();
  const known = await signIn(visitor(portal(), world));
  const lines = async () =>
    (await known.get('/notifications')).text.match(/Signed in as you for the first time/g)?.length;
  for (let n = 0; n < 3; n += 1) await signIn(visitor(portal(), world));
  await portal().workJobs();
  await expect.poll(async () => (await noticesTo(world.dana.email)).length, { timeout: 15_000 }).toBe(3);
  expect(await lines()).toBe(1);
  expect((await known.get('/notifications')).text).toContain('and 2 more browsers. Was it you?');
  await known.submit('/notifications', '/notifications/read');
  await signIn(visitor(portal(), world));
  await portal().workJobs();
  await expect.poll(lines, { timeout: 15_000 }).toBe(2);
});

test('a link in a mail and somebody else’s browser are new as well; an invitation is the first time', async () => {
  await asNew();
  const first = await signIn(visitor(portal(), world));
  await spend(visitor(portal(), world), await linkTo(portal(), world.dana));
  await portal().workJobs();
  expect(await noticesTo(world.dana.email)).toHaveLength(1);
  const { email, token } = await invite(portal(), world.owner);
  await first.submit('/account', '/sign-out');
  await first.submit(`/invitation?token=${token}`, '/invitation', { name: 'Nora Vance' });
  await portal().workJobs();
  expect(await noticesTo(email)).toEqual([]);
  // The same browser, and a person it never signed in: Dana's device is not Luis's.
  await givePassword(portal(), world.viewer);
  await first.submit('/account', '/sign-out');
  await tryPassword(first, world.viewer.email, PASSWORD);
  await first.submit('/account', '/sign-out');
  await tryPassword(first, world.viewer.email, PASSWORD);
  await portal().workJobs();
  expect(await noticesTo(world.viewer.email)).toHaveLength(1);
});

test('who had a session before devices were known is not told of the browser it is in', async () => {
  const browser = visitor(portal(), world);
  browser.cookies.set('portico_session', world.dana.token);
  await spend(browser, await linkTo(portal(), world.dana));
  await portal().workJobs();
  expect(await noticesTo(world.dana.email)).toEqual([]);
});

test('the cookie is for this host only, out of reach of scripts, for a year and more, and no secret of the database', async () => {
  const client = visitor(portal(), world);
  const form = await client.form('/sign-in', '/sign-in/password');
  const answer = await client.postRaw('/sign-in/password', { ...form, email: world.dana.email, password: PASSWORD });
  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('portico_device='))!;
  expect(cookie).toMatch(/; Path=\/.*HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  expect(cookie).not.toMatch(/Domain=/i);
  expect(Number(/Max-Age=(\d+)/.exec(cookie)![1])).toBeGreaterThan(365 * 86_400);
  const device = /portico_device=([^;]+)/.exec(cookie)![1]!;
  const [token] = device.split('.');
  const rows = await peek<{ row: string }>(portal().database, 'select sessions::text as row from sessions');
  for (const { row } of rows) expect(row).not.toContain(token);
  // It opens nothing.
  const thief = visitor(portal(), world);
  thief.cookies.set('portico_device', device);
  expect(await isIn(thief)).toBe(false);
});

test('a made-up device is not taken over, and none is recognised by an empty one', async () => {
  await asNew();
  const odd = visitor(portal(), world);
  odd.cookies.set('portico_device', "x' or '1'='1");
  await signIn(odd);
  expect(odd.cookies.get('portico_device')).toMatch(/^[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}$/);
  await signIn(visitor(portal(), world));
  await portal().workJobs();
  expect(await noticesTo(world.dana.email)).toHaveLength(1);
});

test('the mail’s page shows and only its button ends; the browser is then new again', async () => {
  const thief = await signIn(visitor(portal(), world));
  await portal().workJobs();
  const token = await tokenTo(world.dana.email);
  const page = `/sign-in/device?token=${token}`;
  const scanner = visitor(portal(), world);
  for (let n = 0; n < 3; n += 1) expect((await scanner.get(page)).text).toContain('Was this you, Dana?');
  expect(await isIn(thief)).toBe(true);

  const dana = visitor(portal(), world);
  const answer = await dana.submit(page, '/sign-in/device');
  expect(answer.status).toBe(303);
  expect((await dana.get(answer.location!)).text).toContain('Nobody is signed in there any more');
  expect(await isIn(thief)).toBe(false);
  expect((await eventsOf(portal(), world, 'identity.session_ended')).map((event) => event.data.by)).toEqual(['mail']);

  await signIn(thief);
  await portal().workJobs();
  expect(await noticesTo(world.dana.email)).toHaveLength(2);
});

test('of a sign-in that is over already its owner ends all there are, and hears what to do now; a second time ends nothing', async () => {
  const thief = await signIn(visitor(portal(), world));
  await portal().workJobs();
  const page = `/sign-in/device?token=${await tokenTo(world.dana.email)}`;
  await thief.submit('/account', '/sign-out');
  const elsewhere = await signIn(visitor(portal(), world));
  const dana = visitor(portal(), world);
  expect((await dana.get(page)).text).toContain('Not me: sign out everywhere');
  const { location } = await dana.submit(page, '/sign-in/device');
  expect(await isIn(elsewhere)).toBe(false);
  const done = await dana.get(location!);
  expect(done.text).toContain('change your password, whoever it was may know it');
  expect(done.text).not.toContain('action="/sign-in/device"');
  // The mail is no key to whatever comes later.
  const later = await signIn(visitor(portal(), world));
  const form = await dana.form('/sign-in', '/sign-in/password');
  const token = page.split('token=')[1]!;
  expect((await dana.postRaw('/sign-in/device', { ...form, token, _once: crypto.randomUUID() })).status).toBe(303);
  expect(await isIn(later)).toBe(true);
});

test('a token of another business, a changed one and none open nothing', async () => {
  await signIn(visitor(portal(), world));
  await portal().workJobs();
  const token = await tokenTo(world.dana.email);
  const rival = await newWorld(portal(), 'Lumen Cloud');
  const stranger = visitor(portal(), rival);
  const form = await stranger.form('/sign-in', '/sign-in/password');
  expect((await stranger.get(`/sign-in/device?token=${token}`)).status).toBe(410);
  expect((await stranger.postRaw('/sign-in/device', { ...form, token })).status).toBe(410);
  const here = visitor(portal(), world);
  for (const wrong of [`${token}x`, token.slice(1), '']) {
    expect((await here.get(`/sign-in/device?token=${wrong}`)).status).toBe(410);
  }
  expect(await eventsOf(portal(), world, 'identity.session_ended')).toEqual([]);
});

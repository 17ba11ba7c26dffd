import { beforeAll, expect, test } from 'vitest';
import { setPassword } from '#features/identity/identities.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as, visitor } from '../client.ts';
import { usePortal } from '../portal.ts';
import { newWorld, type World } from '../world.ts';
import { signedIn } from './arena.ts';
import { plain, useWire } from './wire.ts';

// An installation behind https, as every real one is.
const portal = usePortal({ ORIGIN: 'https://portal.example' });
const wire = useWire(portal);
let world: World;

beforeAll(async () => {
  const made = await newWorld(portal());
  world = Object.assign(made, { origin: `https://${made.host}` });
});

const PASSWORD = 'correct horse battery';
const SESSION = '__Host-portico_session';

test('TRUST 15: over https every cookie is bound to its host, hidden from scripts, and not sent by other sites', async () => {
  await inWorkspace(portal().platform, world.workspaceId, (ctx) => setPassword(ctx, world.dana.identityId, PASSWORD));
  const door = visitor(portal(), world);
  const entered = await door.submit('/sign-in', '/sign-in/password', { email: world.dana.email, password: PASSWORD });
  expect(entered.status, entered.text).toBe(303);
  const dana = signedIn(portal(), world.dana);
  const sent = await dana.submit('/support/new', '/support', { subject: 'Cookies', urgency: 'slows', body: 'Hello' });
  const out = await dana.submit('/support/1', '/sign-out');
  const cookies = [entered, sent, out].flatMap((answer) => answer.headers.getSetCookie());
  expect(cookies.length).toBeGreaterThanOrEqual(4);
  expect(faults(cookies)).toEqual([]);
});

/** What is wrong with the cookies of an answer. */
const faults = (cookies: string[]): string[] =>
  cookies.filter(
    (cookie) =>
      !(
        cookie.startsWith('__Host-') &&
        /; Path=\//.test(cookie) &&
        /; HttpOnly/.test(cookie) &&
        /; Secure/.test(cookie) &&
        /; SameSite=Lax/.test(cookie) &&
        !/; Domain=/i.test(cookie)
      ),
  );

test('TRUST 15, control: without https cookies are not bound to their host, and one that a sibling set signs in', async () => {
  const { openPortal } = await import('../portal.ts');
  const open = await openPortal();
  try {
    const plainWorld = await newWorld(open);
    const dana = as(open, plainWorld.dana);
    const sent = await dana.submit('/support/new', '/support', { subject: 'Cookies', urgency: 'slows', body: 'Hello' });
    expect(faults(sent.headers.getSetCookie()).length).toBeGreaterThan(0);
    const tossed = `portico_session=${plainWorld.agent.token}`;
    expect((await visitor(open, plainWorld).get('/inbox', { cookie: tossed })).status).toBe(200);
  } finally {
    await open.close();
  }
});

test('TRUST 15: a cookie that a sibling could set shadows nothing and signs nobody in', async () => {
  const { token } = world.agent;
  const tossed = [
    `portico_session=${token}`,
    `__host-portico_session=${token}`,
    `__Secure-portico_session=${token}`,
    `portico_session=${token}; __Host-portico_session=`,
    // What a language may call white space before a name hides the prefix from the browser, and must not from us.
    `\u00a0${SESSION}=${token}`,
    `\u00c2\u00a0${SESSION}=${token}`,
    `\u00e2\u0080\u0080${SESSION}=${token}`,
    `x=1;\u00a0${SESSION}=${token}`,
    `"${SESSION}"=${token}`,
    `$Version=1; ${SESSION.toLowerCase()}=${token}`,
  ];
  for (const cookie of tossed) {
    const { status } = await visitor(portal(), world).get('/inbox', { cookie });
    expect(status, cookie).toBe(303);
  }
  const both = await visitor(portal(), world).get('/inbox', { cookie: `portico_session=evil; ${SESSION}=${token}` });
  expect(both.status).toBe(200);
});

test('TRUST 15, control: the very same token under its own name signs in', async () => {
  expect((await signedIn(portal(), world.agent).get('/inbox')).status).toBe(200);
});

test('TRUST 15: a cookie that is no token of ours, or a hash of one, is a visitor’s', async () => {
  const { sha256Hex } = await import('#platform/crypto.ts');
  for (const value of [
    '',
    'x',
    'null',
    sha256Hex(world.agent.token),
    `${world.agent.token}x`,
    "' or 1=1 --",
    'a'.repeat(4_000),
  ]) {
    const { status } = await visitor(portal(), world).get('/inbox', { cookie: `${SESSION}=${value}` });
    expect(status, value.slice(0, 40)).toBe(303);
  }
});

test('TRUST 15: too many cookies are refused with 431, and the browser is told to forget them', async () => {
  const bomb = Array.from({ length: 20 }, (_, n) => `bomb${n}=${'x'.repeat(1_500)}`).join('; ');
  const { status, head } = await wire().say(
    plain('GET /inbox', [
      ['Host', world.host],
      ['Cookie', `${SESSION}=${world.agent.token}; ${bomb}`],
    ]),
  );
  expect(status).toBe(431);
  // Without this a browser that somebody else filled with cookies never gets in again.
  expect(head.toLowerCase()).toContain('clear-site-data: "cookies"');
  expect(head.toLowerCase()).toContain('connection: close');
  const again = await wire().say(
    plain('GET /inbox', [
      ['Host', world.host],
      ['Cookie', `${SESSION}=${world.agent.token}`],
    ]),
  );
  expect(again.status).toBe(200);
});

test('TRUST 15, control: as many cookies as fit get through', async () => {
  const { status } = await wire().say(
    plain('GET /inbox', [
      ['Host', world.host],
      ['Cookie', `${SESSION}=${world.agent.token}; ${'y'.repeat(8_000)}=1`],
    ]),
  );
  expect(status).toBe(200);
});

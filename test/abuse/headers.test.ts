import { Hono } from 'hono';
import { parse } from 'parse5';
import { beforeAll, expect, test } from 'vitest';
import { rooms } from '#app/features.ts';
import type { Env } from '#platform/http/env.ts';
import { attribute, elements, visitor } from '../client.ts';
import { type TestPortal, usePortal } from '../portal.ts';
import { addressOf, signedIn, type Victim, victim } from './arena.ts';

const portal = usePortal({ ORIGIN: 'https://portal.example' });
let home: Victim;

beforeAll(async () => {
  home = await victim(portal());
});

const WANTED: Record<string, (value: string) => boolean> = {
  'content-security-policy': (csp) =>
    csp.includes("default-src 'none'") && csp.includes("frame-ancestors 'none'") && !/unsafe-|\*|nonce-/.test(csp),
  'x-content-type-options': (value) => value === 'nosniff',
  'x-frame-options': (value) => value === 'DENY',
  'referrer-policy': (value) => value === 'same-origin' || value === 'no-referrer',
  'cross-origin-opener-policy': (value) => value === 'same-origin',
  'cross-origin-resource-policy': (value) => value === 'same-origin',
  'permissions-policy': (value) => value.includes('camera=()'),
  'strict-transport-security': (value) => value === 'max-age=31536000',
};

/** Every address there is, in each of the ways it can answer; which of them do, caches.test.ts says. */
const asked = (): string[] => [
  ...rooms
    .flatMap((room) => room.entries)
    .filter((entry) => entry.method === 'GET')
    .map(({ path }) => addressOf(path, home)),
  '/nowhere',
  '/support/999',
  '/sign-in/link?token=abc',
  '/sign-in/password/new?token=abc',
  '/invitation?token=abc',
  '/brand.css',
  '/brand.svg',
  '/brand/logo-light',
  '/live?t=x',
  '/support?q=%00',
];

/** Which header of which answer is missing or wrong. */
async function missing(app: TestPortal): Promise<string[]> {
  const found: string[] = [];
  for (const actor of [home.world.dana, home.world.agent, null]) {
    const client = actor ? signedIn(app, actor) : visitor(app, home.world);
    for (const path of asked()) {
      const { headers, status } = await client.get(path);
      for (const [name, fits] of Object.entries(WANTED)) {
        const value = headers.get(name);
        if (value === null || !fits(value)) found.push(`${name} of ${path} (${status}): ${value}`);
      }
    }
  }
  return found;
}

test('TRUST 21: every answer forbids frames, guessing of types, and telling others where one came from', async () => {
  expect(await missing(portal())).toEqual([]);
});

test('TRUST 21: a refusal before any route carries them, too', async () => {
  const nobody = await portal().app.request('https://x/', { headers: { host: 'unknown.example' } });
  expect(nobody.status).toBe(421);
  expect(nobody.headers.get('x-frame-options')).toBe('DENY');
  expect(nobody.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  const refused = await portal().app.request(`https://${home.world.host}/support`, {
    method: 'POST',
    headers: { host: home.world.host, origin: 'https://evil.example' },
  });
  expect(refused.status).toBe(403);
  expect(refused.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test('TRUST 21: the policy names no place but our own assets for scripts and styles', async () => {
  const { headers } = await visitor(portal(), home.world).get('/sign-in');
  const rules = Object.fromEntries(
    headers
      .get('content-security-policy')!
      .split('; ')
      .map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]),
  );
  const origin = `https://${home.world.host}`;
  expect(rules['script-src']).toEqual([`${origin}/assets/`]);
  expect(rules['style-src']).toEqual([`${origin}/assets/`, `${origin}/brand.css`]);
  expect(rules['form-action']).toEqual(["'self'"]);
  expect(rules['base-uri']).toEqual(["'none'"]);
  expect(rules['connect-src']).toEqual(["'self'"]);
  expect(rules['require-trusted-types-for']).toEqual(["'script'"]);
});

test('TRUST 21: a page whose address holds a token asks nothing of anybody else', async () => {
  for (const path of [
    '/sign-in/link?token=abc',
    '/sign-in/password/new?token=abc',
    '/invitation?token=abc',
    '/sign-in',
  ]) {
    const { text } = await visitor(portal(), home.world).get(path);
    for (const [tag, name] of [
      ['script', 'src'],
      ['link', 'href'],
      ['img', 'src'],
      ['iframe', 'src'],
      ['form', 'action'],
      ['source', 'src'],
    ] as const) {
      for (const element of elements(parse(text), tag)) {
        const to = attribute(element, name);
        if (to) expect(to, path).toMatch(/^\/(?!\/)/);
      }
    }
  }
});

test('TRUST 21, control: behind a front that drops them every one of these headers is missed', async () => {
  for (const name of Object.keys(WANTED)) {
    const bare = new Hono<Env>();
    bare.use(async (c, next) => {
      await next();
      c.res = new Response(c.res.body, c.res);
      c.res.headers.delete(name);
    });
    bare.route('/', portal().app);
    const client = visitor({ ...portal(), app: bare }, home.world);
    const value = (await client.get('/sign-in')).headers.get(name);
    expect(value === null || !WANTED[name]!(value), name).toBe(true);
  }
});

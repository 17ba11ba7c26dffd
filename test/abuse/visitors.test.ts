import { Hono } from 'hono';
import { parse } from 'parse5';
import { beforeAll, expect, test } from 'vitest';
import { loadConfig } from '#platform/config.ts';
import type { Env } from '#platform/http/env.ts';
import { attribute, elements, visitor } from '../client.ts';
import { peek } from '../database.ts';
import { type TestPortal, usePortal } from '../portal.ts';
import { tokenFor, type Victim, victim } from './arena.ts';

// As in production: the pages for developers are none of a stranger's business.
const portal = usePortal({ NODE_ENV: 'production', DEMO: 'false', ORIGIN: 'http://localhost:3000' });
let home: Victim;

beforeAll(async () => {
  home = await victim(portal());
});

/** Everything a stranger may read. A new entry is a decision: say here why nobody needs to be known for it. */
const OPEN: Record<string, string> = {
  'GET /healthz': 'says ok',
  'GET /readyz': 'says ready',
  'GET /metrics': 'from this machine only: other peers get 404',
  'GET /brand.css': 'colours of the door',
  'GET /brand.svg': 'the icon of the door',
  // The workspace of this test has no logo, so the two routes answer 404 here: test/abuse/logo.test.ts.
  'GET /offline': 'what a browser keeps for when it has no connection',
  'GET /offline-worker.js': 'the script that keeps it',
  'GET /robots.txt': 'where search engines may look: nowhere, as long as no article is everybody’s',
  'GET /sign-in': 'the door',
  'GET /sign-in/company': 'where people of customers with a sign-in of their own begin; says nothing about anybody',
  'GET /sign-in/password/forgotten': 'where whoever has forgotten it begins; says nothing about anybody',
  'GET /sign-in/sent': 'after asking for a link; says nothing without a seal',
};

/** The addresses of a running application: its routes, with what a stranger can guess for their place holders. */
async function openRoutes(app: TestPortal): Promise<string[]> {
  const found = new Set<string>();
  const client = visitor(app, home.world);
  const token = tokenFor(app, null, home.world);
  for (const { method, path } of app.app.routes) {
    if (method === 'ALL') continue;
    const address = path
      .replace('/assets/:name', '/assets/nothing')
      .replace(':number', '1')
      .replace(':id', home.known.ids[0]!)
      .replace(':contact', home.world.dana.id)
      .replace(':name', 'x.txt');
    const answer = method === 'GET' ? await client.get(address) : await client.postRaw(address, { _token: token });
    if (answer.status === 200) found.add(`${method} ${path}`);
    for (const word of [home.customerWord, home.teamWord]) {
      if (answer.text.includes(word)) found.add(`${method} ${path} says ${word}`);
    }
  }
  return [...found].sort();
}

test('TRUST 9: what answers a stranger with 200 is what this list says', async () => {
  expect(await openRoutes(portal())).toEqual(Object.keys(OPEN).sort());
});

test('TRUST 9: from the front door no link leads a stranger any further', async () => {
  const client = visitor(portal(), home.world);
  const seen = new Set<string>();
  const waiting = ['/', '/sign-in'];
  const read: string[] = [];
  for (let path = waiting.shift(); path; path = waiting.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const { status, text, location } = await client.get(path);
    if (location?.startsWith('/')) waiting.push(location.split('#')[0]!);
    if (status !== 200 || !text.startsWith('<!doctype')) continue;
    read.push(path.split('?')[0]!);
    for (const tag of ['a', 'form', 'link', 'script', 'img', 'iframe']) {
      for (const element of elements(parse(text), tag)) {
        const to = attribute(element, 'href') ?? attribute(element, 'action') ?? attribute(element, 'src');
        if (to?.startsWith('/') && !to.startsWith('/assets/')) waiting.push(to.split('#')[0]!);
      }
    }
  }
  expect([...new Set(read)].sort()).toEqual(['/sign-in']);
});

test('TRUST 9: somebody else’s machine gets no figures', async () => {
  const { clientAddress } = await import('#platform/http/client-address.ts');
  expect(clientAddress('203.0.113.9', '127.0.0.1', portal().platform.config.trustedProxies)).toBe('203.0.113.9');
  // Behind a proxy of ours its sender's own hops change nothing, however many they are.
  const { trustedProxies: trusted } = loadConfig({ NODE_ENV: 'test', TRUSTED_PROXIES: '10.0.0.0/8' });
  for (const made of ['6.6.6.6', `${'1.1.1.1, '.repeat(120)}6.6.6.6`, `${'z'.repeat(993)}6.6.6.6`, 'z'.repeat(1_000)]) {
    expect(clientAddress('10.0.0.2', `${made}, 203.0.113.9`, trusted), made.slice(-20)).toBe('203.0.113.9');
    expect(clientAddress('10.0.0.2', `${made}, 203.0.113.9, 10.0.0.3`, trusted)).toBe('203.0.113.9');
  }
  const { health } = await import('#app/health.ts');
  const from = (ip: string, headers: Record<string, string> = {}) => {
    const app = new Hono<Env>();
    app.use(async (c, next) => {
      c.set('ip', ip);
      await next();
    });
    app.route('/', health(portal().platform));
    return app.request('/metrics', { headers });
  };
  expect((await from('203.0.113.9')).status).toBe(404);
  expect((await from('127.0.0.1')).status).toBe(200);
  // A proxy in front of us on the same machine, which the settings do not name.
  expect((await from('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
  expect((await from('::1', { forwarded: 'for=203.0.113.9' })).status).toBe(404);
});

test('TRUST 9, control: a route that somebody leaves open is found', async () => {
  const leaky = new Hono<Env>();
  leaky.route('/', portal().app);
  leaky.get('/left-open', (c) => c.text('anything'));
  expect(await openRoutes({ ...portal(), app: leaky })).toContain('GET /left-open');
});

test('TRUST 9, control: with a session the same crawl finds the rooms', async () => {
  const { token } = home.world.agent;
  const carried = new Hono<Env>();
  carried.all('*', (c) => {
    const headers = new Headers(c.req.raw.headers);
    headers.set('cookie', `portico_session=${token}`);
    return portal().app.fetch(new Request(c.req.raw, { headers }));
  });
  const routes = portal().app.routes;
  Object.defineProperty(carried, 'routes', { get: () => routes });
  expect(await openRoutes({ ...portal(), app: carried })).toContain('GET /inbox');
  await peek(portal().database, 'update sessions set revoked_at = null');
});

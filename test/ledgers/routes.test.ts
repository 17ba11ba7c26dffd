import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { rooms } from '#app/features.ts';
import type { RouteEntry } from '#platform/http/room.ts';
import { usePortal } from '../portal.ts';
import { ROUTES } from './route-ledger.ts';

const portal = usePortal();

/** Outside the rooms: answered without a principal, each for the reason given. */
const OUTSIDE: Record<string, string> = {
  'GET /healthz': 'probes',
  'GET /readyz': 'probes',
  'GET /metrics': 'for this machine and trusted networks',
  'GET /assets/:name': 'built files, the same for everybody',
  'GET /brand.css': 'the look of a portal, needed to sign in',
  'GET /brand.svg': 'its icon',
  'GET /brand/logo-light': 'its logo, on the door',
  'GET /brand/logo-dark': 'the same in the dark',
  'POST /sso/:id/acs': 'the answer of an identity provider, posted across sites; reads no session (decision 0021)',
  'GET /sso/:id/go': 'the way out to an identity provider; holds no transaction',
  'GET /sso/:id/callback': 'the way back from one',
  'GET /sso/:id/arrival': 'the same for SAML, after the post',
  'GET /sso/:id/metadata': 'what a SAML provider is told of us; nothing secret',
  'GET /live': 'checks the session itself and holds no transaction',
  'GET /offline': 'what a browser keeps for when it is offline',
  'GET /offline-worker.js': 'the script that keeps it',
  'GET /dev/ui': 'in development only',
  'GET /dev/mail': 'in development and demo only',
  'GET /dev/mail/:id': 'in development and demo only',
  'GET /dev/mail/:id/html': 'in development and demo only',
};

const line = ({ method, path, who, room }: RouteEntry): string =>
  `${method.padEnd(4)} ${path.padEnd(46)} ${who.padEnd(10)} ${room}`;

const table = (entries: readonly RouteEntry[]): string[] =>
  entries.map((entry) => line(entry).replace(/ +/g, ' ').trim()).sort();

const expected = ROUTES.trim()
  .split('\n')
  .map((row) => row.replace(/ +/g, ' ').trim());

const entries = rooms.flatMap((room) => room.entries);

test('every route of every room is in the ledger, with who may call it', () => {
  expect(table(entries)).toEqual(expected);
});

test('every other route of the running application is there for a reason that is written down', () => {
  const inRooms = new Set(entries.map(({ method, path }) => `${method} ${path}`));
  const other = portal()
    .app.routes.filter((route) => route.method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`)
    .filter((route) => !inRooms.has(route))
    .filter((route) => !/^[A-Z]+ \/scim\/v2\//.test(route));
  expect([...new Set(other)].sort()).toEqual(Object.keys(OUTSIDE).sort());
});

test('no route is written down twice, and none answers to anything but GET and POST', () => {
  const addresses = entries.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(addresses).size).toBe(addresses.length);
  // SCIM has methods of its own, and no cookie (decision 0021).
  const allowed = (path: string) => (path.startsWith('/scim/v2/') ? ['PUT', 'PATCH', 'DELETE'] : []);
  for (const { method, path } of portal().app.routes)
    expect(['GET', 'POST', 'ALL', ...allowed(path)]).toContain(method);
});

test('control: a route that nobody wrote down is found', () => {
  const added = { method: 'GET', path: '/exports', who: 'contact', room: 'tickets' } as const;
  expect(table([...entries, added])).not.toEqual(expected);
  expect(
    table(entries.map((entry) => (entry.path === '/inbox' ? { ...entry, who: 'anyone' as const } : entry))),
  ).not.toEqual(expected);
  const app = new Hono();
  app.get('/left-open', (c) => c.text(''));
  expect(app.routes.map(({ method, path }) => `${method} ${path}`).filter((route) => !(route in OUTSIDE))).toEqual([
    'GET /left-open',
  ]);
});

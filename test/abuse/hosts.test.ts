import { beforeAll, expect, test } from 'vitest';
import { as } from '../client.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import { newWorld, type World } from '../world.ts';
import { plain, useWire } from './wire.ts';

const portal = usePortal();
const wire = useWire(portal);
let a: World;
let b: World;

beforeAll(async () => {
  a = await newWorld(portal(), 'Northwind Studio');
  b = await newWorld(portal(), 'Lumen Cloud');
});

const NOBODY = 'There is no portal at this address.';
const signInAt = (host: string) => wire().say(plain('GET /sign-in', [['Host', host]]));

test('TRUST 12: a host in another spelling is the same portal', async () => {
  const spellings = [
    a.host,
    `${a.host}:3000`,
    `${a.host}:1`,
    `${a.host}.`,
    `${a.host}.:3000`,
    a.host.toUpperCase(),
    `${a.host.toUpperCase()}.:3000`,
  ];
  for (const host of spellings) {
    const { status, body } = await signInAt(host);
    expect(status, host).toBe(200);
    expect(body, host).toContain('Northwind Studio');
    expect(body, host).not.toContain('Lumen Cloud');
  }
});

const strangers = (): string[] => [
  'localhost',
  '127.0.0.1',
  '[::1]:3000',
  'unknown.example',
  `evil.${a.host}`,
  `${a.host}.evil.example`,
  `${a.host},${b.host}`,
  `${a.host} ${b.host}`,
  `${a.host}@${b.host}`,
  `${a.host}/${b.host}`,
  `${a.host}\\${b.host}`,
  `${a.host}:port`,
  `${a.host}:99999999`,
  `${a.host}..`,
  `.${a.host}`,
  `${a.host}%00`,
  `${a.host}%2e`,
  `${a.host}#`,
  `${a.host}?x`,
  `"${a.host}"`,
  `xn--${a.host}`,
  '*',
  '',
  'x'.repeat(4_000),
];

test('TRUST 12: a host that is nobody’s gets an answer that names nobody, never some portal', async () => {
  for (const host of strangers()) {
    const { status, head, body } = await signInAt(host);
    expect([400, 421], `${host}: ${head}`).toContain(status);
    expect(body, host).not.toMatch(/Northwind|Lumen|localhost/);
    if (status === 421) expect(body).toContain(NOBODY);
  }
});

test('TRUST 12: a missing host, and two of them, are refused', async () => {
  expect((await wire().say(plain('GET /sign-in', []))).status).toBe(400);
  const two = await wire().say(
    plain('GET /sign-in', [
      ['Host', a.host],
      ['Host', b.host],
    ]),
  );
  expect([400, 421]).toContain(two.status);
  expect(two.body).not.toMatch(/Northwind|Lumen/);
});

test('TRUST 12: an address in the request line speaks for no other portal than the Host header', async () => {
  const cookie: [string, string] = ['Cookie', `portico_session=${a.dana.token}`];
  for (const [target, host] of [
    [`http://${b.host}:3000/support`, a.host],
    [`http://${a.host}:3000/support`, b.host],
    [`http://unknown.example/support`, b.host],
    [`http://${a.host}:3000/support`, 'unknown.example'],
  ]) {
    const { status, head, body } = await wire().say(plain(`GET ${target}`, [['Host', host!], cookie]));
    expect(status, `${target} at ${host}`).toBeGreaterThanOrEqual(400);
    expect(`${head}${body}`).not.toMatch(/Dana/);
  }
  const same = await wire().say(plain(`GET http://${a.host}:3000/support`, [['Host', `${a.host}:3000`], cookie]));
  expect(same.status).toBe(200);
  expect(same.body).toContain('Dana');
});

test('TRUST 12: a cookie of one portal is nothing at the other', async () => {
  const cookie: [string, string] = ['Cookie', `portico_session=${a.dana.token}`];
  const own = await wire().say(plain('GET /support', [['Host', a.host], cookie]));
  const other = await wire().say(plain('GET /support', [['Host', b.host], cookie]));
  expect(own.status).toBe(200);
  expect(other.status).toBe(303);
  expect(other.head.toLowerCase()).toContain('location: /sign-in');
});

test('TRUST 12, control: a host is answered from the moment it belongs to a portal', async () => {
  const host = 'stranger.example';
  expect((await signInAt(host)).status).toBe(421);
  await peek(portal().database, 'update portals set host = $1 where workspace_id = $2', [host, b.workspaceId]);
  // Answers about hosts are kept for ten seconds; another portal of the same database has none yet.
  const { createWeb } = await import('#app/web.tsx');
  const fresh = createWeb(portal().platform);
  expect((await fresh.request('http://x/sign-in', { headers: { host } })).status).toBe(200);
  await peek(portal().database, 'update portals set host = $1 where workspace_id = $2', [b.host, b.workspaceId]);
});

test('TRUST 14: a host that is not proved yet is nobody’s, and one that is taken cannot be claimed again', async () => {
  const claim = (host: string, workspaceId: string) =>
    peek(
      portal().database,
      'insert into portals (workspace_id, id, host, is_primary) values ($1, gen_random_uuid(), $2, false)',
      [workspaceId, host],
    );
  await claim('claimed.example', b.workspaceId);
  expect((await signInAt('claimed.example')).status).toBe(421);
  await expect(claim(a.host, b.workspaceId)).rejects.toThrow(/portals_host_key/);
  // Proof by DNS, and a name's rest after its release, come with custom domains.
});

test('TRUST 14, control: the same host is answered once it is proved', async () => {
  await peek(
    portal().database,
    "insert into portals (workspace_id, id, host, is_primary, verified_at) values ($1, gen_random_uuid(), 'proved.example', false, now())",
    [b.workspaceId],
  );
  const { status, body } = await signInAt('proved.example');
  expect(status).toBe(200);
  expect(body).toContain('Lumen Cloud');
});

const forwarded = (): Record<string, string> => ({
  'X-Forwarded-Host': b.host,
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Port': '8443',
  'X-Forwarded-For': '203.0.113.7',
  'X-Real-IP': '203.0.113.7',
  'X-Original-URL': '/inbox',
  'X-Rewrite-URL': '/inbox',
  Forwarded: `for=203.0.113.7;host=${b.host};proto=https`,
});

test('TRUST 13: what a request claims to have been forwarded for changes neither portal, links nor address', async () => {
  const asked = await wire().say(plain('GET /sign-in', [['Host', a.host], ...Object.entries(forwarded())]));
  expect(asked.status).toBe(200);
  expect(asked.body).toContain('Northwind Studio');
  expect(`${asked.head}${asked.body}`).not.toMatch(new RegExp(`${b.host}|8443|https://${a.host}`));
  await signInByMail(forwarded());
  const [mail] = await peek<{ html: string; text: string }>(
    portal().database,
    'select html, text from mails where workspace_id = $1 order by created_at desc limit 1',
    [a.workspaceId],
  );
  expect(mail!.text).toContain(`${a.origin}/sign-in/link?token=`);
  expect(`${mail!.html}${mail!.text}`).not.toMatch(new RegExp(b.host));
});

/** Asks for a sign-in link as Dana, at the real port. */
async function signInByMail(headers: Record<string, string>): Promise<void> {
  const { status } = await as(portal(), { ...a.dana, token: '' }).submit('/sign-in', '/sign-in/password', {
    email: 'nobody@acme.example',
    password: 'x',
  });
  expect(status).toBe(422);
  const form = await as(portal(), { ...a.dana, token: '' }).form('/sign-in', '/sign-in/password');
  const body = new URLSearchParams({ ...form, email: a.dana.email }).toString();
  const sent = await wire().say(
    plain(
      'POST /sign-in/link',
      [
        ['Host', `${a.host}:3000`],
        ['Origin', a.origin],
        ['Content-Type', 'application/x-www-form-urlencoded'],
        ...Object.entries(headers),
      ],
      body,
    ),
  );
  expect(sent.status, sent.head).toBe(303);
  await portal().workJobs();
}

test('TRUST 13: the address written down with an event is the peer’s, not a claimed one', async () => {
  const cookie: [string, string] = ['Cookie', `portico_session=${a.dana.token}`];
  const form = await as(portal(), a.dana).form('/support/new', '/support');
  const body = new URLSearchParams({ ...form, subject: 'From where', urgency: 'slows', body: 'Hello' }).toString();
  const headers: [string, string][] = [
    ['Host', `${a.host}:3000`],
    ['Origin', a.origin],
    cookie,
    ['Content-Type', 'application/x-www-form-urlencoded'],
  ];
  const sent = await wire().say(plain('POST /support', [...headers, ...Object.entries(forwarded())], body));
  expect(sent.status, sent.head).toBe(303);
  const [event] = await peek<{ ip: string }>(
    portal().database,
    "select ip from events where workspace_id = $1 and kind = 'ticket.opened'",
    [a.workspaceId],
  );
  expect(event!.ip).toBe('127.0.0.1');
});

test('TRUST 13, control: the same claim counts when the peer is a proxy we trust', async () => {
  const { clientAddress } = await import('#platform/http/client-address.ts');
  const { loadConfig } = await import('#platform/config.ts');
  const { trustedProxies } = loadConfig({ NODE_ENV: 'test', TRUSTED_PROXIES: '127.0.0.1/32' });
  expect(clientAddress('127.0.0.1', '203.0.113.7', trustedProxies)).toBe('203.0.113.7');
  expect(clientAddress('127.0.0.1', '203.0.113.7', [])).toBe('127.0.0.1');
  expect(clientAddress('198.51.100.1', '203.0.113.7', trustedProxies)).toBe('198.51.100.1');
  expect(clientAddress('127.0.0.1', '10.0.0.1, 203.0.113.7, evil', trustedProxies)).toBe('127.0.0.1');
});

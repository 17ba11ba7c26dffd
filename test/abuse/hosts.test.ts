import { beforeAll, expect, test } from 'vitest';
import { createWeb } from '#app/web.tsx';
import { loadConfig } from '#platform/config.ts';
import { as } from '../client.ts';
import { peek, whileSaying } from '../database.ts';
import { usePortal } from '../portal.ts';
import { newWorld, type World } from '../world.ts';
import { plain, useWire, type Wire } from './wire.ts';

const portal = usePortal();
const wire = useWire(portal);
/** The same portal, which takes whoever speaks to it for its own proxy. */
const gullible = useWire(() => {
  const { trustedProxies } = loadConfig({ NODE_ENV: 'test', TRUSTED_PROXIES: '127.0.0.1/32' });
  const platform = { ...portal().platform, config: { ...portal().platform.config, trustedProxies } };
  return { ...portal(), platform, app: createWeb(platform) };
});
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

/** What somebody at a host sees where portals are found in another way; answers about hosts are kept, so it is a new app. */
async function foundBy(where: string, host: string): Promise<string> {
  let text = '';
  const way = { of: 'app.portal_by_host', from: /p\.host = wanted and p\.verified_at is not null/, to: where };
  await whileSaying(portal().database, way, async () => {
    const answer = await createWeb(portal().platform).request('http://x/sign-in', { headers: { host } });
    text = `${answer.status} ${await answer.text()}`;
  });
  return text;
}

test('TRUST 12, control: were there a portal for hosts that are nobody’s, strangers would be shown it', async () => {
  const first = `p.host = wanted or wanted = 'unknown.example' and p.host = '${a.host}'`;
  expect(await foundBy(first, 'unknown.example')).toMatch(/^200 .*Northwind/s);
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

test('TRUST 14, control: were it not asked whether a host is proved, the same claim would be answered', async () => {
  expect(await foundBy('p.host = wanted', 'claimed.example')).toMatch(/^200 .*Lumen Cloud/s);
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

/** Opens a ticket as Dana over this wire, with what it claims to be forwarded for; answers the address written down. */
async function writtenDown(line: Wire): Promise<string> {
  const form = await as(portal(), a.dana).form('/support/new', '/support');
  const body = new URLSearchParams({ ...form, subject: 'From where', urgency: 'slows', body: 'Hello' }).toString();
  const headers: [string, string][] = [
    ['Host', `${a.host}:3000`],
    ['Origin', a.origin],
    ['Cookie', `portico_session=${a.dana.token}`],
    ['Content-Type', 'application/x-www-form-urlencoded'],
  ];
  const sent = await line.say(plain('POST /support', [...headers, ...Object.entries(forwarded())], body));
  expect(sent.status, sent.head).toBe(303);
  const [event] = await peek<{ ip: string }>(
    portal().database,
    "select ip from events where workspace_id = $1 and kind = 'ticket.opened' order by seq desc limit 1",
    [a.workspaceId],
  );
  return event!.ip;
}

test('TRUST 13: the address written down with an event is the peer’s, not a claimed one', async () => {
  expect(await writtenDown(wire())).toBe('127.0.0.1');
});

test('TRUST 13, control: were every peer believed, the claimed address would be written down', async () => {
  expect(await writtenDown(gullible())).toBe('203.0.113.7');
});

import { afterEach, expect, test } from 'vitest';
import { SESSION_DAYS } from '#features/identity/index.ts';
import { peek } from '#test/database.ts';
import { openPortal, type TestPortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { createWorkspace } from './create.ts';
import { setupCode } from './setup-code.ts';

let portal: TestPortal;
afterEach(() => portal.close());

const HOST = 'portal.example';
const ORIGIN = `http://${HOST}:3000`;

function filledIn(changes: Record<string, string> = {}): Record<string, string> {
  return {
    setup_code: setupCode(portal.platform.masterKey),
    business: 'Kestrel Bikes',
    color: '#0F766E',
    name: 'Ada Kestrel',
    email: 'Ada@kestrel.example',
    password: 'a long enough one',
    ...changes,
  };
}

const get = (path = '/', host = HOST) =>
  portal.app.request(`http://${host}:3000${path}`, { headers: { host: `${host}:3000` }, redirect: 'manual' });

const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  portal.app.request(`${ORIGIN}/`, {
    method: 'POST',
    headers: { host: `${HOST}:3000`, origin: ORIGIN, 'sec-fetch-site': 'same-origin', ...headers },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });

const workspaces = () =>
  peek(portal.database, 'select name, is_installation as installation, brand from workspaces order by is_installation');

test('an empty installation offers to begin on any host, and looks right there', async () => {
  portal = await openPortal();
  const page = await get('/', 'whatever.example');
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('Open your portal');
  expect(page.headers.get('content-security-policy')).toContain('http://whatever.example:3000/brand.css');
  const sheet = await get('/brand.css', 'whatever.example');
  expect(sheet.headers.get('content-type')).toContain('text/css');
  const german = await portal.app.request('/', { headers: { host: 'whatever.example', 'accept-language': 'de' } });
  expect(await german.text()).toContain('Eröffnen Sie Ihr Portal');
});

test('whoever knows the code opens the portal of this host, owns it, and is signed in', async () => {
  portal = await openPortal();
  const answer = await post(filledIn());
  expect(answer.status, await answer.clone().text()).toBe(303);
  expect(answer.headers.get('location')).toBe('/customers');
  const [given = ''] = answer.headers.getSetCookie();
  // As long as at every other door.
  expect(Number(/max-age=(\d+)/i.exec(given)?.[1])).toBeGreaterThan(SESSION_DAYS * 86_400);
  const cookie = given.split(';')[0]!;
  const customers = await portal.app.request(`${ORIGIN}/customers`, { headers: { host: `${HOST}:3000`, cookie } });
  const html = await customers.text();
  expect(customers.status).toBe(200);
  expect(html).toContain('Kestrel Bikes');
  expect(html).toContain('Your first customer goes here');
  const [owner] = await peek(
    portal.database,
    'select m.email, m.role from members m join workspaces w on w.id = m.workspace_id where not w.is_installation',
  );
  expect(owner).toEqual({ email: 'ada@kestrel.example', role: 'owner' });
  const log = await portal.app.request(`${ORIGIN}/audit?side=operator`, { headers: { host: `${HOST}:3000`, cookie } });
  const words = (await log.text()).replace(/<[^>]*>/g, '');
  expect(words).toMatch(/Whoever runs the server\s*made this portal, and Ada Kestrel its owner/);
});

test('the same person runs the installation, on its own host', async () => {
  portal = await openPortal();
  await post(filledIn());
  expect(await workspaces()).toMatchObject([
    { name: 'Kestrel Bikes', installation: false, brand: { color: '#0f766e' } },
    { name: 'Portico', installation: true },
  ]);
  const hosts = await peek<{ host: string }>(portal.database, 'select host from portals order by host');
  expect(hosts.map((row) => row.host)).toEqual(['operator.localhost', HOST]);
});

test('afterwards the page is gone: here is the portal, elsewhere nothing', async () => {
  portal = await openPortal();
  await post(filledIn());
  expect((await get()).headers.get('location')).toBe('/sign-in');
  expect((await get('/', 'other.example')).status).toBe(421);
  const again = await post(filledIn({ business: 'Mallory' }), { host: 'other.example:3000' });
  expect(again.status).toBe(421);
  expect(await workspaces()).toHaveLength(2);
});

test('of two who begin at once, one does', async () => {
  portal = await openPortal();
  const answers = await Promise.all([post(filledIn()), post(filledIn({ business: 'Second Bikes' }))]);
  expect(answers.map((answer) => answer.status)).toEqual([303, 303]);
  expect(answers.map((answer) => answer.headers.get('location')).sort()).toEqual(['/', '/customers']);
  expect(await workspaces()).toHaveLength(2);
});

test('without the code nobody begins, whatever else they know', async () => {
  portal = await openPortal();
  for (const setup_code of ['', 'AAAA-AAAA-AAAA-AAAA']) {
    const answer = await post(filledIn({ setup_code }));
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain('This is not the setup code.');
    expect(html).toContain('value="Kestrel Bikes"');
    // A password is never given back: its field says so, and only then.
    expect(html).not.toContain('a long enough one');
    expect(html).toContain('Type your password once more.');
  }
  expect(await workspaces()).toEqual([]);
});

test('a password that is not good enough is said to be that, and one that was not typed, too', async () => {
  portal = await openPortal();
  // What every other door refuses: known ones, and one's own names.
  for (const password of ['password123', '1234567890', filledIn({}).business!]) {
    const html = await (await post(filledIn({ setup_code: '', password }))).text();
    expect(html, password).toContain('This one is tried first by whoever guesses.');
  }
  for (const password of ['short', '']) {
    const html = await (await post(filledIn({ setup_code: '', password }))).text();
    expect(html).toContain('A password has at least 10 characters.');
    expect(html).not.toContain('Type your password once more.');
  }
});

test('a form of another site begins nothing, even with the code', async () => {
  portal = await openPortal();
  for (const headers of [{ origin: 'http://evil.example' }, { 'sec-fetch-site': 'cross-site' }] as Record<
    string,
    string
  >[]) {
    expect((await post(filledIn(), headers)).status).toBe(403);
  }
  expect(await workspaces()).toEqual([]);
});

test.each([
  ['a null byte', 400, { body: 'setup_code=%00' }],
  ['what is no text', 400, { body: 'setup_code=%ff%fe' }],
  ['a field that is too long', 413, { body: `business=${'x'.repeat(12_000)}` }],
  ['too many fields', 413, { body: 'a=1&'.repeat(5000) }],
  ['no form at all', 415, { body: '{}', type: 'application/json' }],
] as const)('%s is refused by %i, and is no fault of ours', async (_, status, { body, ...given }) => {
  portal = await openPortal();
  const type = 'type' in given ? given.type : 'application/x-www-form-urlencoded';
  const headers = { host: `${HOST}:3000`, origin: ORIGIN, 'content-type': type };
  const answer = await portal.app.request(`${ORIGIN}/`, { method: 'POST', headers, body });
  expect(answer.status).toBe(status);
  expect(await answer.text()).toMatch(status === 413 ? /too large/ : /could not/);
});

test('a form with mistakes says each of them and creates nothing', async () => {
  portal = await openPortal();
  const answer = await post(filledIn({ business: '', color: 'red', name: ' ', email: 'ada', password: 'short' }));
  expect(answer.status).toBe(422);
  const html = await answer.text();
  for (const field of ['business', 'color', 'name', 'email', 'password']) expect(html).toContain(`id="${field}-error"`);
  expect(html).not.toContain('setup_code-error');
  expect(await workspaces()).toEqual([]);
});

test('every other address of an empty installation leads to the page', async () => {
  portal = await openPortal();
  expect((await get('/inbox')).headers.get('location')).toBe('/');
  const posted = await portal.app.request(`${ORIGIN}/sign-in/password`, { method: 'POST', headers: { host: HOST } });
  expect(posted.status).toBe(404);
});

test('a seed makes a workspace with several hosts, and no second one on the same host', async () => {
  portal = await openPortal();
  const given = {
    name: 'Lumen Cloud',
    locale: 'en',
    zone: 'America/Chicago',
    brand: { color: '#f59e0b', radius: 'round', font: 'inter' },
    hosts: ['lumen.localhost', 'hub.lumen.example'],
  } as const;
  const { workspace, portal: made } = await createWorkspace(portal.platform, given);
  expect(made).toMatchObject({ host: 'lumen.localhost', origin: 'http://lumen.localhost:3000' });
  expect(workspace.slug).toMatch(/^lumen-cloud-[0-9a-f]{6}$/);
  expect((await get('/sign-in', 'hub.lumen.example')).status).toBe(200);
  await expect(createWorkspace(portal.platform, given)).rejects.toThrow(/portals_host_key/);
  const accents = await createWorkspace(portal.platform, {
    ...given,
    name: 'Bäckerei Großöhrli',
    hosts: ['baeck.localhost'],
  });
  expect(accents.workspace.slug).toMatch(/^backerei-grossohrli-[0-9a-f]{6}$/);
});

test('a workspace that exists already closes the door, however it came to be', async () => {
  portal = await openPortal();
  await newWorld(portal);
  expect((await get()).status).toBe(421);
});

import { beforeAll, expect, test } from 'vitest';
import { givePassword, PASSWORD, tryPassword } from '#features/identity/doors.testing.ts';
import { SESSION_DAYS } from '#features/identity/index.ts';
import { as, type Fields, visitor } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { endSessions, newWorld, type World } from './world.ts';

const portal = usePortal();
let world: World;

beforeAll(async () => {
  world = await newWorld(portal());
  await dana().submit('/support/new', '/support', { subject: 'First', urgency: 'slows', body: 'Hello' });
});

const FIELD = '01900000-0000-7000-8000-0000000f1e1d';
const dana = () => as(portal(), world.dana);

const counted = async (table: 'drafts' | 'replies'): Promise<number> =>
  (
    await peek<{ n: number }>(portal().database, `select count(*)::int as n from ${table} where workspace_id = $1`, [
      world.workspaceId,
    ])
  )[0]!.n;

/** Dana signs in again, in the same browser. */
async function signInAgain(): Promise<ReturnType<typeof as>> {
  await peek(
    portal().database,
    "update sessions set revoked_at = null, expires_at = now() + interval '1 day' where identity_id = $1",
    [world.dana.identityId],
  );
  return dana();
}

test.each([
  ['without a file', {}],
  ['with a file', { files: { name: 'proof.txt', content: 'proof' } }],
] as [string, Fields][])(
  'nothing typed is lost when the session ends in the middle of writing, %s',
  async (_, extra) => {
    for (const [page, path, fields] of [
      ['/support/1', '/support/1/replies', { body: 'Half a thought about geraniums' }],
      [
        '/support/new',
        '/support',
        { subject: 'Subject about geraniums', urgency: 'blocks', body: 'Text about geraniums' },
      ],
    ] as [string, string, Record<string, string>][]) {
      const browser = dana();
      const form = await browser.form(page, path);
      await endSessions(portal().platform, world.dana);
      let sent = await browser.postRaw(path, { ...form, ...fields, ...extra });
      expect(sent.status, sent.text.slice(0, 500)).toBe(303);
      expect(sent.location).toBe(`/sign-in?next=${encodeURIComponent(`${page}?kept=1#kept`)}`);
      const back = await signInAgain();
      const { text } = await back.get(`${page}?kept=1`);
      expect(text, page).toContain('What you wrote is still here.');
      for (const value of Object.values(fields)) expect(text, page).toContain(value);
      // Sent now, it is gone from the drafts.
      sent = await back.submit(`${page}?kept=1`, path, fields);
      expect(sent.status).toBe(303);
      expect((await back.get(`${page}?kept=1`)).text).not.toContain(`${fields.body}</textarea>`);
      expect(await counted('drafts')).toBe(0);
    }
  },
);

test('the sign-in page says that the words are kept, and leads back to them', async () => {
  const browser = dana();
  const form = await browser.form('/support/1', '/support/1/replies');
  await endSessions(portal().platform, world.dana);
  const sent = await browser.postRaw('/support/1/replies', { ...form, body: 'Words about lupins' });
  const { text } = await browser.get(sent.location!);
  expect(text).toContain('What you wrote is kept.');
  expect(text).toContain('name="next" value="/support/1?kept=1#kept"');
  // Who only went on reading has nothing kept, and is told why they are here.
  const moved = await browser.get('/support');
  const { text: plain } = await browser.get(moved.location!);
  expect(plain).toContain('You have been signed out');
  expect(plain).not.toContain('What you wrote is kept');
  expect((await visitor(portal(), world).get('/sign-in')).text).not.toContain('You have been signed out');
  await signInAgain();
  await peek(portal().database, 'delete from drafts');
});

test.each([
  ['owner', '/customers/new', '/customers/new', { name: 'Orchid Works' }, 'Orchid Works'],
  ['owner', '/settings/fields/new', '/settings/fields', { label: 'Orchid house' }, 'Orchid house'],
  ['owner', '/settings/fields/FIELD', '/settings/fields/FIELD', { hint: 'Orchids only' }, 'Orchids only'],
  ['owner', '/customers/ACCOUNT/fields', '/customers/ACCOUNT/fields', { 'f-FIELD': 'Orchid Red' }, 'Orchid Red'],
  ['owner', '/customers/segments/new', '/customers/segments', { name: 'Orchid growers' }, 'Orchid growers'],
  ['owner', '/customers/segments/new', '/customers/segments/draft', { name: 'Orchids by look' }, 'Orchids by look'],
  ['owner', '/knowledge/categories/new', '/knowledge/categories', { 'title-en': 'Orchid care' }, 'Orchid care'],
  ['owner', '/settings/rooms', '/settings/rooms', { 'help-to': 'nobody' }, 'name="help-to" value="nobody" checked'],
  [
    'owner',
    '/customers/invitations/new?account=ACCOUNT',
    '/customers/invitations',
    { people: 'Orchid <o@x.example>' },
    'Orchid &lt;o@x.example&gt;</textarea>',
  ],
  ['admin', '/company', '/company/people', { email: 'orla@orchid.example' }, 'orla@orchid.example'],
  ['admin', '/company/details', '/company/details', { 'f-FIELD': 'Orchid Blue' }, 'Orchid Blue'],
  [
    'dana',
    '/support/1',
    '/support/1/replies',
    { body: '<p>An <em>orchid</em></p>', body_format: 'html' },
    'value="html"',
  ],
] as ['owner' | 'admin' | 'dana', string, string, Record<string, string>, string][])(
  'a form comes back with its words and says so: %s on %s',
  async (who, page, action, fields, shown) => {
    const [field] = await peek<{ id: string }>(
      portal().database,
      `insert into field_definitions (workspace_id, id, subject, kind, label, customer)
       values ($1, $2, 'account', 'text', 'Orchid', 'edit') on conflict do nothing returning id`,
      [world.workspaceId, FIELD],
    );
    const role = who === 'admin' ? 'account_admin' : 'contributor';
    await peek(portal().database, 'update contacts set role = $2 where id = $1', [world.dana.id, role]);
    expect(field === undefined || field.id === FIELD).toBe(true);
    const named = (text: string) => text.replaceAll('FIELD', FIELD).replaceAll('ACCOUNT', world.accountId);
    const given = Object.fromEntries(Object.entries(fields).map(([name, value]) => [named(name), value]));
    const browser = as(portal(), who === 'admin' ? world.dana : world[who]);
    const form = await browser.form(named(page), named(action).replace('/draft', ''));
    const sent = await browser.postRaw(named(action), { ...form, ...given, _token: 'stale' });
    const back = `${named(page)}${page.includes('?') ? '&' : '?'}kept=1`;
    expect(sent.location).toBe(`${back}#kept`);
    const { text } = await browser.get(back);
    expect(text).toContain('id="kept"');
    expect(text).toContain(shown);
    const fresh = (await browser.get(named(page))).text;
    expect(fresh).not.toContain('id="kept"');
    expect(fresh).not.toContain(shown);
    // The control: with nothing to give back, no page says that it does.
    await peek(portal().database, 'delete from drafts');
    expect((await browser.get(back)).text).not.toContain('id="kept"');
  },
);

test('a browser carries a session longer than it holds, so that it can be told whose words came last', async () => {
  await givePassword(portal(), world.viewer);
  const answer = await tryPassword(visitor(portal(), world), world.viewer.email, PASSWORD);
  const cookie = answer.headers.getSetCookie().find((one) => one.includes('portico_session')) ?? '';
  expect(Number(/max-age=(\d+)/i.exec(cookie)?.[1])).toBeGreaterThan(SESSION_DAYS * 86_400);
});

test('a draft kept for one person is shown to nobody else', async () => {
  const browser = dana();
  const form = await browser.form('/support/1', '/support/1/replies');
  await endSessions(portal().platform, world.dana);
  await browser.postRaw('/support/1/replies', { ...form, body: 'About my petunias' });
  for (const other of [world.viewer, world.agent, world.rival]) {
    for (const page of ['/support/1?kept=1', '/inbox/1?kept=1'])
      expect((await as(portal(), other).get(page)).text).not.toContain('petunias');
  }
  await signInAgain();
  await peek(portal().database, 'delete from drafts');
});

test('of all the forms somebody left in the middle of writing the last twenty are kept', async () => {
  const form = await dana().form('/support/1', '/support/1/replies');
  for (let n = 0; n < 30; n += 1) {
    const fields = { ...form, _token: 'stale', _page: `/somewhere/${n}`, body: `Text ${n}` };
    expect((await dana().postRaw(`/somewhere/${n}`, fields)).status).toBe(303);
  }
  const kept = await peek<{ path: string }>(portal().database, 'select path from drafts order by created_at');
  expect(kept.map((row) => row.path)).toEqual(Array.from({ length: 20 }, (_, n) => `/somewhere/${n + 10}`));
  await peek(portal().database, 'delete from drafts');
});

test('a form whose proof has gone stale keeps its text and shows it on a fresh page', async () => {
  const form = await dana().form('/support/1', '/support/1/replies');
  for (const stale of ['', 'nonsense', form._token!.slice(0, -4)]) {
    const before = await counted('replies');
    const { status, location } = await dana().postRaw('/support/1/replies', {
      ...form,
      _token: stale,
      body: 'Words about dahlias',
    });
    expect([status, location]).toEqual([303, '/support/1?kept=1#kept']);
    expect((await dana().get(location!)).text).toContain('Words about dahlias');
    expect(await counted('replies')).toBe(before);
  }
  // What the editor wrote comes back into the editor, and not as its source.
  const written = { body: '<p>Half <strong>a</strong> thought</p>', body_format: 'html' };
  await dana().postRaw('/support/1/replies', { ...form, _token: 'stale', ...written });
  expect((await dana().form('/support/1?kept=1', '/support/1/replies')).body_format).toBe('html');
  const sent = await dana().submit('/support/1?kept=1', '/support/1/replies', { body: written.body });
  expect(sent.status).toBe(303);
  expect((await dana().get('/support/1')).text).toContain('<p>Half <strong>a</strong> thought</p>');
});

test('without a session cookie the form is refused, and what was typed stands on the page to be copied', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const form = await dana.form('/support/new', '/support');
  dana.cookies.clear();
  const words = 'It took me an hour to write <b>this</b> down';
  const answer = await dana.postRaw('/support', { ...form, subject: 'Something', urgency: 'slows', body: words });
  expect(answer.status).toBe(403);
  expect(answer.text).toContain('It took me an hour to write &lt;b&gt;this&lt;/b&gt; down');
});

test('the words of one person are not kept for whoever signed in after them at the same browser', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const form = await dana.form('/support/new', '/support');
  const rival = as(portal(), world.rival);
  const answer = await rival.postRaw('/support', {
    ...form,
    subject: 'Something',
    urgency: 'slows',
    body: 'Dana’s own words',
  });
  expect(answer.status).toBe(403);
  expect((await rival.get('/support/new?kept=1')).text).not.toContain('Dana’s own words');
});

test('an internal note that was kept never comes back in the field of a reply, nor a reply in that of a note', async () => {
  const world = await newWorld(portal());
  await as(portal(), world.dana).submit('/support/new', '/support', {
    subject: 'One',
    urgency: 'slows',
    body: 'Hello',
  });
  const priya = as(portal(), world.agent);
  const written = { replies: 'We will look into the marigolds', notes: 'They have not paid for the begonias' };
  for (const [verb, body] of Object.entries(written)) {
    const page = verb === 'notes' ? '/inbox/1?mode=note' : '/inbox/1';
    const form = await priya.form(page, `/inbox/1/${verb}`);
    const { status } = await priya.postRaw(`/inbox/1/${verb}`, { ...form, _token: 'stale', body });
    expect(status).toBe(303);
  }
  const reply = (await priya.get('/inbox/1?kept=1')).text;
  expect(reply).toContain(`${written.replies}</textarea>`);
  expect(reply).not.toContain('begonias');
  const note = (await priya.get('/inbox/1?mode=note&kept=1')).text;
  expect(note).toContain(`${written.notes}</textarea>`);
  expect(note).not.toContain('marigolds');
  // One that is sent takes only its own away.
  await priya.submit('/inbox/1?mode=note&kept=1', '/inbox/1/notes', { body: written.notes });
  expect((await priya.get('/inbox/1?kept=1')).text).toContain(`${written.replies}</textarea>`);
});

test('on a closed ticket, which takes only notes, a note is written under its own name', async () => {
  const world = await newWorld(portal());
  await as(portal(), world.dana).submit('/support/new', '/support', {
    subject: 'One',
    urgency: 'slows',
    body: 'Hello',
  });
  const priya = as(portal(), world.agent);
  await priya.submit('/inbox/1', '/inbox/1/triage', { status: 'closed' });
  const closed = (await priya.get('/inbox/1')).text;
  expect(closed).toContain('action="/inbox/1/notes"');
  expect(closed).toMatch(/data-draft="note:/);
  expect(closed).not.toMatch(/data-draft="reply:/);
});

test('a form that is refused as a whole gives its words back, and the way to its page', async () => {
  const world = await newWorld(portal());
  const form = await as(portal(), world.dana).form('/support/new', '/support');
  const viewer = as(portal(), world.viewer);
  const { _token } = await viewer.form('/support', '/preferences');
  const words = 'Nobody told me that I may not ask';
  const sent = await viewer.postRaw('/support', {
    _token: _token!,
    _page: '/support/new',
    _once: form._once!,
    subject: words,
    urgency: 'slows',
    body: 'Short',
  });
  expect(sent.status).toBe(403);
  expect(sent.text).toContain(`>${words}</textarea>`);
  expect(sent.text).toContain('href="/support/new"');
  // What is typed at a door is no work.
  const stranger = visitor(portal(), world);
  const fields = { _token: 'stale', email: 'somebody.with.a.long.name@acme.example', password: 'a long one here' };
  const refused = await stranger.postRaw('/sign-in/password', fields);
  expect(refused.status).toBe(403);
  expect(refused.text).not.toContain('somebody.with.a.long.name');
  expect(refused.text).not.toContain('<textarea');
  expect(refused.text).toContain('href="/sign-in"');
});

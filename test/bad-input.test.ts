import { beforeAll, expect, test } from 'vitest';
import { as, type Fields, untilAnswered } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

/** A tag that is not one of the head's own. */
const FOREIGN_SCRIPT = /<script(?! (?:type="module" )?src="\/assets\/)/g;

const portal = usePortal();
let world: World;

beforeAll(async () => {
  world = await newWorld(portal());
  await dana().submit('/support/new', '/support', { subject: 'First', urgency: 'slows', body: 'Hello' });
});

const dana = () => as(portal(), world.dana);
const priya = () => as(portal(), world.agent);
const ticketForm = { subject: 'A subject', urgency: 'slows', body: 'A body' };

const counted = async (table: string): Promise<number> =>
  (
    await peek<{ n: number }>(portal().database, `select count(*)::int as n from ${table} where workspace_id = $1`, [
      world.workspaceId,
    ])
  )[0]!.n;

/** Asserts that nothing new was stored while something was refused. */
async function storingNothing(work: () => Promise<void>): Promise<void> {
  const tables = ['tickets', 'replies', 'internal_notes', 'attachments', 'events'];
  const before = await Promise.all(tables.map(counted));
  await work();
  expect(await Promise.all(tables.map(counted))).toEqual(before);
}

test('a subject of one megabyte is refused kindly, and comes back with everything that was typed', async () => {
  const subject = 'S'.repeat(1_000_000);
  await storingNothing(async () => {
    const { status, text } = await dana().submit('/support/new', '/support', {
      ...ticketForm,
      subject,
      body: 'Precious words',
    });
    expect(status).toBe(422);
    expect(text).toContain(`value="${subject}"`);
    expect(text).toContain('Precious words');
    expect(text).toMatch(/aria-invalid="true"/);
  });
});

test('a text over the limit of the ground is refused before it is held', async () => {
  await storingNothing(async () => {
    const long = { ...ticketForm, subject: 'S'.repeat(2_000_000) };
    const { status, text, headers } = await dana().submit('/support/new', '/support', long);
    expect(status).toBe(413);
    // A page that stays says it beside the field.
    expect(headers.get('x-portico-field')).toBe('subject');
    expect(text).toContain('This text is longer than');
  });
});

test('a reply of two hundred thousand characters comes back and is not lost', async () => {
  const body = 'word '.repeat(40_000);
  const { status, text } = await dana().submit('/support/1', '/support/1/replies', { body });
  expect(status).toBe(422);
  expect(text).toContain(body.slice(0, 1_000));
});

const wordNumber = (n: number): string => `w${n.toString(36).padStart(8, '0')}`;

test('a thread of long texts can still be answered, when it holds more words than a search can', {
  timeout: 60_000,
}, async () => {
  const { location } = await dana().submit('/support/new', '/support', { ...ticketForm, subject: 'Log files' });
  const page = location!;
  for (let n = 0; n < 10; n += 1) {
    const body = Array.from({ length: 9_000 }, (_, line) => wordNumber(n * 9_000 + line)).join(' ');
    const { status } = await dana().submit(page, `${page}/replies`, { body });
    expect(status, `reply ${n}`).toBe(303);
  }
  const found = await dana().get(`/support?view=all&q=${wordNumber(1)}`);
  expect(found.text).toContain('Log files');
});

test('bytes that are no UTF-8, and a null byte, are refused in forms of either kind, and nothing is stored', async () => {
  const { _token } = await dana().form('/support/new', '/support');
  const send = (path: string, body: string | Buffer<ArrayBuffer>, type = 'application/x-www-form-urlencoded') =>
    portal().app.request(`${world.origin}${path}`, {
      method: 'POST',
      body,
      headers: {
        host: world.host,
        origin: world.origin,
        cookie: `portico_session=${world.dana.token}`,
        'content-type': type,
      },
    });
  const token = encodeURIComponent(_token!);
  await storingNothing(async () => {
    for (const path of ['/support', '/support/1/replies']) {
      for (const bad of ['%ff%fe', '%c3%28', '%ed%a0%80', 'a%00b', '%00']) {
        const body = `_token=${token}&subject=x${bad}&urgency=slows&body=${bad}`;
        expect((await send(path, body)).status, `${path} ${bad}`).toBe(400);
      }
    }
    const part = (name: string, value: Buffer | string) =>
      Buffer.concat([
        Buffer.from(`--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
        Buffer.from(value as string),
        Buffer.from('\r\n'),
      ]);
    const whole = (subject: Buffer | string, body: Buffer | string) =>
      Buffer.concat([
        part('_token', _token!),
        part('urgency', 'slows'),
        part('subject', subject),
        part('body', body),
        Buffer.from('--b--\r\n'),
      ]);
    const inParts = async (...values: Parameters<typeof whole>) =>
      (await send('/support', whole(...values), 'multipart/form-data; boundary=b')).status;
    for (const bytes of [
      [0xff, 0xfe],
      [0xc3, 0x28],
      [0xed, 0xa0, 0x80],
      [0x61, 0, 0x62],
    ]) {
      expect([await inParts(Buffer.from(bytes), 'x'), await inParts('x', Buffer.from(bytes))], String(bytes)).toEqual([
        400, 400,
      ]);
    }
    // A form of parts as such is read: it lacks no more than words.
    expect(await inParts('é', '')).toBe(422);
  });
  for (const address of ['/support?q=%00', '/support/1%00', '/support?after=%00', '/%00'])
    expect((await dana().get(address)).status).toBe(400);
  for (const address of ['/support?q=%ff', '/support?q=%c3%28&view=all'])
    expect((await dana().get(address)).status).toBe(200);
});

const SCRIPT = '<script>alert("bad")</script><img src=x onerror=alert(1)>';

test('a script in every field stays text wherever it is shown', async () => {
  const own = await newWorld(portal());
  const [contact, member, owner] = [as(portal(), own.dana), as(portal(), own.agent), as(portal(), own.owner)];
  const sent = [
    await contact.submit('/support/new', '/support', {
      subject: `S ${SCRIPT}`,
      urgency: 'slows',
      body: SCRIPT,
      files: { name: `${SCRIPT}.txt`, content: SCRIPT },
    }),
    await member.submit('/inbox/1?mode=note', '/inbox/1/notes', {
      body: SCRIPT,
      files: { name: `${SCRIPT}.txt`, content: SCRIPT },
    }),
    await member.submit('/inbox/1', '/inbox/1/replies', { body: SCRIPT, outcome: 'wait' }),
    await owner.submit('/customers/new', '/customers/new', {
      name: `N ${SCRIPT}`,
      short_name: SCRIPT.slice(0, 50),
      plan: SCRIPT.slice(0, 50),
      lead: own.owner.id,
      contact_name: `P ${SCRIPT}`,
      email: 'p@acme.example',
      role: 'contributor',
      title: `T ${SCRIPT}`,
      message: SCRIPT,
    }),
  ];
  for (const { status, text } of sent) expect(status, text.slice(0, 3_000)).toBe(303);
  await peek(portal().database, `update contacts set name = $2, title = $2 where workspace_id = $1`, [
    own.workspaceId,
    SCRIPT,
  ]);
  await peek(portal().database, `update members set name = $2, title = $2 where workspace_id = $1`, [
    own.workspaceId,
    SCRIPT,
  ]);
  await peek(portal().database, `update accounts set name = $2, plan = $2 where workspace_id = $1`, [
    own.workspaceId,
    SCRIPT,
  ]);
  await portal().workJobs();
  const seen = async (client: ReturnType<typeof as>, paths: string[]) => {
    for (const path of paths) {
      const { text, status } = await client.get(path);
      expect(status, path).toBe(200);
      // The tag and the attribute only ever as text; the scripts are the head's own.
      expect(text.match(FOREIGN_SCRIPT), path).toBe(null);
      expect(text, path).not.toMatch(/<img[^>]*onerror/);
    }
  };
  const search = `q=${encodeURIComponent(SCRIPT)}`;
  await seen(contact, [
    '/',
    '/support',
    '/support/1',
    `/support?${search}`,
    `/support?view=${search}&after=${search}`,
    '/support/new',
    '/activity',
    '/notifications',
    '/support/1?kept=1',
  ]);
  await seen(member, [
    '/inbox',
    '/inbox/1',
    `/inbox?view=all&${search}`,
    '/inbox/1?mode=note',
    '/customers',
    `/customers?${search}`,
    `/customers/${own.accountId}`,
    `/customers/${own.accountId}/contacts/new`,
    '/notifications',
  ]);
  await seen(as(portal(), { ...own.dana, token: '' }), [`/sign-in?next=/support%3F${search}`]);
  const mails = await peek<{ html: string }>(portal().database, 'select html from mails where workspace_id = $1', [
    own.workspaceId,
  ]);
  expect(mails.length).toBeGreaterThan(2);
  for (const { html } of mails) expect(html).not.toMatch(/<script|<img[^>]*onerror/);
});

test('a script in every field of a form that comes back stays text, too', async () => {
  const forms: [string, string, Fields][] = [
    ['/support/new', '/support', { subject: SCRIPT.repeat(5), urgency: SCRIPT, body: SCRIPT }],
    ['/support/1', '/support/1/replies', { body: `${SCRIPT}${'x'.repeat(100_001)}` }],
  ];
  for (const [page, path, fields] of forms) {
    const { status, text } = await dana().submit(page, path, fields);
    expect(status, path).toBe(422);
    expect(text.match(FOREIGN_SCRIPT), path).toBe(null);
    expect(text).not.toMatch(/<img[^>]*onerror/);
    expect(text).toContain('&lt;script&gt;');
  }
});

test('a reply to a ticket that is closed, somebody else’s, or gone is refused, and says no more than it must', async () => {
  const { location } = await dana().submit('/support/new', '/support', { ...ticketForm, subject: 'To be closed' });
  const number = location!.split('/').at(-1)!;
  const open = await dana().form(`/support/${number}`, `/support/${number}/replies`);
  await priya().submit(`/inbox/${number}`, `/inbox/${number}/triage`, { status: 'closed' });
  await storingNothing(async () => {
    // Their page was open when it was closed.
    const late = await dana().postRaw(`/support/${number}/replies`, { ...open, body: 'Too late, but not lost' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('This has changed in the meantime');
    expect(late.text).toContain('Too late, but not lost</textarea>');
    expect(late.text).toContain(`href="/support/${number}"`);
    const rival = as(portal(), world.rival);
    const theirs = { ...(await rival.form('/support/new', '/support')), body: 'Hello' };
    const foreign = await rival.postRaw('/support/1/replies', theirs);
    const vanished = await rival.postRaw('/support/424242/replies', theirs);
    expect([foreign.status, vanished.status]).toEqual([404, 404]);
    const nonsense = await rival.postRaw('/support/abc/replies', theirs);
    expect(nonsense.status).toBe(404);
    const shape = (text: string) =>
      text.replace(/(name="_token" value|name="csrf-token" content)="[^"]*"/g, '').replace(/[0-9a-f]{6,}/g, '');
    expect(shape(foreign.text)).toBe(shape(vanished.text));
  });
  expect((await dana().get(`/support/${number}`)).text).not.toContain(`action="/support/${number}/replies"`);
});

test('the same form sent twice, and twenty times at once, is one reply', async () => {
  const repliesOf = async (number: string) =>
    (
      await peek<{ n: number }>(
        portal().database,
        'select count(*)::int as n from replies r join tickets t on t.workspace_id = r.workspace_id and t.id = r.ticket_id where t.workspace_id = $1 and t.number = $2',
        [world.workspaceId, number],
      )
    )[0]!.n;
  const { location } = await dana().submit('/support/new', '/support', { ...ticketForm, subject: 'Twice' });
  const number = location!.split('/').at(-1)!;
  const form = { ...(await dana().form(location!, `${location}/replies`)), body: 'Once' };
  const [first, second] = [
    await dana().postRaw(`${location}/replies`, form),
    await dana().postRaw(`${location}/replies`, form),
  ];
  expect([first.status, first.location]).toEqual([second.status, second.location]);
  expect(await repliesOf(number)).toBe(2);
  const again = { ...(await dana().form(location!, `${location}/replies`)), body: 'Twenty times' };
  const send = () => untilAnswered(() => dana().postRaw(`${location}/replies`, again));
  const many = await Promise.all(Array.from({ length: 20 }, send));
  expect(new Set(many.map((answer) => `${answer.status} ${answer.location}`)).size).toBe(1);
  expect(await repliesOf(number)).toBe(3);
  const opened = await dana().form('/support/new', '/support');
  const open = () => untilAnswered(() => dana().postRaw('/support', { ...opened, ...ticketForm }));
  const tickets = await Promise.all(Array.from({ length: 5 }, open));
  expect(new Set(tickets.map((answer) => answer.location)).size).toBe(1);
});

test('a form that failed and is sent again is not taken for a second sending', async () => {
  const form = await dana().form('/support/1', '/support/1/replies');
  expect((await dana().postRaw('/support/1/replies', { ...form, body: '' })).status).toBe(422);
  const before = await counted('replies');
  expect((await dana().postRaw('/support/1/replies', { ...form, body: 'Now with words' })).status).toBe(303);
  expect(await counted('replies')).toBe(before + 1);
});

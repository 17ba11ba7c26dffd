import { expect, test } from 'vitest';
import { as } from './client.ts';
import { peek } from './database.ts';
import { mailsTo } from './mails.ts';
import { usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const portal = usePortal();

test('a customer opens a ticket with a file, the team answers, and the customer reads it', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const priya = as(portal(), world.agent);

  const sent = await dana.submit('/support/new', '/support', {
    subject: 'Contact form emails are landing in spam',
    urgency: 'blocks',
    body: 'Three people told us.\n\nAll on Outlook.',
    files: { name: 'screenshot.txt', content: 'pixels' },
  });
  expect(sent.status).toBe(303);
  expect(sent.location).toBe('/support/1');

  const inbox = await priya.get('/inbox');
  expect(inbox.status).toBe(200);
  expect(inbox.text).toContain('Contact form emails are landing in spam');

  const desk = await priya.get('/inbox/1');
  expect(desk.status).toBe(200);
  expect(desk.text).toContain('All on Outlook.');
  expect(desk.text).toContain('screenshot.txt');

  const answered = await priya.submit('/inbox/1', '/inbox/1/replies', {
    body: 'I can reproduce this.',
    outcome: 'wait',
  });
  expect(answered.status, answered.text).toBe(303);

  const thread = await dana.get('/support/1');
  expect(thread.text).toContain('I can reproduce this.');
  expect(thread.text).toContain('Your turn');
});

test('a form that comes back names its fields above, and says beside each what is wrong, once', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const { status, text } = await dana.submit('/support/new', '/support', { subject: '', urgency: 'slows', body: '' });
  expect(status).toBe(422);
  expect(text).toContain('<a class="link" href="#subject">What is happening?</a>');
  expect(text).toContain('<a class="link" href="#body">Tell us more</a>');
  expect(text).not.toContain('href="#urgency"');
  expect(text.split('Write a sentence or two first.')).toHaveLength(2);
});

test('every field that is wrong is named above the form, and the words lead to it', async () => {
  const world = await newWorld(portal());
  const wrong = { subject: '', urgency: 'never', body: '', share: 'everybody' };
  const { status, text } = await as(portal(), world.dana).submit('/support/new', '/support', wrong);
  expect(status).toBe(422);
  for (const name of Object.keys(wrong)) {
    expect(text).toMatch(new RegExp(`<a [^>]*href="#${name}"`));
    expect(text).toContain(`id="${name}"`);
  }
  const kept = await peek(portal().database, 'select id from tickets where workspace_id = $1', [world.workspaceId]);
  expect(kept).toEqual([]);
});

test('an internal note is on the team’s page and nowhere on the customer’s', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const priya = as(portal(), world.agent);
  await dana.submit('/support/new', '/support', { subject: 'Hello', urgency: 'slows', body: 'A question' });
  const noted = await priya.submit('/inbox/1?mode=note', '/inbox/1/notes', { body: 'XYZZY they have not paid' });
  expect(noted.status, noted.text).toBe(303);
  expect((await priya.get('/inbox/1')).text).toContain('XYZZY');
  for (const path of ['/', '/support', '/support/1', '/support?view=all&q=XYZZY', '/activity', '/notifications']) {
    const page = await dana.get(path);
    expect(page.status, path).toBe(200);
    expect(
      page.text.replaceAll('q=XYZZY', '').replaceAll('“XYZZY”', '').replaceAll('value="XYZZY"', ''),
      path,
    ).not.toContain('XYZZY');
  }
});

test('a text in which nothing can be read is none, from either side, and what else is missing is said with it', async () => {
  const world = await newWorld(portal());
  const [dana, priya] = [as(portal(), world.dana), as(portal(), world.agent)];
  await dana.submit('/support/new', '/support', { subject: 'First', urgency: 'slows', body: 'Hello' });
  const forms = [
    [dana, '/support/new', '/support'],
    [dana, '/support/1', '/support/1/replies'],
    [priya, '/inbox/1', '/inbox/1/replies'],
    [priya, '/inbox/1?mode=note', '/inbox/1/notes'],
  ] as const;
  const asText = [' \n ', '\u200b', '\u2800\u3164', '\u00a0\ufeff'];
  const asHtml = [
    '<p></p>',
    '<p>&#8203;</p>',
    '<img src="https://a.example/x.png">',
    '<style>p{}</style>',
    '<ul><li></li></ul>',
  ];
  const stored = () =>
    peek(
      portal().database,
      `select (select count(*) from tickets t where t.workspace_id = w.id), (select count(*) from replies r where r.workspace_id = w.id),
         (select count(*) from internal_notes n where n.workspace_id = w.id), (select count(*) from events e where e.workspace_id = w.id)
       from workspaces w where id = $1`,
      [world.workspaceId],
    );
  const before = await stored();
  for (const [client, page, path] of forms) {
    const form = { ...(await client.form(page, path)), subject: '', urgency: 'slows' };
    for (const [body_format, bodies] of Object.entries({ text: asText, html: asHtml })) {
      for (const body of bodies) {
        const { status, text } = await client.postRaw(path, { ...form, body, body_format });
        expect([status, text.includes('Write a sentence or two first.')], `${path} ${body}`).toEqual([422, true]);
        if (path === '/support') expect(text).toContain('href="#subject"');
      }
    }
  }
  expect(await stored()).toEqual(before);
  // One sign that shows is a text.
  const sent = await dana.submit('/support/1', '/support/1/replies', { body: '<p>👍</p>', body_format: 'html' });
  expect(sent.status).toBe(303);
});

test('a reply of the team to a ticket that is closed, out of their reach, or gone is refused, and their words stay', async () => {
  const world = await newWorld(portal());
  const [dana, ines, priya] = [world.dana, world.rival, world.agent].map((who) => as(portal(), who));
  for (const asks of [dana!, ines!])
    await asks.submit('/support/new', '/support', { subject: 'Hello', urgency: 'slows', body: 'A question' });
  const form = await priya!.form('/inbox/1', '/inbox/1/replies');
  const send = (number: string, verb = 'replies') =>
    priya!.postRaw(`/inbox/${number}/${verb}`, { ...form, _once: crypto.randomUUID(), body: 'Too late, but not lost' });
  await as(portal(), world.owner).submit('/inbox/1', '/inbox/1/triage', { status: 'closed' });
  const replies = () => peek(portal().database, 'select id from replies where workspace_id = $1', [world.workspaceId]);
  const before = await replies();
  const late = await send('1');
  expect(late.status).toBe(409);
  expect(late.text).toContain('This has changed in the meantime');
  expect(late.text).toContain('Too late, but not lost</textarea>');
  // What the editor wrote is shown as it was read, and nothing that nobody wrote.
  const html = { body: '<p>Too late, <strong>but</strong> rich</p>', body_format: 'html' };
  const rich = await priya!.postRaw('/inbox/1/replies', { ...form, ...html, _once: crypto.randomUUID() });
  expect(rich.text).toContain('Too late, but rich</textarea>');
  expect(rich.text.match(/<textarea/g)).toHaveLength(1);
  expect((await priya!.get('/inbox/1')).text).not.toContain('action="/inbox/1/replies"');
  // From here on she sees only the customers that are hers: Acme, and not Ines's.
  await peek(
    portal().database,
    `with far as (update roles set reach = 'assigned' where workspace_id = $1 and side = 'member' and key = 'agent')
     insert into account_members (workspace_id, account_id, member_id, role) values ($1, $2, $3, 'Lead')`,
    [world.workspaceId, world.accountId, world.agent.id],
  );
  const [far, gone] = [await send('2'), await send('424242')];
  expect([far.status, gone.status, (await send('abc')).status]).toEqual([404, 404, 404]);
  const shape = (text: string) =>
    text
      .replace(/(name="_token" value|name="csrf-token" content)="[^"]*"/g, '')
      .replace(/[0-9a-f]{6,}|424242|\/inbox\/\d+/g, '');
  expect(shape(far.text)).toBe(shape(gone.text));
  expect(await replies()).toEqual(before);
  // What was closed may still be noted.
  expect((await send('1', 'notes')).status).toBe(303);
});

test('the form of status and priority writes only what was changed in it: an answer that came meanwhile stays in the queue', async () => {
  const world = await newWorld(portal());
  const [dana, priya] = [as(portal(), world.dana), as(portal(), world.agent)];
  await dana.submit('/support/new', '/support', { subject: 'Hello', urgency: 'slows', body: 'A question' });
  await priya.submit('/inbox/1', '/inbox/1/replies', { body: 'Which one?', outcome: 'wait' });
  const stale = await priya.form('/inbox/1', '/inbox/1/triage');
  await dana.submit('/support/1', '/support/1/replies', { body: 'This one' });
  const send = (fields: Record<string, string>) =>
    priya.postRaw('/inbox/1/triage', { ...stale, _once: crypto.randomUUID(), ...fields });
  const state = async () =>
    (
      await peek<{ status: string; priority: string; waits: boolean }>(
        portal().database,
        'select status, priority, waiting_since is not null as waits from tickets where workspace_id = $1',
        [world.workspaceId],
      )
    )[0];
  expect((await send({ status: 'pending', priority: 'high' })).status).toBe(303);
  expect(await state()).toEqual({ status: 'open', priority: 'high', waits: true });
  // What was changed on both sides is left as it is, and said.
  const both = await send({ status: 'solved', priority: 'normal' });
  expect(both.status).toBe(422);
  expect(both.text).toContain('This has changed since you opened it: status “Open”, priority “High”.');
  expect(await state()).toEqual({ status: 'open', priority: 'high', waits: true });
  const { was_status } = await priya.form('/inbox/1', '/inbox/1/triage');
  expect(was_status).toBe('open');
  expect((await priya.submit('/inbox/1', '/inbox/1/triage', { status: 'on_hold', priority: 'high' })).status).toBe(303);
  expect(await state()).toEqual({ status: 'on_hold', priority: 'high', waits: true });
});

test('solved, closed and opened again by the status field: the customer reads it, is told, and can see by whom', async () => {
  const world = await newWorld(portal());
  const [dana, priya] = [as(portal(), world.dana), as(portal(), world.agent)];
  await dana.submit('/support/new', '/support', { subject: 'Hello', urgency: 'slows', body: 'A question' });
  const set = (fields: Record<string, string>) => priya.submit('/inbox/1', '/inbox/1/triage', fields);
  const told = async () => {
    await portal().workJobs();
    return (await dana.get('/notifications')).text;
  };
  await set({ status: 'solved' });
  expect((await dana.get('/support/1')).text).toContain('Priya Raman marked this as solved');
  expect(await told()).toMatch(/marked <b>Hello<\/b> as solved/);
  await set({ status: 'open' });
  expect((await dana.get('/support/1')).text).toContain('Priya Raman opened this again');
  expect(await told()).toMatch(/opened <b>Hello<\/b> again/);
  await set({ status: 'closed', priority: 'low' });
  expect((await dana.get('/support/1')).text).toContain('Priya Raman closed this');
  expect(await told()).toMatch(/closed <b>Hello<\/b>/);
  expect((await dana.get('/support/1')).text).not.toContain('priority');
  const desk = (await priya.get('/inbox/1?view=all')).text;
  expect(desk).toContain('You closed this');
  expect(desk).toContain('You changed the priority to Low');
  expect(desk).not.toContain('You changed the status');
});

test('the inbox says how much is left of the promise of a first reply, then how late it is, and after one how long they wait', async () => {
  const world = await newWorld(portal());
  await as(portal(), world.dana).submit('/support/new', '/support', { subject: 'Hi', urgency: 'slows', body: 'Hello' });
  const inbox = async () =>
    /\d+ \w+ (?:left|late)|waiting \d+ \w+/.exec((await as(portal(), world.agent).get('/inbox')).text)?.[0];
  const set = (what: string) =>
    peek(portal().database, `update tickets set ${what} where workspace_id = $1`, [world.workspaceId]);
  expect(await inbox()).toBe('1 hr left');
  await set("waiting_since = now() - interval '79 minutes 30 seconds'");
  expect(await inbox()).toBe('40 min left');
  await set("waiting_since = now() - interval '134 minutes'");
  expect(await inbox()).toBe('14 min late');
  // The promise is of a first reply: what is asked after it waits, and is not late.
  await set('first_reply_at = now()');
  expect(await inbox()).toBe('waiting 2 hr');
});

test('the story of a ticket and its filters name who has left by now', async () => {
  const world = await newWorld(portal());
  const [dana, maya] = [as(portal(), world.dana), as(portal(), world.owner)];
  await dana.submit('/support/new', '/support', { subject: 'Hello', urgency: 'slows', body: 'A question' });
  await maya.submit('/inbox/1', '/inbox/1/assignment', { assignee: world.agent.id });
  await peek(portal().database, 'update members set disabled_at = now() where id = $1', [world.agent.id]);
  expect((await maya.get('/inbox/1')).text).toContain('You gave this to Priya Raman');
  const { text } = await maya.get(`/inbox?view=all&assignee=${world.agent.id}`);
  expect(text).toContain('Assignee: Priya Raman');
  expect(text).toContain(`value="${world.agent.id}" selected`);
});

test('files that are too many, or were cleared away while somebody wrote, are said beside the form; the words stay', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  await dana.submit('/support/new', '/support', { subject: 'Hello', urgency: 'slows', body: 'A question' });
  const { _token = '' } = await dana.form('/support/1', '/support/1/replies');
  const upload = async () => {
    const { text } = await dana.postRaw('/uploads', { _token, file: { name: 'proof.txt', content: 'proof' } });
    return (JSON.parse(text) as { id: string }).id;
  };
  const [kept, gone] = [await upload(), await upload()];
  await peek(portal().database, 'delete from attachments where id = $1', [gone]);
  const words = { body: 'See the proof', upload: [kept, gone] };
  for (const [page, path, more] of [
    ['/support/1', '/support/1/replies', {}],
    ['/support/new', '/support', { subject: 'Again', urgency: 'slows' }],
  ] as const) {
    const refused = await dana.submit(page, path, { ...words, ...more });
    expect([path, refused.status]).toEqual([path, 422]);
    expect(refused.text).toContain('A file has waited here for more than a week and is gone.');
    expect(refused.text).toContain('See the proof');
    expect(refused.text).toContain(kept);
    expect(refused.text).not.toContain(gone);
  }
  const many = await dana.submit('/support/1', '/support/1/replies', {
    body: 'All of them',
    upload: Array.from({ length: 51 }, () => crypto.randomUUID()),
  });
  expect(many.status).toBe(422);
  expect(many.text).toContain('At most 50 files fit into one message.');
  expect((await dana.submit('/support/1', '/support/1/replies', { ...words, upload: kept })).status).toBe(303);
  expect((await dana.get('/support/1')).text).toContain('proof.txt');
});

test('a mail says why it came: the team of a customer, or everybody where nobody in particular looks after them', async () => {
  const world = await newWorld(portal());
  for (const who of [world.dana, world.rival])
    await as(portal(), who).submit('/support/new', '/support', { subject: 'Hi', urgency: 'slows', body: 'Hello' });
  await portal().workJobs();
  const why = async (email: string) =>
    (await mailsTo(portal(), world, email)).map(({ text }) => /You get this because[^.,]*/.exec(text)?.[0]).sort();
  const [team, all] = [
    'You get this because you are on the team of Acme',
    'You get this because nobody in particular looks after Harbor',
  ];
  expect([await why(world.owner.email), await why(world.agent.email)]).toEqual([[all, team], [all]]);
});

import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { inScope } from '#platform/db/scope.ts';
import { as } from './client.ts';
import { peek } from './database.ts';
import { add } from './isolation/people.ts';
import { usePortal } from './portal.ts';
import { type Actor, newWorld, type World } from './world.ts';

const portal = usePortal();
let world: World;
/** A colleague of Dana's who may answer. */
let mira: Actor;
/** Who looks after the account. */
let omar: Actor;

beforeEach(async () => {
  world = await newWorld(portal());
  const at = (name: string, role: string) =>
    add(portal(), world, 'contacts', { name, role, accountId: world.accountId });
  mira = await at('Mira Okafor', 'contributor');
  omar = await at('Omar Haddad', 'account_admin');
  await as(portal(), world.dana).submit('/support/new', '/support', {
    subject: 'Salaries in the portal',
    urgency: 'slows',
    body: 'A private needle',
  });
});

const usual = (see: string, more: Record<string, string | string[]> = {}) =>
  as(portal(), world.owner).submit('/settings/visibility', '/settings/visibility', { see, may: 'reply', ...more });

const sees = async (who: Actor, path = '/support/1') => (await as(portal(), who).get(path)).status === 200;

/** As somebody, past every page and rule. */
const trying = <T>(actor: Actor, statement: ReturnType<typeof sql<T>>) =>
  inScope(
    portal().platform.pool,
    { workspaceId: world.workspaceId, tokenHash: sha256Hex(actor.token) },
    async (db) => ({
      value: await statement.execute(db),
      commit: false,
    }),
  );

test('TRUST 2: only who asked sees a ticket where that is the rule; control: everyone does where nothing else was said', async () => {
  expect([await sees(mira), await sees(omar), await sees(world.viewer)]).toEqual([true, true, true]);
  expect((await usual('own')).status).toBe(303);
  expect([await sees(world.dana), await sees(mira), await sees(omar), await sees(world.viewer)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
  const list = await as(portal(), mira).get('/support?view=all&q=needle');
  expect(list.text).not.toContain('Salaries');
  expect((await as(portal(), mira).get('/')).text).not.toContain('Salaries');
  expect((await as(portal(), mira).get('/activity')).text).not.toContain('Salaries');
  expect((await as(portal(), world.agent).get('/inbox/1?view=all')).status).toBe(200);
});

test('TRUST 2: by role, whoever has the right or one of the flags sees; control: without them not', async () => {
  await peek(
    portal().database,
    "update roles set rights = '{tickets.open,tickets.reply}' where workspace_id = $1 and key = 'contributor'",
    [world.workspaceId],
  );
  await usual('role', { flag: ['technical'] });
  expect([await sees(mira), await sees(world.viewer), await sees(omar)]).toEqual([false, true, true]);
  await as(portal(), omar).submit('/company', `/company/people/${mira.id}/flags`, { flag: ['technical'] });
  expect(await sees(mira)).toBe(true);
  await as(portal(), omar).submit('/company', `/company/people/${mira.id}/flags`, { flag: ['billing'] });
  expect(await sees(mira)).toBe(false);
});

test('somebody named before they have joined is in the sentence about who can see it', async () => {
  const asked = { contact_name: 'Ben Adeyemi', email: 'ben@acme.example', title: 'IT', role: 'contributor' };
  expect((await as(portal(), omar).submit('/company', '/company/people', asked)).status).toBe(303);
  const [ben] = await peek<{ id: string }>(
    portal().database,
    "select id from contacts where workspace_id = $1 and name = 'Ben Adeyemi'",
    [world.workspaceId],
  );
  const dana = as(portal(), world.dana);
  await dana.submit('/support/1', '/support/1/narrowing');
  expect((await dana.get('/support/1')).text).toContain('You and the team at Northwind can see this.');
  await dana.submit('/support/1', '/support/1/people', { person: ben!.id });
  await dana.submit('/support/1', '/support/1/people', { person: mira.id });
  const withBoth = 'You, Mira Okafor, Ben Adeyemi and the team at Northwind can see this.';
  expect((await dana.get('/support/1')).text).toContain(withBoth);
  // Not whom the rule leaves out, nor who has lost their access.
  await peek(portal().database, 'update contacts set disabled_at = now() where id = $1', [mira.id]);
  expect((await dana.get('/support/1')).text).toContain('You, Ben Adeyemi and the team at Northwind can see this.');
  await peek(portal().database, 'update contacts set disabled_at = null where id = $1', [mira.id]);
  await usual('own');
  expect((await dana.get('/support/1')).text).toContain('You and the team at Northwind can see this.');
  // And with the room shut the team is not told that they see it.
  await usual('everyone');
  await dana.submit('/support/1', '/support/1/narrowing');
  const desk = async () => (await as(portal(), world.agent).get('/inbox/1?view=all')).text;
  expect(await desk()).toContain('Everyone at Acme and the team at Northwind can see this.');
  await as(portal(), world.owner).submit('/settings/rooms', '/settings/rooms', { 'support-to': 'nobody' });
  expect(await desk()).not.toContain('Everyone at Acme');
  await as(portal(), world.owner).submit('/settings/rooms', '/settings/rooms', { 'support-to': 'everyone' });
});

test('TRUST 2: who is named sees it, and loses page, search, notices and stream when taken off', async () => {
  await usual('named');
  expect(await sees(mira)).toBe(false);
  const dana = as(portal(), world.dana);
  await dana.submit('/support/1', '/support/1/people', { person: mira.id });
  const page = await as(portal(), mira).get('/support/1');
  expect(page.text).toContain('action="/support/1/replies"');
  expect(page.text).toContain('You, Dana Whitfield, Omar Haddad and the team at Northwind can see this.');
  const [, token] = /name="portico-live" content="([^"]+)"/.exec(page.text)!;
  const listen = () => as(portal(), mira).get(`/live?t=${encodeURIComponent(token!)}`);
  const stream = await listen();
  expect([stream.status, stream.headers.get('content-type')]).toEqual([200, expect.stringContaining('event-stream')]);
  await stream.response.body?.cancel();
  await portal().workJobs();
  expect((await as(portal(), mira).get('/notifications')).text).toContain('added you to');
  const closed: string[] = [];
  const leave = portal().platform.hub.add({
    workspaceId: world.workspaceId,
    sessionId: 'a session',
    topics: [`ticket:${await ticketId()}`],
    changed: () => undefined,
    close: (reason) => closed.push(reason),
  });
  await dana.submit('/support/1', `/support/1/people/${mira.id}/removal`);
  leave();
  expect(closed).toEqual(['wall']);
  expect(await sees(mira)).toBe(false);
  expect((await as(portal(), mira).get('/notifications')).text).not.toContain('Salaries');
  expect((await as(portal(), mira).get('/support?view=all&q=needle')).text).not.toContain('Salaries');
  expect((await listen()).status).toBe(204);
});

const ticketId = async () =>
  (
    await peek<{ id: string }>(portal().database, 'select id from tickets where workspace_id = $1', [world.workspaceId])
  )[0]!.id;

test('who asks keeps a ticket to themselves and the people they name, from the first moment on', async () => {
  const dana = as(portal(), world.dana);
  const sent = await dana.submit('/support/new', '/support', {
    subject: 'Only for us',
    urgency: 'slows',
    body: 'Between us',
    share: 'named',
    person: [mira.id],
  });
  expect(sent.location).toBe('/support/2');
  expect([
    await sees(mira, '/support/2'),
    await sees(omar, '/support/2'),
    await sees(world.viewer, '/support/2'),
  ]).toEqual([true, false, false]);
  await dana.submit('/support/2', '/support/2/narrowing');
  expect(await sees(omar, '/support/2')).toBe(true);
  const thread = (await dana.get('/support/2')).text;
  expect(thread).toContain('You kept this to named people');
  expect(thread).toContain('You added Mira Okafor');
  const mirasOwn = { _token: (await withToken(mira)).token };
  expect((await as(portal(), mira).postRaw('/support/2/narrowing', mirasOwn)).status).toBe(403);
});

/** What the pages count for somebody, and how many tickets each list behind a number shows them. */
async function counted(who: Actor) {
  const page = async (path: string) => (await as(portal(), who).get(path)).text;
  const [open, solved, home] = await Promise.all([page('/support'), page('/support?view=solved'), page('/')]);
  const number = (text: string, before: string) => Number(new RegExp(`${before}(\\d+)`).exec(text)?.[1] ?? 0);
  const rows = (text: string) => new Set(text.match(/id="ticket-[0-9a-f-]{36}"/g)).size;
  const own = (open.match(/>Your turn</g) ?? []).length;
  const theirs = (open.match(/Waiting for (your|an) answer/g) ?? []).length;
  return {
    said: {
      open: number(open, 'Open<span class="num">'),
      solved: number(open, 'Solved<span class="num">'),
      beside: number(open, '<span class="count you">'),
      home: number(home, '<h2 id="open">[^<]*<span class="num">'),
    },
    shown: { open: rows(open), solved: rows(solved), beside: own, home: rows(open) - theirs },
  };
}

test('TRUST 2, 8: a number counts what its list shows, for whoever sees all but what was kept close', async () => {
  const dana = as(portal(), world.dana);
  for (const subject of ['Second', 'Third', 'Fourth']) {
    await dana.submit('/support/new', '/support', { subject, urgency: 'slows', body: 'Hello' });
  }
  const agent = as(portal(), world.agent);
  await agent.submit('/inbox/2', '/inbox/2/replies', { body: 'Which?', outcome: 'wait' });
  await agent.submit('/inbox/3', '/inbox/3/triage', { status: 'solved' });
  const numbers = async () =>
    Promise.all(
      [world.dana, mira, omar].map(async (who) => {
        const { said, shown } = await counted(who);
        expect(said, who.name).toEqual(shown);
        return Object.values(said);
      }),
    );
  const all = [3, 1, 1, 2];
  // Control: before anything is kept close, everybody counts all of it; what waits for an answer, only who asked.
  expect(await numbers()).toEqual([all, [3, 1, 0, 2], [3, 1, 0, 2]]);
  for (const number of [1, 2, 3]) await dana.submit(`/support/${number}`, `/support/${number}/narrowing`);
  expect(await numbers()).toEqual([all, [1, 0, 0, 1], [1, 0, 0, 1]]);
  await dana.submit('/support/2', '/support/2/people', { person: mira.id });
  expect(await numbers()).toEqual([all, [2, 0, 1, 1], [1, 0, 0, 1]]);
  await usual('own');
  expect(await numbers()).toEqual([all, [0, 0, 0, 0], [0, 0, 0, 0]]);
});

test('TRUST 2: a colleague who may only read has no form, gets 403, and the database takes no word; control: may answer', async () => {
  const reply = async () => {
    const { token } = await withToken(mira);
    return as(portal(), mira).postRaw('/support/1/replies', { _token: token, body: 'Me too' });
  };
  expect((await reply()).status).toBe(303);
  await usual('everyone', { may: 'read' });
  const page = (await as(portal(), mira).get('/support/1')).text;
  expect(page).not.toContain('action="/support/1/replies"');
  expect(page).toContain('Dana Whitfield asked this');
  expect((await reply()).status).toBe(403);
  const id = await ticketId();
  const word = (who: Actor) => sql`insert into replies (workspace_id, id, account_id, ticket_id, contact_id, body_html)
    values (${world.workspaceId}, gen_random_uuid(), ${world.accountId}, ${id}, ${who.id}, 'x')`;
  await expect(trying(mira, word(mira))).rejects.toThrow(/row-level security/);
  expect((await trying(world.dana, word(world.dana))).numAffectedRows).toBe(1n);
});

async function withToken(who: Actor) {
  const { text } = await as(portal(), who).get('/');
  return { token: /name="csrf-token" content="([^"]+)"/.exec(text)?.[1] ?? '' };
}

test('TRUST 2: nobody changes a ticket they do not see by a statement that names none; control: what they see changes', async () => {
  const all = () => sql`update tickets set updated_at = now()`;
  expect((await trying(mira, all())).numAffectedRows).toBe(1n);
  await as(portal(), world.dana).submit('/support/1', '/support/1/narrowing');
  expect((await trying(mira, all())).numAffectedRows).toBe(0n);
});

test('an account admin chooses for their company where the business leaves it to them, and nowhere else', async () => {
  const own = as(portal(), omar);
  expect((await own.get('/company/visibility')).status).toBe(404);
  const insert = sql`insert into account_visibility (workspace_id, account_id, colleagues_see, colleagues_may)
    values (${world.workspaceId}, ${world.accountId}, 'own', 'read')`;
  await expect(trying(omar, insert)).rejects.toThrow(/row-level security/);
  await usual('everyone', { accounts_choose: 'yes' });
  expect((await trying(omar, insert)).numAffectedRows).toBe(1n);
  expect((await as(portal(), mira).get('/company/visibility')).status).toBe(404);
  expect((await own.submit('/company/visibility', '/company/visibility', { see: 'nonsense' })).status).toBe(422);
  expect((await own.submit('/company/visibility', '/company/visibility', { see: 'own' })).location).toBe('/company');
  expect(await sees(mira)).toBe(false);
  const place = `/customers/${world.accountId}/visibility`;
  await as(portal(), world.owner).submit(place, place, { see: 'usual' });
  expect(await sees(mira)).toBe(true);
  expect((await as(portal(), world.agent).get(place)).status).toBe(403);
});

test('one person is the first contact; who it was is not any more, and the log has both', async () => {
  const maya = as(portal(), world.owner);
  const place = (who: Actor) => `/customers/${world.accountId}/contacts/${who.id}`;
  const give = (who: Actor, flag: string[]) =>
    maya.submit(`${place(who)}/details`, `${place(who)}/details`, {
      name: who.name,
      title: '',
      phone: '',
      role: 'contributor',
      flag,
    });
  expect((await give(mira, ['primary', 'billing'])).status).toBe(303);
  expect((await give(world.dana, ['primary'])).status).toBe(303);
  const customer = (await maya.get(`/customers/${world.accountId}`)).text;
  expect(customer).toMatch(/First contact<\/dt><dd>.*Dana Whitfield.*Billing<\/dt><dd>.*Mira Okafor/s);
  const events = await peek<{ subject_id: string; data: { changes?: unknown } }>(
    portal().database,
    "select subject_id, data from events where workspace_id = $1 and kind = 'contact.changed' order by seq",
    [world.workspaceId],
  );
  expect(events.map(({ subject_id, data }) => [subject_id, data.changes])).toEqual([
    [mira.id, { flags: { from: [], to: ['primary', 'billing'] } }],
    [world.dana.id, { flags: { from: [], to: ['primary'] } }],
    [mira.id, { flags: { from: ['primary', 'billing'], to: ['billing'] } }],
  ]);
});

test('the panel says who sees a ticket and why, and why not, to the team alone', async () => {
  await usual('named');
  const address = `/readers/ticket/${await ticketId()}`;
  const page = (await as(portal(), world.agent).get(`${address}?person=${mira.id}`)).text;
  expect(page).toContain('No, Mira Okafor does not see it. Is not named on the ticket.');
  expect(page).toMatch(/Dana Whitfield.*Asked it\./s);
  expect(page).toMatch(/Omar Haddad.*Looks after the company’s account \(Account admin\)\./s);
  expect(page).toMatch(/Priya Raman.*The role Agent sees all customers\./s);
  expect((await as(portal(), world.dana).get(address)).status).toBe(404);
  expect((await as(portal(), world.agent).get('/readers/nonsense/1')).status).toBe(404);
});

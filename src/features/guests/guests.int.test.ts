import pg from 'pg';
import { beforeEach, expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import {
  anHourLater,
  askCode,
  askedTicket,
  comeIn,
  filesOn,
  lastCode,
  lastToken,
  mailsTo,
  shareAs,
} from './guests.testing.ts';

const portal = usePortal();
const NOOR = 'noor@bluefern.example';
let world: World;
let number: string;

beforeEach(async () => {
  world = await newWorld(portal());
  await anHourLater(portal());
  number = await askedTicket(portal(), world);
});

const agentsGuests = () => as(portal(), world.owner).get(`/inbox/${number}/guests`);

test('a ticket is shared with an address, its owner proves the mailbox, and reads the conversation and its files', async () => {
  expect((await shareAs(portal(), world.owner, number, NOOR)).status).toBe(303);
  const [mail] = await mailsTo(portal(), world, NOOR);
  expect(mail!.kind).toBe('guest.link');
  expect(mail!.subject + mail!.text).not.toContain('The seal leaks');

  const { guest, page } = await comeIn(portal(), world, NOOR);
  const read = await guest.get(page);
  expect(read.status).toBe(200);
  expect(read.text).toContain('The seal leaks since Monday');
  expect(read.text).toContain('We look into it');
  expect(read.text).not.toContain('SECRET');
  expect(read.text).not.toMatch(/<nav|<form/);
  // No way leads from here to anything but what is shown.
  const ways = [...read.text.matchAll(/<a [^>]*href="([^"#]+)/g)].map(([, href]) => href!);
  expect(ways.filter((href) => !href.startsWith(page))).toEqual([]);
  const [file] = filesOn(read.text);
  const given = await guest.get(file!);
  expect(given.status).toBe(200);
  expect(given.text).toBe('measured: The seal leaks');

  // Whoever asks who can see it is told, at the customer without an address; control: taken back, it is said no more.
  const [{ id = '' } = {}] = await peek<{ id: string }>(
    portal().database,
    'select id from tickets where workspace_id = $1 and number = $2',
    [world.workspaceId, number],
  );
  const readers = async () => (await as(portal(), world.owner).get(`/readers/ticket/${id}`)).text;
  const theirs = async () => (await as(portal(), world.dana).get(`/support/${number}`)).text;
  expect(await readers()).toContain(NOOR);
  expect(await theirs()).toContain('Somebody outside reads along, by a link from the team.');
  expect(await theirs()).not.toContain(NOOR);
  await peek(portal().database, 'update guest_links set revoked_at = now() where workspace_id = $1', [
    world.workspaceId,
  ]);
  expect(await readers()).not.toContain(NOOR);
  expect(await theirs()).not.toContain('Somebody outside');
  await peek(portal().database, 'update guest_links set revoked_at = null where workspace_id = $1', [
    world.workspaceId,
  ]);

  // The desk says who has read it, and the log has each reading.
  expect((await as(portal(), world.agent).get(`/inbox/${number}`)).text).toContain(NOOR);
  expect((await agentsGuests()).text).toContain('Last opened');
  const kinds = await peek<{ kind: string; audience: string }>(
    portal().database,
    "select kind, audience from events where workspace_id = $1 and kind like 'guest.%' order by seq",
    [world.workspaceId],
  );
  expect(kinds.map(({ kind }) => kind)).toEqual([
    'guest.ticket_shared',
    'guest.address_proved',
    'guest.ticket_read',
    'guest.file_read',
  ]);
  expect(new Set(kinds.map(({ audience }) => audience))).toEqual(new Set(['team']));
});

test('opening the link sends nothing and uses nothing up; a mail scanner that follows it is no reader', async () => {
  await shareAs(portal(), world.owner, number, NOOR);
  const token = await lastToken(portal(), world, NOOR);
  for (let n = 0; n < 3; n += 1) {
    const page = await visitor(portal(), world).get(`/shared/open?token=${token}`);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('The seal leaks');
    expect(page.text).not.toContain(NOOR);
  }
  expect(await mailsTo(portal(), world, NOOR)).toHaveLength(1);
  await comeIn(portal(), world, NOOR);
});

test('sent again, the old link opens nothing and the browser that came in reads on; taken back, nobody reads', async () => {
  await shareAs(portal(), world.owner, number, NOOR);
  const { guest, page, token } = await comeIn(portal(), world, NOOR);
  const owner = as(portal(), world.owner);
  const at = `/inbox/${number}/guests`;
  const id = page.split('/').at(-1);
  expect((await owner.submit(at, `${at}/${id}/letter`)).status).toBe(303);
  expect((await visitor(portal(), world).get(`/shared/open?token=${token}`)).status).toBe(410);
  expect((await guest.get(page)).status).toBe(200);
  const renewed = await lastToken(portal(), world, NOOR);
  expect(renewed).not.toBe(token);
  expect((await owner.submit(at, `${at}/${id}/removal`)).status).toBe(303);
  expect((await guest.get(page)).status).toBe(404);
  expect((await visitor(portal(), world).get(`/shared/open?token=${renewed}`)).status).toBe(410);
  expect((await agentsGuests()).text).not.toContain(`guest-${id}`);
});

const ENDS: Record<string, string> = {
  'the link is over': "update guest_links set expires_at = now() - interval '1 second' where workspace_id = $1",
  'the session is over': "update guest_sessions set expires_at = now() - interval '1 second' where workspace_id = $1",
  'the customer has gone': 'update accounts set archived_at = now() where workspace_id = $1',
  'support is shut for the customer': `insert into segment_gates (workspace_id, id, kind, object)
    values ($1, gen_random_uuid(), 'room', 'support')`,
  'the reader has come in there': `update contacts set email = '${NOOR}' where workspace_id = $1 and name = 'Ben Sato'`,
  'the ticket is gone': `delete from guest_links where workspace_id = $1`,
};

test('reading ends with the link, the session, the customer, the room, an access of one’s own, and the ticket', async () => {
  for (const [when, statement] of Object.entries(ENDS)) {
    world = await newWorld(portal());
    await anHourLater(portal());
    number = await askedTicket(portal(), world);
    await shareAs(portal(), world.owner, number, NOOR);
    const { guest, page } = await comeIn(portal(), world, NOOR);
    const file = filesOn((await guest.get(page)).text)[0]!;
    expect([(await guest.get(page)).status, (await guest.get(file)).status], `control: ${when}`).toEqual([200, 200]);
    const viewer = statement.includes('Ben Sato');
    await peek(
      portal().database,
      viewer ? 'update contacts set email = $2 where id = $1' : statement,
      viewer ? [world.viewer.id, NOOR] : [world.workspaceId],
    );
    expect([(await guest.get(page)).status, (await guest.get(file)).status], when).toEqual([404, 404]);
  }
});

test('who comes in another way is not sent a link, and what was typed comes back', async () => {
  for (const [email, words] of [
    [world.agent.email, 'somebody of your team'],
    [world.viewer.email, 'with this customer already'],
    ['no address', 'An address like'],
  ] as const) {
    const answer = await shareAs(portal(), world.owner, number, email);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain(`value="${email}"`);
  }
  const forever = await shareAs(portal(), world.owner, number, NOOR, { days: '9999' });
  expect(forever.status).toBe(422);
  expect(
    await peek(portal().database, 'select 1 from mails where workspace_id = $1 and kind like $2', [
      world.workspaceId,
      'guest.%',
    ]),
  ).toEqual([]);
  // Somebody of another customer has no access to this one: they may read it.
  expect((await shareAs(portal(), world.owner, number, world.rival.email)).status).toBe(303);
});

test('only who may invite shares, and a customer does not; the control does', async () => {
  const at = `/inbox/${number}/guests`;
  const form = await as(portal(), world.owner).form(at, at);
  const dana = as(portal(), world.dana);
  expect((await dana.get(at)).status).toBe(404);
  expect((await dana.postRaw(at, { ...form, email: NOOR })).status).not.toBe(303);
  await peek(
    portal().database,
    "update roles set rights = array_remove(rights, 'contacts.invite') where workspace_id = $1 and key = 'agent'",
    [world.workspaceId],
  );
  const agent = as(portal(), world.agent);
  expect((await agent.get(at)).status).toBe(404);
  const own = await agent.form(`/inbox/${number}`, `/inbox/${number}/closure`);
  expect((await agent.postRaw(at, { ...own, email: NOOR })).status).toBe(404);
  expect(await mailsTo(portal(), world, NOOR)).toEqual([]);
  expect((await as(portal(), world.owner).postRaw(at, { ...form, email: NOOR })).status).toBe(303);
});

test('whoever wants to take part is shown the way: the door where it is open, else whom to ask', async () => {
  await shareAs(portal(), world.owner, number, NOOR);
  const { guest, page } = await comeIn(portal(), world, NOOR);
  const shut = await guest.get(page);
  expect(shut.text).toContain(`${world.owner.name} can invite you`);
  expect(shut.text).not.toContain('href="/sign-up"');
  const rules = { mode: 'open', attaches: 'on', role: 'viewer', first_role: 'account_admin', terms_url: '' };
  await as(portal(), world.owner).submit('/settings/sign-up', '/settings/sign-up', rules);
  expect((await guest.get(page)).text).toContain('href="/sign-up"');
});

test('a code mailed in German is for whoever opened the link in German', async () => {
  await shareAs(portal(), world.owner, number, NOOR);
  const token = await lastToken(portal(), world, NOOR);
  const guest = visitor(portal(), world);
  const page = await guest.get(`/shared/open?token=${token}`, { 'accept-language': 'de' });
  expect(page.text).toContain('Mit Ihnen wurde etwas geteilt');
  await askCode(guest, token);
  expect(await lastCode(portal(), world, NOOR)).toMatch(/^\d{6}$/);
});

test('a merge of two customers carries along who reads a ticket: who came in reads on, who was mailed comes in, and the desk knows both', async () => {
  const OLU = 'olu@saltbox.example';
  const { accountId: from, rivalAccountId: into, owner, rival } = world;
  const maya = as(portal(), owner);
  for (const email of [NOOR, OLU, rival.email]) await shareAs(portal(), owner, number, email);
  const noor = await comeIn(portal(), world, NOOR);
  const ines = await comeIn(portal(), world, rival.email);
  await noor.guest.get(noor.page);
  expect((await ines.guest.get(ines.page)).status).toBe(200);
  // Dana is at both: two entries of hers become one.
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, name, email) values ($1, gen_random_uuid(), $2, 'Dana of Harbor', $3)`,
    [world.workspaceId, into, world.dana.email],
  );
  const page = `/customers/${from}/merging`;
  const form = await maya.form(`${page}?into=${into}`, page);
  expect((await maya.postRaw(page, { ...form, into, sure: 'yes' })).location).toBe(`/customers/${into}`);
  const links = await peek<{ id: string; email: string; account_id: string }>(
    portal().database,
    'select id, email, account_id from guest_links where workspace_id = $1',
    [world.workspaceId],
  );
  expect(links.map((row) => row.account_id)).toEqual([into, into, into]);

  await maya.submit(`/inbox/${number}`, `/inbox/${number}/replies`, { body: 'After the merge', outcome: 'wait' });
  const olu = await comeIn(portal(), world, OLU);
  for (const { guest, page } of [noor, olu]) {
    const read = await guest.get(page);
    for (const words of ['The seal leaks since Monday', 'After the merge', world.dana.name, owner.name])
      expect(read.text).toContain(words);
    expect((await guest.get(filesOn(read.text)[0]!)).text).toBe('measured: The seal leaks');
  }
  const guests = (await agentsGuests()).text;
  for (const email of [NOOR, OLU]) expect(guests).toContain(email);
  expect(guests).toContain('Last opened');
  // Ines is a contact of the customer whose ticket it is now: she reads it as herself, and the link has ended.
  expect((await ines.guest.get(ines.page)).status).toBe(404);
  expect((await as(portal(), rival).get(`/support/${number}`)).text).toContain('After the merge');
  // And what can be done with a link can be done still.
  const its = links.find(({ email }) => email === NOOR)!.id;
  expect((await maya.submit(`/inbox/${number}/guests`, `/inbox/${number}/guests/${its}/removal`)).status).toBe(303);
  expect((await noor.guest.get(noor.page)).status).toBe(404);
  expect((await olu.guest.get(olu.page)).status).toBe(200);
});

/** Two share the ticket with somebody each at the same moment, when this many have a link already. */
async function bothShare(there: number) {
  const { database } = portal();
  await peek(
    database,
    `insert into guest_links (workspace_id, id, account_id, object_kind, object_id, email, token_hash, shared_by, expires_at)
     select workspace_id, gen_random_uuid(), account_id, 'ticket', id, 'guest' || n || '@bluefern.example',
       encode(sha256(n::text::bytea), 'hex'), $3, now() + interval '1 day'
     from tickets, generate_series(1, $4) n where workspace_id = $1 and number = $2`,
    [world.workspaceId, number, world.owner.id, there],
  );
  const at = `/inbox/${number}/guests`;
  const owner = as(portal(), world.owner);
  const forms = [await owner.form(at, at), await owner.form(at, at)];
  // Nobody can write a link down: both are as far as they come before either is done.
  const blocker = new pg.Client({ connectionString: database.superuser });
  await blocker.connect();
  await blocker.query('begin; lock table guest_links in share mode');
  const both = [NOOR, 'edda@bluefern.example'].map((email, n) => owner.postRaw(at, { ...forms[n], email }));
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await peek(database, waiting)).length, { interval: 20 }).toBe(2);
  await blocker.query('commit');
  await blocker.end();
  return Promise.all(both);
}

test('TRUST 63: of two shares at once that would each be the twentieth, one is the twentieth and the other is told', async () => {
  const answers = await bothShare(19);
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
  expect(answers.find(({ status }) => status === 422)!.text).toContain('Twenty people have a link');
});

test('TRUST 63, control: with room for both, both are shared', async () => {
  expect((await bothShare(18)).map(({ status }) => status)).toEqual([303, 303]);
});

import pg from 'pg';
import { beforeEach, expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { as, type Client, visitor } from '#test/client.ts';
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
  typeCode,
} from './guests.testing.ts';

const portal = usePortal();
const NOOR = 'noor@bluefern.example';
const OLU = 'olu@saltbox.example';
let world: World;
let number: string;
let other: string;

beforeEach(async () => {
  world = await newWorld(portal());
  await anHourLater(portal());
  number = await askedTicket(portal(), world);
  other = await askedTicket(portal(), world, 'The pump hums');
  await shareAs(portal(), world.owner, number, NOOR);
});

const statusOf = async (client: Client, path: string): Promise<number> => (await client.get(path)).status;

test('TRUST 9: with the link and the code a guest has one ticket: no page of the portal, no other ticket, no other file, no note', async () => {
  const { guest, page } = await comeIn(portal(), world, NOOR);
  const mine = filesOn((await guest.get(page)).text)[0]!;
  const theirs = filesOn((await as(portal(), world.dana).get(`/support/${other}`)).text)[0]!;
  const id = theirs.split('/')[2]!;
  for (const path of [
    '/',
    `/support/${number}`,
    '/support',
    `/inbox/${number}`,
    '/company',
    '/notifications',
    theirs,
  ]) {
    const answer = await guest.get(path);
    expect(answer.status, path).not.toBe(200);
    expect(answer.text, path).not.toContain('The seal leaks');
  }
  expect(await statusOf(guest, `${page}/files/${id}/x.txt`)).toBe(404);
  const text = (await guest.get(page)).text;
  expect(text).not.toContain('SECRET');
  expect(text).not.toContain('The pump hums');
  expect(text).not.toContain(world.dana.email);
  // Control: its own file it has, by the same door.
  expect(await statusOf(guest, mine)).toBe(200);
});

/** What a guest's own transaction answers: each statement in one of its own, as the running role. */
async function askAsGuest(token: string, link: string, statements: string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: portal().database.app });
  await client.connect();
  try {
    const said: string[] = [];
    for (const statement of statements) {
      await client.query('begin read only');
      const held = await client.query('select from app.enter_guest($1, $2, $3)', [
        world.workspaceId,
        sha256Hex(token),
        link,
      ]);
      expect(held.rowCount).toBe(1);
      said.push(JSON.stringify((await client.query(statement)).rows));
      await client.query('rollback');
    }
    return said;
  } finally {
    await client.end();
  }
}

test('TRUST 9, 35: a guest’s own connection has no row of anybody who wrote in the thread, only the names and titles their page says', async () => {
  const { guest, page } = await comeIn(portal(), world, NOOR);
  const [, token] = [...guest.cookies].find(([name]) => name.includes('portico_guest_'))!;
  const link = page.split('/').at(-1)!;
  await peek(portal().database, "update contacts set phone = '+49 171 5550000' where workspace_id = $1", [
    world.workspaceId,
  ]);
  const rows = ['contacts', 'members', 'identities', 'accounts', 'account_members', 'person_pictures', 'sessions'];
  const everything = rows.map((table) => `select to_jsonb(t) as row from ${table} t`);
  expect(await askAsGuest(token, link, everything)).toEqual(rows.map(() => '[]'));
  const [names] = await askAsGuest(token, link, ['select id, name, title from app.shared_people() order by name']);
  expect((JSON.parse(names!) as { id: string }[]).map(({ id }) => id)).toEqual([world.dana.id, world.agent.id]);
  for (const never of ['@', '5550000', world.viewer.name, world.rival.name]) expect(names).not.toContain(never);
  const read = await guest.get(page);
  for (const name of [world.dana.name, world.agent.name]) expect(read.text).toContain(name);
  // Control: the row is there for the asking once a policy gives it to guests, and whoever is no guest is told no name.
  await peek(
    portal().database,
    "create policy hole on contacts for select to public using (app.kind() = 'guest' and workspace_id = app.workspace())",
  );
  try {
    expect((await askAsGuest(token, link, everything))[0]).toContain('5550000');
  } finally {
    await peek(portal().database, 'drop policy hole on contacts');
  }
  const [told] = await peek<{ n: number }>(
    portal().database,
    `select count(*)::int as n from (select set_config('app.kind', 'visitor', false), set_config('app.shared_people', $1, false)) s,
       lateral (select * from app.shared_people()) p`,
    [names],
  );
  expect(told!.n).toBe(0);
});

test('TRUST 11: a file of an internal note of the shared ticket is not there for a guest, and is for the team', async () => {
  const priya = as(portal(), world.agent);
  await priya.submit(`/inbox/${number}?mode=note`, `/inbox/${number}/notes`, {
    body: 'With a file',
    file: { name: 'inside.txt', type: 'text/plain', content: 'INSIDE' },
  });
  const [file] = await peek<{ id: string }>(
    portal().database,
    'select id from attachments where workspace_id = $1 and note_id is not null',
    [world.workspaceId],
  );
  const { guest, page } = await comeIn(portal(), world, NOOR);
  expect(await statusOf(guest, `${page}/files/${file!.id}/inside.txt`)).toBe(404);
  expect(await statusOf(priya, `/files/${file!.id}/inside.txt`)).toBe(200);
  // Control: were it a reply's, they would have it at that address.
  await peek(
    portal().database,
    `update attachments a set note_id = null, reply_id = (select r.id from replies r where r.workspace_id = a.workspace_id
       and r.ticket_id = a.ticket_id limit 1) where a.id = $1`,
    [file!.id],
  );
  expect(await statusOf(guest, `${page}/files/${file!.id}/inside.txt`)).toBe(200);
});

test('TRUST 9: somebody signed in who opens what was shared with them sees it as a guest, not as who they are', async () => {
  const { page, guest } = await comeIn(portal(), world, NOOR);
  const priya = as(portal(), world.agent);
  for (const [name, value] of guest.cookies) priya.cookies.set(name, value);
  const read = await priya.get(page);
  expect(read.status).toBe(200);
  expect(read.text).not.toContain('SECRET');
  // Control: at her own desk she reads the note.
  expect((await priya.get(`/inbox/${number}`)).text).toContain('SECRET');
});

test('TRUST 22: a link that is over, one that never was and one of another business look the same', async () => {
  const away = await newWorld(portal(), 'Lumen Cloud');
  const elsewhere = await askedTicket(portal(), away);
  await shareAs(portal(), away.owner, elsewhere, NOOR);
  const foreign = await lastToken(portal(), away, NOOR);
  const token = await lastToken(portal(), world, NOOR);
  const stranger = visitor(portal(), world);
  // Control: as long as it is not over, it opens.
  const control = await stranger.get(`/shared/open?token=${token}`);
  await peek(portal().database, 'update guest_links set revoked_at = now() where workspace_id = $1', [
    world.workspaceId,
  ]);
  const shown = async (one: string) => {
    const { status, text } = await stranger.get(`/shared/open?token=${one}`);
    return { status, said: text.replace(/(value|content)="[^"]*"/g, '') };
  };
  const none = await shown('A'.repeat(43));
  expect(none.status).toBe(410);
  expect(await shown(token)).toEqual(none);
  expect(await shown(foreign)).toEqual(none);
  expect(await shown("' or 1=1 --")).toEqual(none);
  expect(control.status).toBe(200);
});

test('TRUST 16: the cookie of one link is worth nothing at another, nor at another business, nor as a session', async () => {
  await shareAs(portal(), world.owner, other, OLU);
  const noor = await comeIn(portal(), world, NOOR);
  const olu = await comeIn(portal(), world, OLU);
  const stolen = [...noor.guest.cookies.values()].find((value) => value.length >= 40)!;
  const thief = visitor(portal(), world);
  const named = (page: string) => `portico_guest_${page.split('/').at(-1)!.replaceAll('-', '')}`;
  thief.cookies.set(named(olu.page), stolen);
  thief.cookies.set('portico_session', stolen);
  expect(await statusOf(thief, olu.page)).toBe(404);
  expect(await statusOf(thief, '/')).toBe(303);
  const away = await newWorld(portal(), 'Lumen Cloud');
  const abroad = visitor(portal(), away);
  abroad.cookies.set(named(noor.page), stolen);
  expect(await statusOf(abroad, noor.page)).toBe(404);
  // Control: at its own link it is.
  thief.cookies.set(named(noor.page), stolen);
  expect(await statusOf(thief, noor.page)).toBe(200);
});

test('TRUST 24: the code is guessed five times a letter and ten times a link, from however many networks', async () => {
  const token = await lastToken(portal(), world, NOOR);
  const guess = async (client: Client, n: number) => (await typeCode(client, token, String(n).padStart(6, 'x'))).status;
  const statuses: number[] = [];
  for (let letter = 0; letter < 3; letter += 1) {
    const browser = visitor(portal(), world);
    await askCode(browser, token);
    for (let n = 0; n < 6; n += 1) statuses.push(await guess(browser, n));
  }
  expect(statuses.slice(0, 6)).toEqual([422, 422, 422, 422, 422, 429]);
  expect(statuses.filter((status) => status === 422)).toHaveLength(10);
  expect(
    await peek(portal().database, 'select 1 from guest_sessions where workspace_id = $1', [world.workspaceId]),
  ).toEqual([]);
});

test('TRUST 24, control: without the counts the right code is still let in', async () => {
  const token = await lastToken(portal(), world, NOOR);
  const browser = visitor(portal(), world);
  await askCode(browser, token);
  for (let n = 0; n < 6; n += 1) await typeCode(browser, token, `x${n}`);
  expect((await typeCode(browser, token, await lastCode(portal(), world, NOOR))).status).toBe(429);
  await anHourLater(portal());
  expect((await typeCode(browser, token, await lastCode(portal(), world, NOOR))).status).toBe(303);
});

test('TRUST 25: a code works once, for the link it was mailed for, in the browser that asked, and not as a sign-in', async () => {
  const token = await lastToken(portal(), world, NOOR);
  const [mine, theirs] = [visitor(portal(), world), visitor(portal(), world)];
  await askCode(mine, token);
  const code = await lastCode(portal(), world, NOOR);
  await askCode(theirs, token);
  expect((await typeCode(theirs, token, code)).status).toBe(422);
  const form = await mine.form(`/shared/open?token=${token}`, '/shared/session');
  const all = await Promise.all(
    Array.from({ length: 4 }, () => mine.postRaw('/shared/session', { ...form, _once: crypto.randomUUID(), code })),
  );
  // Control: the first of them is let in.
  expect(all.map(({ status }) => status).sort()).toEqual([303, 422, 422, 422]);
  const kept = await peek<{ value: string }>(
    portal().database,
    'select value from verifications where workspace_id = $1',
    [world.workspaceId],
  );
  expect(kept.some(({ value }) => value.includes(code))).toBe(false);
});

test('TRUST 40: a link sends five letters an hour, whoever asks', async () => {
  const token = await lastToken(portal(), world, NOOR);
  const statuses: number[] = [];
  for (let n = 0; n < 6; n += 1) statuses.push((await askCode(visitor(portal(), world), token)).status);
  expect(statuses).toEqual([303, 303, 303, 303, 303, 429]);
  expect((await mailsTo(portal(), world, NOOR)).filter(({ kind }) => kind === 'guest.code')).toHaveLength(5);
  // Control: what refuses the sixth is the hour.
  await anHourLater(portal());
  expect((await askCode(visitor(portal(), world), token)).status).toBe(303);
});

test('a link that would open nothing is not sent again, and the page says why', async () => {
  const owner = as(portal(), world.owner);
  const at = `/inbox/${number}/guests`;
  const [row] = await peek<{ id: string }>(portal().database, 'select id from guest_links where workspace_id = $1', [
    world.workspaceId,
  ]);
  const again = () => owner.submit(at, `${at}/${row!.id}/letter`);
  await peek(portal().database, 'update contacts set email = $2 where id = $1', [world.viewer.id, NOOR]);
  const refused = await again();
  expect([refused.status, refused.text.includes('They are with this customer already')]).toEqual([422, true]);
  await peek(portal().database, "update contacts set email = 'luis@acme.example' where id = $1", [world.viewer.id]);
  await peek(
    portal().database,
    "insert into segment_gates (workspace_id, id, kind, object) values ($1, gen_random_uuid(), 'room', 'support')",
    [world.workspaceId],
  );
  expect([(await again()).status, (await shareAs(portal(), world.owner, number, 'x@bluefern.example')).status]).toEqual(
    [422, 422],
  );
  await peek(portal().database, 'delete from segment_gates where workspace_id = $1', [world.workspaceId]);
  // By whoever sends it, it is from: the one before may have left.
  expect((await as(portal(), world.agent).submit(at, `${at}/${row!.id}/letter`)).status).toBe(303);
  await shareAs(portal(), world.agent, number, NOOR);
  const [link] = await peek(portal().database, 'select shared_by from guest_links where id = $1', [row!.id]);
  expect(link).toEqual({ shared_by: world.agent.id });
});

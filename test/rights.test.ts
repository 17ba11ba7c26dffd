import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { type Db, inScope } from '#platform/db/scope.ts';
import { as, type Fields } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { type Actor, newWorld, type World } from './world.ts';

const portal = usePortal();
let world: World;

beforeAll(async () => {
  world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const ines = as(portal(), world.rival);
  await dana.submit('/support/new', '/support', { subject: 'Acme asks', urgency: 'question', body: 'Zebrastripes' });
  await ines.submit('/support/new', '/support', { subject: 'Harbor asks', urgency: 'question', body: 'Zebrastripes' });
  await portal().workJobs();
});

/** Gives somebody of the team another role. */
const become = (actor: Actor, role: string) =>
  peek(portal().database, 'update members set role = $2 where id = $1', [actor.id, role]);

/** Adds a role of one's own and returns its key. */
async function ownRole(rights: string[], reach = 'all'): Promise<string> {
  const id = newId();
  await peek(
    portal().database,
    `insert into roles (workspace_id, id, side, key, name, rights, reach) values ($1, $2, 'member', $3, 'Own', $4, $5)`,
    [world.workspaceId, id, id, rights, reach],
  );
  return id;
}

/** Something in the database as somebody, past every access rule: what the walls alone say. */
const asActor = <T>(actor: Actor, work: (db: Db) => Promise<T>): Promise<T> =>
  inScope(
    portal().platform.pool,
    { workspaceId: world.workspaceId, tokenHash: sha256Hex(actor.token) },
    async (db) => ({ value: await work(db), commit: true }),
  );

const ticketOf = async (accountId: string): Promise<string> => {
  const [row] = await peek<{ id: string }>(portal().database, 'select id from tickets where account_id = $1', [
    accountId,
  ]);
  return row!.id;
};

async function replyPast(actor: Actor, as_: Partial<{ member_id: string; contact_id: string }>): Promise<void> {
  const ticket = await ticketOf(world.accountId);
  const row = {
    workspace_id: world.workspaceId,
    account_id: world.accountId,
    ticket_id: ticket,
    body_html: '<p>x</p>',
  };
  await asActor(actor, (db) =>
    db
      .insertInto('replies')
      .values({ ...row, id: newId(), ...as_ })
      .execute(),
  );
}

test('TRUST 35: what a role may not write the database refuses, too; with the right it takes it', async () => {
  await become(world.agent, 'viewer');
  await expect(replyPast(world.agent, { member_id: world.agent.id })).rejects.toThrow(/row-level security/);
  await expect(replyPast(world.viewer, { contact_id: world.viewer.id })).rejects.toThrow(/row-level security/);
  await become(world.agent, 'agent');
  await replyPast(world.agent, { member_id: world.agent.id });
  await replyPast(world.dana, { contact_id: world.dana.id });
});

test('TRUST 35: nobody writes in another person’s name, whatever their role', async () => {
  await expect(replyPast(world.owner, { member_id: world.agent.id })).rejects.toThrow(/row-level security/);
  await expect(replyPast(world.dana, { contact_id: world.viewer.id })).rejects.toThrow(/row-level security/);
  await replyPast(world.owner, { member_id: world.owner.id });
});

test('TRUST 35: roles, members and the business itself are written with their rights only', async () => {
  const promote = (actor: Actor) =>
    asActor(actor, (db) => db.updateTable('members').set({ role: 'owner' }).where('id', '=', actor.id).execute());
  const widen = (actor: Actor) =>
    asActor(actor, (db) =>
      db
        .updateTable('roles')
        .set({ rights: ['portal.close'] })
        .where('key', '=', 'viewer')
        .where('side', '=', 'member')
        .execute(),
    );
  const rename = (actor: Actor) =>
    asActor(actor, (db) =>
      db.updateTable('workspaces').set({ name: 'Mine' }).where('id', '=', world.workspaceId).execute(),
    );
  for (const act of [widen, rename]) await expect(act(world.agent)).rejects.toThrow(/row-level security/);
  // Rows that may not be written are not found by an update.
  await promote(world.agent);
  await promote(world.dana);
  const [row] = await peek(portal().database, 'select role from members where id = $1', [world.agent.id]);
  expect(row).toEqual({ role: 'agent' });
  // Control: the owner may.
  await rename(world.owner);
  const [renamed] = await peek(portal().database, 'select name from workspaces where id = $1', [world.workspaceId]);
  expect(renamed).toEqual({ name: 'Mine' });
});

test('PRM-4: whoever is limited to their customers sees those alone: lists, search, files, tickets, notices and mails', async () => {
  await become(world.agent, await ownRole(['customers.see', 'tickets.reply', 'tickets.note'], 'assigned'));
  await peek(
    portal().database,
    'insert into account_members (workspace_id, account_id, member_id, role) values ($1, $2, $3, $4)',
    [world.workspaceId, world.accountId, world.agent.id, 'Helper'],
  );
  const priya = as(portal(), world.agent);
  const [acme, harbor] = await peek<{ number: string }>(
    portal().database,
    'select number from tickets order by number',
  );
  const seen = async (path: string) => (await priya.get(path)).text;
  for (const path of ['/inbox?view=all', '/inbox?view=all&q=zebrastripes']) {
    expect(await seen(path), path).toContain('Acme asks');
    expect(await seen(path), path).not.toContain('Harbor asks');
  }
  expect(await seen('/customers')).not.toContain('Harbor Pine');
  expect(await seen('/customers?q=harbor')).not.toContain('Harbor Pine');
  expect((await priya.get(`/inbox/${harbor!.number}?view=all`)).status).toBe(404);
  expect((await priya.get(`/inbox/${acme!.number}?view=all`)).status).toBe(200);
  expect((await priya.get(`/customers/${world.rivalAccountId}`)).status).toBe(404);
  expect((await priya.get(`/customers/${world.accountId}`)).status).toBe(200);
  const hidden = await asActor(world.agent, async (db) => {
    const count = async (table: 'tickets' | 'replies' | 'contacts' | 'accounts' | 'events' | 'attachments') => {
      const rows = await db
        .selectFrom(table)
        .selectAll()
        .where(table === 'accounts' ? ('id' as 'account_id') : 'account_id', '=', world.rivalAccountId)
        .execute();
      return rows.length;
    };
    return Promise.all((['tickets', 'replies', 'contacts', 'accounts', 'events', 'attachments'] as const).map(count));
  });
  expect(hidden).toEqual([0, 0, 0, 0, 0, 0]);
  await peek(portal().database, 'delete from notifications');
  await as(portal(), world.rival).submit('/support/2', '/support/2/replies', { body: 'Anybody there?' });
  await portal().workJobs();
  const told = await peek<{ identity_id: string }>(
    portal().database,
    'select n.identity_id from notifications n where n.account_id = $1',
    [world.rivalAccountId],
  );
  expect(told.map((row) => row.identity_id)).toContain(world.owner.identityId);
  expect(told.map((row) => row.identity_id)).not.toContain(world.agent.identityId);
  // Control: with a role that reaches all, the same pages show both.
  await become(world.agent, 'agent');
  expect(await seen('/inbox?view=all')).toContain('Harbor asks');
  expect((await priya.get(`/customers/${world.rivalAccountId}`)).status).toBe(200);
});

test('a member whose role sees no customers sees none, and is not shown the way there', async () => {
  await become(world.agent, await ownRole(['settings.manage']));
  const priya = as(portal(), world.agent);
  expect((await priya.get('/inbox?view=all')).text).not.toContain('Acme asks');
  expect((await priya.get(`/customers/${world.accountId}`)).status).toBe(404);
  expect((await priya.get('/settings')).text).not.toContain('href="/inbox"');
  await become(world.agent, 'agent');
  expect((await priya.get('/inbox?view=all')).text).toContain('href="/inbox"');
});

test('TRUST 35: what is of all customers, the log sent on, the evidence and who signs in as whom, is not for who sees some; control: seeing all', async () => {
  const rights = ['customers.see', 'audit.see', 'data.export', 'settings.manage', 'sign_in.manage'];
  const key = await ownRole(rights, 'assigned');
  await become(world.agent, key);
  const priya = as(portal(), world.agent);
  const pages = ['/settings/log-streams', '/settings/sso', '/settings/sso/new/customer'];
  const statuses = async () => Promise.all(pages.map(async (page) => (await priya.get(page)).status));
  expect(await statuses()).toEqual([404, 404, 404]);
  const log = await priya.get('/audit');
  expect([log.status, log.text.includes('/audit/evidence')]).toEqual([200, false]);
  expect((await priya.postRaw('/audit/evidence', await priya.form('/audit', '/audit/export'))).status).toBe(404);
  await peek(portal().database, "update roles set reach = 'all' where key = $1", [key]);
  expect(await statuses()).toEqual([200, 200, 200]);
  expect((await priya.submit('/audit', '/audit/evidence')).status).toBe(200);
  await become(world.agent, 'agent');
});

test('an old session is asked who it is before the log leaves, a receiver of it is added or a role changed; control: proved, it is done', async () => {
  const maya = as(portal(), world.owner);
  const role = await ownRole(['customers.see']);
  const page = `/settings/roles?side=member&role=${role}`;
  const acts: [string, string, Fields, number][] = [
    ['/audit', '/audit/export', {}, 200],
    ['/settings/log-streams', '/settings/log-streams', { url: 'https://siem.example/in' }, 303],
    [page, `/settings/roles/${role}`, { name: 'Wide', reach: 'all', right: ['audit.see'] }, 303],
  ];
  const old = (hours: number) =>
    peek(
      portal().database,
      'update sessions set created_at = now() - make_interval(hours => $2) where identity_id = $1',
      [world.owner.identityId, hours],
    );
  for (const [from, to, fields, done] of acts) {
    await old(1);
    const asked = await maya.submit(from, to, fields);
    expect([to, asked.status, asked.text.includes('Is it still you?')]).toEqual([to, 422, true]);
    await old(0);
    expect([to, (await maya.submit(from, to, fields)).status]).toEqual([to, done]);
  }
});

/** What a form is answered with that waits for a row while somebody takes that row away. */
async function whileRemoved(remove: string, id: string, post: () => Promise<{ status: number }>, waits: string) {
  const remover = new pg.Client({ connectionString: portal().database.superuser });
  await remover.connect();
  await remover.query('begin');
  await remover.query(remove, [id]);
  const answer = post();
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like $1`;
  await expect.poll(async () => (await peek(portal().database, waiting, [waits])).length, { timeout: 15_000 }).toBe(1);
  await remover.query('commit');
  await remover.end();
  return (await answer).status;
}

test('a role or a segment that is taken away in the moment in which it is given has changed meanwhile, and is no fault of ours; control: one that stays is given', async () => {
  const maya = as(portal(), world.owner);
  const [page, rooms] = [`/settings/members/${world.agent.id}`, '/settings/rooms'];
  const form = await maya.form(page, `${page}/role`);
  const role = await ownRole(['customers.see']);
  const give = (id: string) => () => maya.postRaw(`${page}/role`, { ...form, role: id });
  expect(await whileRemoved('delete from roles where key = $1', role, give(role), 'update "members"%')).toBe(409);
  expect((await give(await ownRole(['customers.see']))()).status).toBe(303);
  const segment = async () => {
    const id = newId();
    const values = [world.workspaceId, id];
    await peek(
      portal().database,
      "insert into segments (workspace_id, id, name, kind) values ($1, $2::uuid, 'Named ' || $2::uuid, 'hand')",
      values,
    );
    return id;
  };
  const [goes, stays] = [await segment(), await segment()];
  const open = async (id: string) => {
    const given = { ...(await maya.form(rooms, rooms)), 'activity-to': 'segments', 'activity-segments': id };
    return () => maya.postRaw(rooms, given);
  };
  const insert = 'insert into "segment_gates"%';
  expect(await whileRemoved('delete from segments where id = $1', goes, await open(goes), insert)).toBe(409);
  expect((await (await open(stays))()).status).toBe(303);
});

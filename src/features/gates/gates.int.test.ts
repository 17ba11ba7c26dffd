import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { inScope } from '#platform/db/scope.ts';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();

/** A world in which Acme is in a segment, Harbor Pine is not, and both have asked something. */
async function apart(): Promise<World & { segment: string }> {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const rule = { name: 'Robots', match: 'all', on0: 'name', op0: 'has', v0: 'robot' };
  const made = await maya.submit('/customers/segments/new', '/customers/segments', rule);
  for (const who of [world.dana, world.rival]) {
    const ask = { subject: `A question of ${who.name}`, urgency: 'slows', body: 'Zeppelin?' };
    expect((await as(portal(), who).submit('/support/new', '/support', ask)).status).toBe(303);
  }
  return { ...world, segment: made.location!.split('/').at(-1)! };
}

const gate = (world: World, fields: Record<string, string | string[]>) =>
  as(portal(), world.owner).submit('/settings/rooms', '/settings/rooms', fields);

test('TRUST 35: a room that is for a segment is not there for whoever is outside, on any page, in search and in files', async () => {
  const world = await apart();
  const [dana, ines] = [as(portal(), world.dana), as(portal(), world.rival)];
  const pages = ['/support', '/support/2', '/support/new', '/support?q=zeppelin'];
  // The control: before, they have it.
  for (const path of pages) expect((await ines.get(path)).status, path).toBe(200);
  const token = await ines.form('/support/2', '/support/2/replies');
  expect((await gate(world, { 'support-to': 'segments', 'support-segments': world.segment })).status).toBe(303);
  for (const path of pages) expect((await ines.get(path)).status, path).toBe(404);
  expect((await ines.postRaw('/support/2/replies', { ...token, body: 'More' })).status).toBe(404);
  const home = await ines.get('/');
  expect(home.status).toBe(200);
  expect(home.text).not.toContain('/support');
  expect(home.text).not.toContain('A question of Ines');
  expect((await ines.get('/activity')).text).not.toContain('A question of Ines');
  // Who is in notices nothing.
  for (const path of ['/support', '/support/1']) expect((await dana.get(path)).status, path).toBe(200);
  expect((await dana.get('/')).text).toContain('href="/support"');
  // What the team answers is told to nobody who could not read it.
  await portal().workJobs();
  await as(portal(), world.agent).submit('/inbox/2', '/inbox/2/replies', { body: 'An answer', outcome: 'wait' });
  await as(portal(), world.agent).submit('/inbox/1', '/inbox/1/replies', { body: 'An answer', outcome: 'wait' });
  await portal().workJobs();
  const mails = await peek<{ to: string }>(
    portal().database,
    "select to_address::text as to from mails where workspace_id = $1 and kind like 'ticket%' and identity_id in ($2, $3)",
    [world.workspaceId, world.dana.identityId, world.rival.identityId],
  );
  expect(mails.map((row) => row.to)).toEqual([world.dana.email]);
  // Who can see it, and why not, knows of the room.
  const [ticket] = await peek<{ id: string }>(
    portal().database,
    'select id from tickets where workspace_id = $1 and number = 2',
    [world.workspaceId],
  );
  const readers = await as(portal(), world.owner).get(`/readers/ticket/${ticket!.id}`);
  expect(readers.text).toContain('does not have the room it is in');
  // The team sees all.
  expect((await as(portal(), world.agent).get('/inbox/2')).status).toBe(200);
  // And back.
  await gate(world, { 'support-to': 'everyone' });
  expect((await ines.get('/support/2')).status).toBe(200);
});

test('TRUST 7: when a room is shut, open streams of what is in it are asked anew; control: one of something else stays', async () => {
  const world = await apart();
  const closed: string[] = [];
  const listen = (topic: string) =>
    portal().platform.hub.add({
      workspaceId: world.workspaceId,
      sessionId: 'a session',
      topics: [topic],
      changed: () => undefined,
      close: (reason) => closed.push(`${topic}: ${reason}`),
    });
  const leave = ['ticket:one', 'inbox'].map(listen);
  await gate(world, { 'support-to': 'nobody' });
  for (const each of leave) each();
  expect(closed).toEqual(['ticket:one: wall']);
});

test('whoever leaves the segment leaves the room with the next page, and its open page hears no more', async () => {
  const world = await apart();
  await gate(world, { 'support-to': 'segments', 'support-segments': world.segment });
  const dana = as(portal(), world.dana);
  const page = await dana.get('/support/1');
  const live = /name="portico-live" content="([^"]+)"/.exec(page.text);
  const details = `/customers/${world.accountId}/details`;
  await as(portal(), world.owner).submit(details, details, { name: 'Acme Toys', short_name: 'Acme' });
  await portal().workJobs();
  expect((await dana.get('/support/1')).status).toBe(404);
  const token = live?.[1];
  expect(token, 'the page names its live token').toBeTruthy();
  // A page that was open before is given no stream any more.
  expect((await dana.get(`/live?t=${encodeURIComponent(token!)}&since=${Date.now()}`)).status).toBe(204);
});

test('TRUST 7: however many leave a segment at once, what they have open is asked anew; control: leaving one that opens nothing is no matter', async () => {
  const world = await apart();
  await peek(
    portal().database,
    `set local session_replication_role = replica; insert into accounts (workspace_id, id, name, short_name)
     select '${world.workspaceId}', gen_random_uuid(), 'Robot ' || n, 'R' from generate_series(1, 210) n`,
  );
  const closed: string[] = [];
  const leave = portal().platform.hub.add({
    workspaceId: world.workspaceId,
    sessionId: 'a session',
    topics: ['ticket:one'],
    changed: () => undefined,
    close: (reason) => closed.push(reason),
  });
  const maya = as(portal(), world.owner);
  const address = `/customers/segments/${world.segment}`;
  const ruled = async (v0: string) => {
    const fields = { name: 'Robots', match: 'all', kind: 'rule', on0: 'name', op0: 'has', v0 };
    expect((await maya.submit(`${address}/rule`, address, fields)).status).toBe(303);
  };
  const left = async () =>
    (
      await peek(portal().database, "select 1 from events where workspace_id = $1 and kind = 'segment.left'", [
        world.workspaceId,
      ])
    ).length;
  await ruled('robot');
  await ruled('nobody');
  expect(await left()).toBe(211);
  expect(closed).toEqual([]);
  await ruled('robot');
  await gate(world, { 'support-to': 'segments', 'support-segments': world.segment });
  closed.length = 0;
  await ruled('nobody');
  leave();
  expect(await left()).toBe(422);
  expect(closed).toEqual(['wall']);
});

test('the company page may be closed for everybody, and moving between one’s customers stays', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  expect((await dana.get('/company')).status).toBe(200);
  await gate(world, { 'company-to': 'nobody', 'activity-to': 'nobody' });
  for (const path of ['/company', '/company/details', '/activity'])
    expect((await dana.get(path)).status, path).toBe(404);
  const home = await dana.get('/');
  expect(home.text).not.toContain('href="/company"');
  expect(home.text).not.toContain('href="/activity"');
  expect((await dana.get('/support')).status).toBe(200);
});

test('a room for segments names at least one, and only whoever decides it opens the page', async () => {
  const world = await apart();
  const wrong = await gate(world, { 'support-to': 'segments', 'company-to': 'everyone' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('Choose at least one segment');
  expect((await as(portal(), world.agent).get('/settings/rooms')).status).toBe(404);
  expect((await as(portal(), world.dana).get('/settings/rooms')).status).toBe(404);
  expect((await visitor(portal(), world).get('/settings/rooms')).status).toBe(303);
  // A segment that opens something is not deleted under it: its page says so, and the door does where that came between.
  const address = `/customers/segments/${world.segment}`;
  const maya = as(portal(), world.owner);
  const form = await maya.form(`${address}/deletion`, `${address}/deletion`);
  await gate(world, { 'support-to': 'segments', 'support-segments': world.segment });
  const refused = await maya.postRaw(`${address}/deletion`, form);
  expect(refused.location).toBe(address);
  expect((await maya.get(address)).text).toContain('Support');
  const told = await maya.get(`${address}/deletion`);
  expect(told.text).toContain('It still opens Support.');
  expect(told.text).toContain('href="/settings/rooms"');
  await gate(world, { 'support-to': 'everyone' });
  expect((await maya.submit(`${address}/deletion`, `${address}/deletion`)).location).toBe('/customers/segments');
  const recorded = await peek<{ data: object }>(
    portal().database,
    "select data from events where workspace_id = $1 and kind = 'gate.set' order by seq",
    [world.workspaceId],
  );
  expect(recorded.map((row) => row.data)).toMatchObject([
    { object: 'support', changes: { to: { from: 'everyone', to: ['Robots'] } } },
    { object: 'support', changes: { to: { from: ['Robots'], to: 'everyone' } } },
  ]);
});

test('a field that is shown to a segment is neither read nor written by customers outside it', async () => {
  const world = await apart();
  const maya = as(portal(), world.owner);
  const fields = { subject: 'contact', kind: 'text', label: 'Robot code', customer: 'edit', edits: 'apply' };
  const bare = { ...fields, 'shown-to': 'segments' };
  expect((await maya.submit('/settings/fields/new', '/settings/fields', bare)).status).toBe(422);
  const given = { ...bare, 'shown-segments': world.segment };
  expect((await maya.submit('/settings/fields/new', '/settings/fields', given)).status).toBe(303);
  expect((await as(portal(), world.dana).get('/company/details')).text).toContain('Robot code');
  expect((await as(portal(), world.rival).get('/company/details')).text).not.toContain('Robot code');
  expect((await maya.get(`/customers/${world.rivalAccountId}/contacts/${world.rival.id}/fields`)).text).toContain(
    'Robot code',
  );
  const [field] = await peek<{ id: string }>(
    portal().database,
    "select id from field_definitions where label = 'Robot code'",
  );
  await maya.submit(`/settings/fields/${field!.id}`, `/settings/fields/${field!.id}`, {
    ...fields,
    'shown-to': 'everyone',
  });
  expect((await as(portal(), world.rival).get('/company/details')).text).toContain('Robot code');
});

test('TRUST 35: of whom nothing was written down when they came in, by a version before, it is asked what is shut for them', async () => {
  const world = await apart();
  expect((await gate(world, { 'support-to': 'segments', 'support-segments': world.segment })).status).toBe(303);
  const doors = ({ token }: { token: string }, written: boolean) =>
    inScope(portal().platform.pool, { workspaceId: world.workspaceId, tokenHash: sha256Hex(token) }, async (db) => {
      if (!written) await sql`select set_config('app.shut_room', '', true)`.execute(db);
      const { rows } = await sql`select app.room_open('support') as open, app.shut('room') as shut,
        (select count(*)::int from tickets) as tickets`.execute(db);
      return { value: rows[0], commit: false };
    });
  for (const written of [true, false]) {
    expect(await doors(world.rival, written)).toEqual({ open: false, shut: ['support'], tickets: 0 });
    expect(await doors(world.dana, written)).toEqual({ open: true, shut: [], tickets: 1 });
  }
});

import { beforeEach, describe, expect, test } from 'vitest';
import { eventsOf, givePassword, isIn, PASSWORD, sessionsOf } from '#features/identity/doors.testing.ts';
import { newId } from '#platform/db/ids.ts';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { type Actor, newWorld, type World } from '#test/world.ts';

const portal = usePortal();
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
  for (const actor of [world.dana, world.agent, world.rival]) await givePassword(portal(), actor);
});

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** A second browser of somebody, signed in with their password. */
async function elsewhere(actor: Actor, agent = FIREFOX): Promise<Client> {
  const client = visitor(portal(), actor.world);
  const form = await client.form('/sign-in', '/sign-in/password');
  const fields = { ...form, email: actor.email, password: PASSWORD };
  expect((await client.postRaw('/sign-in/password', fields, { 'user-agent': agent })).status).toBe(303);
  return client;
}

const newestSession = async (actor: Actor): Promise<string> => {
  const [row] = await peek<{ id: string }>(
    portal().database,
    'select id from sessions where identity_id = $1 order by created_at desc, id desc limit 1',
    [actor.identityId],
  );
  return row!.id;
};

test.each(['dana', 'agent'] as const)('%s sees each browser, and which one this is', async (who) => {
  const here = as(portal(), world[who]);
  expect((await here.get('/account')).text).toContain('You are signed in here and nowhere else.');
  await elsewhere(world[who]);
  const { text } = await here.get('/account');
  expect(text).toContain('You are signed in here and in one other place.');
  expect(text).toContain('Firefox on Linux');
  expect(text).toContain('by password');
  expect(text.match(/This device</g)).toHaveLength(1);
  expect(text).not.toContain(`/account/sessions/${(await idsOf(world[who]))[0]}/ending`);
});

const idsOf = async (actor: Actor) =>
  (
    await peek<{ id: string }>(
      portal().database,
      'select id from sessions where identity_id = $1 order by created_at',
      [actor.identityId],
    )
  ).map((row) => row.id);

test('one is ended, and is over with its next request; the others go on', async () => {
  const here = as(portal(), world.dana);
  const there = await elsewhere(world.dana);
  const third = await elsewhere(world.dana);
  const id = (await idsOf(world.dana))[1]!;
  const answer = await here.submit('/account', `/account/sessions/${id}/ending`);
  expect([answer.status, answer.location]).toEqual([303, '/account#sessions']);
  expect((await here.get('/account')).text).toContain('Signed out there: Firefox on Linux.');
  expect(await Promise.all([here, there, third].map(isIn))).toEqual([true, false, true]);
  const [event] = await eventsOf(portal(), world, 'identity.session_ended');
  expect(event).toMatchObject({
    audience: 'team',
    subject_id: world.dana.identityId,
    actor_identity_id: world.dana.identityId,
    data: { session: id, by: 'account' },
  });
});

test('all others are ended at once, and this one stays', async () => {
  const here = as(portal(), world.dana);
  const others = [await elsewhere(world.dana), await elsewhere(world.dana)];
  await here.submit('/account', '/account/sessions/ending');
  expect((await here.get('/account')).text).toContain('Signed out in 2 other places.');
  expect(await Promise.all([here, ...others].map(isIn))).toEqual([true, false, false]);
  expect(await isIn(as(portal(), world.agent))).toBe(true);
  // There is nothing left that the button would end.
  expect((await here.get('/account')).text).not.toContain('/account/sessions/ending');
});

test('TRUST 26: of more sessions than the list shows all end; control: another person’s stays', async () => {
  const here = as(portal(), world.dana);
  const oldest = await elsewhere(world.dana);
  await peek(
    portal().database,
    `insert into sessions (workspace_id, id, identity_id, token_hash, method, expires_at, created_at, seen_at)
     select workspace_id, gen_random_uuid(), identity_id, encode(sha256(n::text::bytea), 'hex'), method, expires_at, now(),
       now() + interval '1 minute'
     from sessions, generate_series(1, 101) n where id = $1`,
    [await newestSession(world.dana)],
  );
  await here.submit('/account', '/account/sessions/ending');
  expect(await Promise.all([here, oldest, as(portal(), world.agent)].map(isIn))).toEqual([true, false, true]);
});

test('a live page of a session that is ended hears of it at once', async () => {
  const here = as(portal(), world.dana);
  const there = await elsewhere(world.dana);
  const token = /name="portico-live" content="([^"]+)"/.exec((await there.get('/account')).text)?.[1];
  const { response } = await there.get(`/live?t=${token}`, { accept: 'text/event-stream' });
  const reader = response.body!.getReader();
  const heard = readAll(reader);
  await here.submit('/account', `/account/sessions/${await newestSession(world.dana)}/ending`);
  // The look for sessions that have ended comes with a port, which this portal has not: they are told.
  expect(await heard).toContain('event: bye\ndata: {"reason":"session"}');
});

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += new TextDecoder().decode(value);
  }
}

describe('what is not one’s own', () => {
  test('another person’s session, one of a rival business and one that never was are the same 404, and none is ended', async () => {
    const other = await newWorld(portal(), 'Lumen Cloud');
    const dana = as(portal(), world.dana);
    await elsewhere(world.dana);
    const form = await dana.form('/account', '/account/sessions/ending');
    const shapes = new Set<string>();
    const victims = [world.agent, world.rival, world.viewer, other.dana];
    for (const id of [...(await Promise.all(victims.map(newestSession))), newId(), 'x', '%27']) {
      const { status, text } = await dana.postRaw(`/account/sessions/${id}/ending`, form);
      shapes.add(`${status} ${/<h1[^>]*>.*?<\/h1>/.exec(text)?.[0]}`);
    }
    expect([...shapes]).toEqual([expect.stringMatching(/^404 <h1/)]);
    for (const victim of victims) expect(await isIn(as(portal(), victim))).toBe(true);
    expect(await eventsOf(portal(), world, 'identity.session_ended')).toEqual([]);
  });

  test('control: with the same form one’s own other session is ended', async () => {
    const dana = as(portal(), world.dana);
    const there = await elsewhere(world.dana);
    const form = await dana.form('/account', '/account/sessions/ending');
    const id = await newestSession(world.dana);
    expect((await dana.postRaw(`/account/sessions/${id}/ending`, form)).status).toBe(303);
    expect(await isIn(there)).toBe(false);
    // A second time it is over already: no session, and no second event.
    const again = await dana.form('/account', '/account/sessions/ending').catch(() => form);
    expect((await dana.postRaw(`/account/sessions/${id}/ending`, { ...again, _once: 'another-time' })).status).toBe(
      404,
    );
    expect(await eventsOf(portal(), world, 'identity.session_ended')).toHaveLength(1);
  });

  test('ending all others ends nobody else’s', async () => {
    await elsewhere(world.dana);
    await as(portal(), world.dana).submit('/account', '/account/sessions/ending');
    for (const actor of [world.agent, world.owner, world.viewer, world.rival]) {
      expect(await isIn(as(portal(), actor))).toBe(true);
    }
  });

  test('another site’s form, and one without the proof, end nothing', async () => {
    const dana = as(portal(), world.dana);
    const there = await elsewhere(world.dana);
    const id = await newestSession(world.dana);
    const form = await dana.form('/account', '/account/sessions/ending');
    for (const path of [`/account/sessions/${id}/ending`, '/account/sessions/ending']) {
      const cross = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
      expect((await dana.postRaw(path, form, cross)).status).toBe(403);
      expect((await dana.postRaw(path, { _once: 'no-proof-here' })).status).toBe(403);
    }
    expect(await isIn(there)).toBe(true);
  });

  test('a visitor is led to the door', async () => {
    const answer = await visitor(portal(), world).get('/account');
    expect(answer.location).toBe('/sign-in?next=%2Faccount');
  });
});

test('a session that has run out is not in the list', async () => {
  await elsewhere(world.dana);
  await peek(portal().database, "update sessions set expires_at = now() - interval '1 second' where id = $1", [
    await newestSession(world.dana),
  ]);
  const { text } = await as(portal(), world.dana).get('/account');
  expect(text).toContain('signed in here and nowhere else');
  expect(await sessionsOf(portal(), world.dana.identityId)).toHaveLength(2);
});

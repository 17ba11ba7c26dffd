import { beforeEach, expect, test } from 'vitest';
import { as, type Client } from '#test/client.ts';
import { endSessions, type World } from '#test/world.ts';
import { useLooks } from './view-as.testing.ts';

const { portal, on } = useLooks();
const { see, sql, whyEnded } = on;
let world: World;
let maya: Client;

beforeEach(async () => {
  ({ world, maya } = await on.begin());
});

/** The look of Maya ends by what `act` does: her next page leads back to her own work, and the log says why. */
async function endsBy(act: () => Promise<unknown>, why: string) {
  await see();
  expect((await maya.get('/support')).status).toBe(200);
  await act();
  const next = await maya.get('/support', { accept: 'text/html' });
  expect([why, next.status]).toEqual([why, 303]);
  expect(maya.cookies.has('portico_view')).toBe(false);
  expect(await whyEnded()).toEqual([why]);
}

test('TRUST 37: a look is over after half an hour', () =>
  endsBy(() => sql('update portal_views set ends_at = now() where workspace_id = $1'), 'time'));
test('TRUST 37: a look is over when the right for it is', () =>
  endsBy(() => sql("update members set role = 'agent' where workspace_id = $1 and id = $2", world.owner.id), 'right'));
test('TRUST 37: a look is over when the contact has no access any more', () =>
  endsBy(
    () => sql('update contacts set disabled_at = now() where workspace_id = $1 and id = $2', world.dana.id),
    'contact',
  ));
test('TRUST 37: a look is over when the contact’s login is closed', () =>
  endsBy(
    () => sql('update identities set disabled_at = now() where workspace_id = $1 and id = $2', world.dana.identityId),
    'contact',
  ));
test('TRUST 37: a look is over when the customer is out of reach', () =>
  endsBy(async () => {
    await sql(
      `insert into roles (workspace_id, id, side, key, name, rights, reach) select $1, gen_random_uuid(), 'member', 'near', 'Near', rights, 'assigned'
       from roles where workspace_id = $1 and side = 'member' and key = 'owner'`,
    );
    await sql("update members set role = 'near' where workspace_id = $1 and id = $2", world.owner.id);
    await sql('delete from account_members where workspace_id = $1 and member_id = $2', world.owner.id);
  }, 'reach'));

test('TRUST 37: signing out ends the look, and so does the end of the session', async () => {
  await see();
  const out = await maya.form('/', '/sign-out');
  expect((await maya.postRaw('/sign-out', out)).status).toBe(303);
  expect(await whyEnded()).toEqual(['signed_out']);
  expect(maya.cookies.has('portico_view')).toBe(false);
  const priya = as(portal(), world.agent);
  await sql("update members set role = 'manager' where workspace_id = $1 and id = $2", world.agent.id);
  await see(priya);
  await endSessions(portal().platform, world.agent);
  expect((await priya.get('/support')).location).toContain('/sign-in');
  await sql("update portal_views set ends_at = now() - interval '1 minute' where workspace_id = $1");
  await sql('update graphile_worker._private_jobs set run_at = now() where $1::uuid is not null');
  await portal().workJobs();
  expect(await whyEnded()).toEqual(['signed_out', 'signed_out']);
});

test('TRUST 37: the cookie of a look is worth nothing in another session, of another member, at another portal', async () => {
  await see();
  const stolen = maya.cookies.get('portico_view')!;
  const [row] = await sql<{ id: string }>('select id from portals where workspace_id = $1');
  for (const who of [world.agent, world.viewer, world.rival]) {
    const thief = as(portal(), who);
    thief.cookies.set('portico_view', stolen);
    expect((await thief.get('/notifications')).text).not.toContain('You see what');
    expect(thief.cookies.has('portico_view')).toBe(false);
  }
  await sql(
    'insert into portals (workspace_id, id, host, verified_at) values ($1, gen_random_uuid(), $2, now())',
    `other-${world.host}`,
  );
  await sql(
    'update portal_views set portal_id = (select id from portals where workspace_id = $1 and id <> $2) where workspace_id = $1',
    row!.id,
  );
  expect((await maya.get('/notifications')).text).not.toContain('You see what');
  maya.cookies.set('portico_view', stolen);
  await sql('update portal_views set portal_id = $2 where workspace_id = $1', row!.id);
  // Control: where it was given it holds.
  expect((await maya.get('/notifications')).text).toContain('You see what Dana Whitfield sees.');
  const elsewhere = await anotherSession();
  elsewhere.cookies.set('portico_view', stolen);
  expect((await elsewhere.get('/notifications')).text).not.toContain('You see what');
});

/** Maya with another browser. */
async function anotherSession(): Promise<Client> {
  const token = `another-session-of-${world.owner.id}`;
  await sql(
    `insert into sessions (workspace_id, id, identity_id, token_hash, expires_at)
     values ($1, gen_random_uuid(), $2, encode(sha256($3::bytea), 'hex'), now() + interval '1 day')`,
    world.owner.identityId,
    token,
  );
  return as(portal(), { ...world.owner, token });
}

import { beforeEach, expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { invite, isIn, PASSWORD } from './doors.testing.ts';

const portal = usePortal();
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
});

const pageOf = (token: string) => `/invitation?token=${token}`;

test('TRUST 34: whoever invited may not any more: the invitation is withdrawn with the right; control: while they may', async () => {
  const say = (sql: string, ...values: unknown[]) => peek(portal().database, sql, values);
  const mine = await invite(portal(), world.agent);
  const statusOf = async () => (await visitor(portal(), world).get(pageOf(mine.token))).status;
  expect(await statusOf()).toBe(200);
  await say("update members set role = 'viewer' where id = $1", world.agent.id);
  expect(await statusOf()).toBe(410);
  await say("update members set role = 'agent' where id = $1", world.agent.id);
  expect(await statusOf()).toBe(200);
  // A colleague's: with the role that looks after people, at that customer.
  await say("update contacts set role = 'account_admin' where id = $1", world.dana.id);
  await say(
    'update invitations set invited_by = null, invited_by_contact = $1 where workspace_id = $2',
    world.dana.id,
    world.workspaceId,
  );
  await say(
    "update contacts set role = 'viewer' where workspace_id = $1 and email = $2",
    world.workspaceId,
    mine.email,
  );
  // The second may do all that is given here, but no longer looks after people.
  for (const [role, status] of [
    ['account_admin', 200],
    ['contributor', 410],
    ['viewer', 410],
    ['account_admin', 200],
  ] as const) {
    await say('update contacts set role = $2 where id = $1', world.dana.id, role);
    expect([role, await statusOf()]).toEqual([role, status]);
  }
  // Who looks after people still, and may no longer all that is given here.
  await say(
    `insert into roles (workspace_id, id, side, key, name, rights)
     values ($1, gen_random_uuid(), 'contact', 'keeper', 'Keeper', '{colleagues.manage}')`,
    world.workspaceId,
  );
  await say(
    "update contacts set role = 'account_admin' where workspace_id = $1 and email = $2",
    world.workspaceId,
    mine.email,
  );
  await say("update contacts set role = 'keeper' where id = $1", world.dana.id);
  expect(await statusOf()).toBe(410);
  await say("update contacts set role = 'account_admin' where id = $1", world.dana.id);
  expect(await statusOf()).toBe(200);
});

test('whoever accepts in the moment in which it is taken back is in, or is not: nobody waits for the other for ever', async () => {
  const owner = as(portal(), world.owner);
  for (let round = 0; round < 6; round += 1) {
    const mine = await invite(portal(), world.owner);
    const [contact] = await peek<{ id: string }>(
      portal().database,
      'select id from contacts where workspace_id = $1 and email = $2',
      [world.workspaceId, mine.email],
    );
    const page = `/customers/${world.accountId}/contacts/${contact!.id}`;
    const person = visitor(portal(), world);
    const [accept, revoke] = [
      await person.form(pageOf(mine.token), '/invitation'),
      await owner.form(page, `${page}/invitation/revocation`),
    ];
    const [accepted, revoked] = await Promise.all([
      person.postRaw('/invitation', { ...accept, name: 'Nora', password: PASSWORD }),
      owner.postRaw(`${page}/invitation/revocation`, revoke),
    ]);
    expect([303, 410], `round ${round}`).toContain(accepted.status);
    expect([303, 404, 409], `round ${round}`).toContain(revoked.status);
    expect(await isIn(person)).toBe(accepted.status === 303);
  }
});

test('TRUST 34: an invitation of a member who sees only their own customers ends with the customer; control: while it is theirs', async () => {
  const mine = await invite(portal(), world.agent);
  const statusOf = async () => (await visitor(portal(), world).get(pageOf(mine.token))).status;
  await peek(portal().database, "update roles set reach = 'assigned' where workspace_id = $1 and key = 'agent'", [
    world.workspaceId,
  ]);
  const assigned = [world.workspaceId, world.accountId, world.agent.id];
  await peek(
    portal().database,
    'delete from account_members where workspace_id = $1 and account_id = $2 and member_id = $3',
    assigned,
  );
  expect(await statusOf()).toBe(410);
  await peek(
    portal().database,
    'insert into account_members (workspace_id, account_id, member_id, position) values ($1, $2, $3, 9)',
    assigned,
  );
  expect(await statusOf()).toBe(200);
});

test('TRUST 34: an invitation is no second key to whoever came in otherwise, or was sent away since; control: who was away before', async () => {
  const { email, token } = await invite(portal(), world.owner);
  const set = (sql: string) =>
    peek(portal().database, `update contacts set ${sql} where workspace_id = $1 and email = $2`, [
      world.workspaceId,
      email,
    ]);
  const form = { ...(await visitor(portal(), world).form(pageOf(token), '/invitation')), name: 'Nora' };
  const post = async () => {
    const client = visitor(portal(), world);
    const { status } = await client.postRaw('/invitation', form);
    return [status, await isIn(client)];
  };
  // As a directory or a provider does it, which leaves the invitation open.
  await set(`identity_id = '${world.viewer.identityId}'`);
  expect(await post()).toEqual([410, false]);
  await set('disabled_at = now()');
  expect(await post()).toEqual([410, false]);
  await set("disabled_at = now() - interval '1 hour', identity_id = null");
  expect(await post()).toEqual([303, true]);
});

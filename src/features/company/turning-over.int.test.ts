import { expect, test } from 'vitest';
import { givePassword, PASSWORD, tryPassword } from '#features/identity/doors.testing.ts';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { connectSaml } from '#test/idp/connect.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

/** Dana of two customers, signed in with her password: the older one asks for nothing more. */
async function atTwo(role = 'contributor') {
  const world = await newWorld(portal());
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email, role, created_at)
       values ($1, gen_random_uuid(), $2, $3, 'Dana Whitfield', $4, $5, now() + interval '1 hour')`,
    [world.workspaceId, world.rivalAccountId, world.dana.identityId, world.dana.email, role],
  );
  return { world, dana: as(portal(), world.dana), path: `/company/${world.rivalAccountId}/choice` };
}

test('TRUST 29: a required provider of one customer is not gone round by signing in at another; control: where it is not', async () => {
  const { world, dana, path } = await atTwo();
  const domain = world.dana.email.split('@')[1]!;
  const id = await connectSaml(portal(), world, { accountId: world.rivalAccountId, domains: [domain], required: true });
  expect((await dana.submit('/', path)).location).toBe(`/sso/${id}`);
  // It leads out, also of a session: else the customer could not be reached without signing out.
  const out = await dana.get(`/sso/${id}`);
  expect([out.status, out.text.includes(`/sso/${id}/go`)]).toEqual([200, true]);
  expect((await dana.get('/')).text).not.toContain('at Harbor Pine');
  // Nor by the first one's own provider: it vouched to nobody else.
  for (const second of ["'provider'", "'app'", 'null']) {
    await peek(portal().database, `update sessions set method = 'sso', second = ${second} where identity_id = $1`, [
      world.dana.identityId,
    ]);
    expect((await dana.submit('/', path)).location).toBe(`/sso/${id}`);
  }
  expect(
    (await peek(portal().database, 'select 1 from sessions where account_id = $1', [world.rivalAccountId])).length,
  ).toBe(0);
  await peek(portal().database, 'update sso_connections set required_at = null where id = $1', [id]);
  expect((await dana.submit('/', path)).location).toBe('/');
  expect((await dana.get('/company')).text).toContain('at Harbor Pine');
});

test('TRUST 29: nor by another address, which would be theirs at both; control: where it is not required', async () => {
  const { world, dana } = await atTwo();
  const domain = world.dana.email.split('@')[1]!;
  const id = await connectSaml(portal(), world, { accountId: world.rivalAccountId, domains: [domain], required: true });
  const page = async () => (await dana.get('/account/address')).text.includes('id="address-form"');
  expect(await page()).toBe(false);
  await peek(portal().database, 'update sso_connections set required_at = null where id = $1', [id]);
  expect(await page()).toBe(true);
});

test('TRUST 29: whoever signed in at one customer stays there, though a row at another is older; control: a session that names none', async () => {
  const world = await newWorld(portal());
  await givePassword(portal(), world.dana);
  const dana = visitor(portal(), world);
  await tryPassword(dana, world.dana.email, PASSWORD);
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email, created_at)
       values ($1, gen_random_uuid(), $2, $3, 'Dana Whitfield', $4, now() - interval '1 year')`,
    [world.workspaceId, world.rivalAccountId, world.dana.identityId, world.dana.email],
  );
  const here = (await dana.get('/company')).text;
  expect(here).toContain('Dana Whitfield');
  expect(here).not.toContain('at Harbor Pine');
  await peek(portal().database, 'update sessions set account_id = null where identity_id = $1', [
    world.dana.identityId,
  ]);
  expect((await dana.get('/company')).text).toContain('at Harbor Pine');
});

test('TRUST 27: a role that asks for a second step asks whoever turns to it, too; control: a role that does not', async () => {
  const { world, dana, path } = await atTwo('approver');
  const asks = (yes: boolean) =>
    peek(portal().database, "update roles set second_step_required = $2 where workspace_id = $1 and key = 'approver'", [
      world.workspaceId,
      yes,
    ]);
  await asks(true);
  expect((await dana.submit('/', path)).location).toBe('/sign-in/step');
  expect((await dana.get('/sign-in/step')).location).toContain('/sign-in/step/setup');
  expect((await dana.get('/company')).text).not.toContain('at Harbor Pine');
  await asks(false);
  expect((await dana.submit('/', path)).location).toBe('/');
});

test('TRUST 29: a second step that the provider of one customer vouched for is none at another; control: one of their own', async () => {
  const { world, dana, path } = await atTwo('approver');
  await peek(
    portal().database,
    "update roles set second_step_required = true where workspace_id = $1 and key = 'approver'",
    [world.workspaceId],
  );
  const passed = (second: string) =>
    peek(portal().database, 'update sessions set method = $2, second = $3 where identity_id = $1', [
      world.dana.identityId,
      second === 'provider' ? 'sso' : 'password',
      second,
    ]);
  await passed('provider');
  expect((await dana.submit('/', path)).location).toBe('/sign-in/step');
  expect((await dana.get('/company')).text).not.toContain('at Harbor Pine');
  await passed('app');
  expect((await dana.submit('/', path)).location).toBe('/');
  expect((await dana.get('/company')).text).toContain('at Harbor Pine');
});

import { expect, test } from 'vitest';
import { setUpApp } from '#features/identity/second-step.testing.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('who sees some customers takes no second step away from a login that may open others; control: with sight of all they do', async () => {
  const world = await newWorld(portal());
  const ask = (sql: string, ...values: unknown[]) => peek(portal().database, sql, [world.workspaceId, ...values]);
  await ask(
    "update roles set rights = rights || '{customers.manage}', reach = 'assigned' where workspace_id = $1 and key = 'agent'",
  );
  await ask(
    'insert into account_members (workspace_id, account_id, member_id) values ($1, $2, $3)',
    world.accountId,
    world.agent.id,
  );
  // Dana is of a customer, too, that the agent does not see.
  await ask(
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email)
     select $1, gen_random_uuid(), $3, identity_id, name, email from contacts where id = $2`,
    world.dana.id,
    world.rivalAccountId,
  );
  await setUpApp(as(portal(), world.dana));
  const agent = as(portal(), world.agent);
  const login = `/people/${world.dana.id}/sign-in`;
  const contact = `/customers/${world.accountId}/contacts/${world.dana.id}`;
  const { _token = '' } = await agent.form('/notifications', '/preferences');
  const tried = async () => [
    (await agent.get(contact)).text.includes(login),
    (await agent.get(login)).status,
    (await agent.postRaw(`/people/${world.dana.id}/second-step/reset`, { _token })).status,
  ];
  expect(await tried()).toEqual([false, 404, 404]);
  await ask("update roles set reach = 'all' where workspace_id = $1 and key = 'agent'");
  expect(await tried()).toEqual([true, 200, 303]);
});

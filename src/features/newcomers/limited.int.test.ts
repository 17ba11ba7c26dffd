import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { setRules } from './newcomers.testing.ts';

const portal = usePortal();
const PAGE = '/settings/sign-up';

test('TRUST 35: who sees some customers only does not say who comes in by themselves, nor takes another customer’s domain; control: who sees all', async () => {
  const world = await newWorld(portal());
  await setRules(portal(), world, { mode: 'domains' });
  const db = <Row extends object>(statement: string, ...values: unknown[]) =>
    peek<Row>(portal().database, statement, [world.workspaceId, ...values]);
  await db(`insert into sign_up_domains (workspace_id, id, domain, account_id, created_at)
    select $1, gen_random_uuid(), 'harborpine.example', id, now() from accounts where workspace_id = $1 and id <> '${world.accountId}' limit 1`);
  const [{ id } = { id: '' }] = await db<{ id: string }>('select id from sign_up_domains where workspace_id = $1');
  await db(`insert into roles (workspace_id, id, side, key, name, rights, reach)
    values ($1, gen_random_uuid(), 'member', 'contractor', 'Contractor', '{customers.see,sign_in.manage}', 'assigned')`);
  const asRole = async (role: string, reach: string) => {
    await db("update roles set reach = $2 where workspace_id = $1 and key = 'contractor'", reach);
    await db('update members set role = $2 where workspace_id = $1 and id = $3', role, world.agent.id);
  };
  const agent = as(portal(), world.agent);
  await asRole('contractor', 'all');
  const form = await agent.form(PAGE, `${PAGE}/domains/${id}/removal`);
  await asRole('contractor', 'assigned');
  const page = await agent.get(PAGE);
  expect([page.status, page.text.includes('harborpine')]).toEqual([404, false]);
  expect((await agent.get('/account')).text).not.toContain(PAGE);
  expect((await agent.postRaw(`${PAGE}/domains/${id}/removal`, form)).status).toBe(404);
  expect(await db('select domain from sign_up_domains where workspace_id = $1')).toEqual([
    { domain: 'harborpine.example' },
  ]);
  await asRole('contractor', 'all');
  expect((await agent.postRaw(`${PAGE}/domains/${id}/removal`, form)).status).toBe(303);
  expect(await db('select domain from sign_up_domains where workspace_id = $1')).toEqual([]);
});

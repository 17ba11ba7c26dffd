import pg from 'pg';
import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('of two people who are made the first contact at once one is it in the end, and nobody meets an error', async () => {
  const world = await newWorld(portal());
  const { database } = portal();
  await peek(database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  // One of them by the team, the other by their own company: these lock no row that the other one does.
  const details = `/customers/${world.accountId}/contacts/${world.viewer.id}/details`;
  const maya = as(portal(), world.owner);
  const dana = as(portal(), world.dana);
  const facts = { name: world.viewer.name, title: '', phone: '', role: 'viewer', flag: ['primary'] };
  const theirs = { ...(await maya.form(details, details)), ...facts };
  const flags = `/company/people/${world.dana.id}/flags`;
  const own = { ...(await dana.form('/company', flags)), flag: ['primary'] };
  // Somebody else is about to become it, and does not: both have seen that nobody is before either has become it.
  const blocker = new pg.Client({ connectionString: database.superuser });
  await blocker.connect();
  await blocker.query('begin');
  await blocker.query(
    `insert into contacts (workspace_id, id, account_id, name, email, role, flags)
     values ($1, gen_random_uuid(), $2, 'Nearly', 'nearly@acme.example', 'viewer', '{primary}')`,
    [world.workspaceId, world.accountId],
  );
  const both = [maya.postRaw(details, theirs), dana.postRaw(flags, own)];
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await peek(database, waiting)).length, { interval: 20 }).toBe(2);
  await blocker.query('rollback');
  await blocker.end();
  expect((await Promise.all(both)).map(({ status }) => status)).toEqual([303, 303]);
  const first = "select id from contacts where workspace_id = $1 and account_id = $2 and 'primary' = any (flags)";
  expect(await peek(database, first, [world.workspaceId, world.accountId])).toHaveLength(1);
});

test('the team writes down a person while a colleague gives them a role: one waits for the other before either holds a person', async () => {
  const world = await newWorld(portal());
  const { database } = portal();
  await peek(database, "update contacts set role = 'account_admin', flags = '{primary}' where id = $1", [
    world.dana.id,
  ]);
  const [maya, dana] = [as(portal(), world.owner), as(portal(), world.dana)];
  const details = `/customers/${world.accountId}/contacts/${world.viewer.id}/details`;
  const facts = { name: 'Luis the Second', title: '', phone: '', role: 'viewer' };
  const theirs = { ...(await maya.form(details, details)), ...facts };
  const role = `/company/people/${world.viewer.id}/role`;
  const own = { ...(await dana.form('/company', role)), role: 'contributor' };
  const blocker = new pg.Client({ connectionString: database.superuser });
  await blocker.connect();
  await blocker.query('begin');
  await blocker.query('select from contacts where id = $1 for update', [world.dana.id]);
  const waiting = async () =>
    (
      await peek<{ n: number; turns: number }>(
        database,
        `select count(distinct l.pid)::int as n, (count(*) filter (where l.locktype = 'advisory'))::int as turns
         from pg_locks l join pg_stat_activity a using (pid) where a.datname = current_database() and not l.granted`,
      )
    )[0];
  const given = dana.postRaw(role, own);
  await expect.poll(async () => (await waiting())?.n, { interval: 20, timeout: 15_000 }).toBe(1);
  const written = maya.postRaw(details, theirs);
  await expect.poll(waiting, { interval: 20, timeout: 4_000 }).toEqual({ n: 2, turns: 1 });
  await blocker.query('rollback');
  await blocker.end();
  expect([(await given).status, (await written).status]).toEqual([303, 303]);
  const now = await peek(database, 'select name, role from contacts where id = $1', [world.viewer.id]);
  expect(now).toEqual([{ name: 'Luis the Second', role: 'contributor' }]);
});

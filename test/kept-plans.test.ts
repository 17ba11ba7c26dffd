import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

/** A plan is kept for all values. What must not grow with what a workspace has ever had is read by an index in such a plan too. */

const portal = usePortal();
let world: World;
let superuser: pg.Client;
let runtime: pg.Client;
const GENERIC = "set plan_cache_mode = 'force_generic_plan'";

beforeAll(async () => {
  world = await newWorld(portal());
  superuser = new pg.Client({ connectionString: portal().database.superuser });
  await superuser.connect();
  const ids = [world.workspaceId, world.accountId, world.dana.id, world.dana.identityId];
  await superuser.query(`insert into sessions (workspace_id, id, identity_id, token_hash, expires_at)
    select '${ids[0]}', gen_random_uuid(), '${ids[3]}', md5(g::text) || md5(g::text), now() + interval '1 day' from generate_series(1, 2000) g`);
  await superuser.query(`insert into tickets (workspace_id, id, account_id, number, subject, requester_id, status, priority, urgency, solved_at)
    select '${ids[0]}', gen_random_uuid(), '${ids[1]}', g, 'Old', '${ids[2]}', 'solved', 'normal', 'question', now() from generate_series(1, 2000) g`);
  await superuser.query('analyze sessions, tickets');
  runtime = new pg.Client({ connectionString: portal().database.app });
  await runtime.connect();
  await Promise.all([runtime.query(GENERIC), superuser.query(GENERIC)]);
});
afterAll(() => Promise.all([runtime.end(), superuser.end()]));

/** Rows of a table that were read meanwhile, as PostgreSQL counts them for the transaction. */
async function readOf(table: string, statement: string, on = runtime): Promise<number> {
  const counted = async () => {
    const { rows } = await on.query<{ n: number }>(
      'select (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n from pg_stat_xact_user_tables where relname = $1',
      [table],
    );
    return rows[0]!.n;
  };
  const before = await counted();
  await on.query(statement);
  return (await counted()) - before;
}

const enter = () => `select * from app.enter('${world.workspaceId}', '${sha256Hex(world.dana.token)}', 'person')`;

test('however many sessions there are, a page reads one', async () => {
  await runtime.query('begin');
  expect(await readOf('sessions', enter())).toBeLessThan(5);
  await runtime.query('rollback');
});

test('control: where row-level security keeps the token from its index, it reads them all', async () => {
  const { rows } = await superuser.query<{ said: string }>("select pg_get_functiondef('app.enter'::regproc) as said");
  const broken = rows[0]!.said.replace('token_hash = wanted_hash', "token_hash = coalesce(wanted_hash, '')");
  expect(broken).not.toBe(rows[0]!.said);
  await superuser.query('begin');
  await superuser.query(broken);
  await superuser.query(`set local role ${decodeURIComponent(new URL(portal().database.app).username)}`);
  expect(await readOf('sessions', enter(), superuser)).toBeGreaterThan(2000);
  await superuser.query('rollback');
});

test('however many tickets are done, those that are open, or wait for the customer, are counted without them', async () => {
  await runtime.query('begin');
  await runtime.query(enter());
  const own = 'select count(*) from tickets where workspace_id = $1 and account_id = $2 and';
  await runtime.query(`prepare opened (uuid, uuid) as ${own} status not in ('solved', 'closed')`);
  await runtime.query(`prepare pending (uuid, uuid) as ${own} status = 'pending'`);
  await runtime.query(`prepare control (uuid, uuid, text) as ${own} status = $3`);
  const of = `'${world.workspaceId}', '${world.accountId}'`;
  expect(await readOf('tickets', `execute opened (${of})`)).toBe(0);
  expect(await readOf('tickets', `execute pending (${of})`)).toBe(0);
  // A status that is a value: the plan has to do for each of them.
  expect(await readOf('tickets', `execute control (${of}, 'pending')`)).toBe(2000);
  await runtime.query('rollback');
});

import { CompiledQuery } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { createPool } from '#platform/db/pool.ts';
import { inScope } from '#platform/db/scope.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

/** A plan is kept for all values. What must not grow with what a workspace has ever had is read by an index in such a plan too. */

const portal = usePortal({}, 'auto');
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
  await superuser.query(`insert into tickets (workspace_id, id, account_id, number, subject, requester_id, status, priority, urgency, solved_at, active_at)
    values ('${ids[0]}', gen_random_uuid(), '${ids[1]}', 2001, 'Old wombat', '${ids[2]}', 'solved', 'normal', 'question', now(), now() - interval '9 years')`);
  await superuser.query(
    `insert into search_entries (workspace_id, kind, object_id, of_id, locale, audience, live_from, stands_in, title, at)
    select $1, 'article', gen_random_uuid(), gen_random_uuid(), 'en', 'public', now(), true,
      case g when 1900 then 'Old delivery of a wombat' when 1901 then 'Many crates broken' when 1902 then 'Crates of old broken glass' when 1903 then 'Crates, a public matter'
        else case g % 4 when 0 then 'Old delivery' when 1 then 'Late crates' when 2 then 'Broken glass' else 'Public matter' end end,
      now() - g * interval '1 hour' from generate_series(1, 2000) g`,
    [ids[0]],
  );
  await superuser.query('analyze sessions, tickets, search_entries');
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

const enter = (token = world.dana.token) =>
  `select * from app.enter('${world.workspaceId}', '${sha256Hex(token)}', 'person')`;

test('what a page asks is planned once on each connection; control: PostgreSQL left to itself plans anew', async () => {
  const list = 'select number from tickets where workspace_id = $1 and waiting_since is not null limit 26';
  const planned =
    'select generic_plans::int as kept, custom_plans::int as anew from pg_prepared_statements where statement = $1';
  const pool = createPool(portal().database.app, { max: 1, prepare: true, onError: () => undefined });
  const asked = (readOnly: boolean) =>
    inScope(pool, { workspaceId: world.workspaceId, tokenHash: sha256Hex(world.dana.token), readOnly }, async (db) => {
      const ask = (text: string, value: string) => db.executeQuery(CompiledQuery.raw(text, [value]));
      for (let time = 0; time < 3; time++) await ask(list, world.workspaceId);
      return { value: (await ask(planned, list)).rows, commit: true };
    });
  expect(await asked(true)).toEqual([{ kept: 3, anew: 0 }]);
  expect(await asked(false)).toEqual([{ kept: 3, anew: 3 }]);
  await pool.end();
});

test('however many sessions there are, a page reads one', async () => {
  await runtime.query('begin');
  for (const token of [world.dana.token, 'nobody’s']) expect(await readOf('sessions', enter(token))).toBeLessThan(5);
  await runtime.query('rollback');
});

test('control: where the token is not compared as it is, no index finds it, and a page reads them all', async () => {
  const { rows } = await superuser.query<{ said: string }>("select pg_get_functiondef('app.enter'::regproc) as said");
  const broken = rows[0]!.said.replace('token_hash = wanted_hash', "token_hash || '' = wanted_hash");
  expect(broken).not.toBe(rows[0]!.said);
  await superuser.query('begin');
  await superuser.query(broken);
  await superuser.query(`set local role ${decodeURIComponent(new URL(portal().database.app).username)}`);
  expect(await readOf('sessions', enter('nobody’s'), superuser)).toBeGreaterThan(2000);
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
  expect(await readOf('tickets', `execute control (${of}, 'pending')`)).toBe(2001);
  await runtime.query('rollback');
});

const definitionOf = async (name: string) =>
  (await superuser.query<{ said: string }>(`select pg_get_functiondef('${name}'::regproc) as said`)).rows[0]!.said;

const LOOKED_THROUGH = 500;
const search = (words: string) => `select * from app.search('{${words}}', '{en}', '{ticket}', 5)`;
const list = (words: string) => `select * from app.found_tickets('{${words}}', '{en}', 26)`;

test.each([
  ['a word that nobody used', 'qzqzqz', 0],
  ['a word that articles have alone', 'delivery', 0],
  ['a rare word', 'wombat', 1],
  ['a typing error', 'wombta', 1],
  ['a common beginning', 'ol', 1],
  ['two words, of which one is rare', 'old,wombat', 1],
])('however many tickets there are, a search for %s looks at few', async (_, words, least) => {
  await runtime.query('begin');
  await runtime.query(enter());
  const { rows } = await runtime.query(search(words));
  expect(rows.length).toBeGreaterThanOrEqual(least);
  // The newest are looked through once for what was asked, and once more for what is nearly it, unless nobody has begun to write it; a list looks through twice as many.
  expect(await readOf('search_entries', search(words))).toBeLessThan(2 * LOOKED_THROUGH + 100);
  expect(await readOf('search_entries', list(words))).toBeLessThan(2 * LOOKED_THROUGH + 100);
  await runtime.query('rollback');
});

test.each([
  ['app.search_own_tickets', 'limit 500', enter],
  ['app.newest_of_all', 'limit 400', () => `select app.enter('${world.workspaceId}', null, 'system')`],
])('control: a search that goes through everything is noticed (%s)', async (name, bound, enterAs) => {
  const broken = (await definitionOf(name)).replaceAll(bound, `${bound}00`);
  expect(broken).toContain(`${bound}00`);
  await superuser.query('begin');
  await superuser.query(enterAs());
  expect(await readOf('search_entries', search('wombat'), superuser)).toBeLessThan(2 * LOOKED_THROUGH + 100);
  await superuser.query(broken);
  expect(await readOf('search_entries', search('wombat'), superuser)).toBeGreaterThan(2000);
  await superuser.query('rollback');
});

test('who has few tickets has them all gone through, by their titles and their texts; control: with more, by the index', async () => {
  const finds = async (words: string) => (await superuser.query(search(words))).rows.length;
  const without = (await definitionOf('app.by_index')).replace('return query', 'return; return query');
  await superuser.query('begin');
  await superuser.query("update search_entries set words = app.as_words('', 'quince', 'D') where title = 'Old wombat'");
  await superuser.query(`delete from search_entries where kind = 'ticket' and title <> 'Old wombat' and object_id not in
    (select object_id from search_entries where kind = 'ticket' order by at desc limit 400)`);
  await superuser.query(without);
  await superuser.query(enter());
  expect([await finds('quince'), await finds('wombat'), await finds('quin')]).toEqual([1, 1, 1]);
  await superuser.query('rollback');
  await superuser.query('begin');
  await superuser.query(enter());
  expect(await finds('wombat')).toBe(1);
  await superuser.query(without);
  expect(await finds('wombat')).toBe(0);
  await superuser.query('rollback');
});

test('of whom one letter begins the newest are looked at, and who is far behind them is found; control: without them, all are', async () => {
  const people = (words: string) => `select object_id from app.search('{${words}}', '{en}', '{contact}', 5)`;
  const titles = async (words: string) =>
    (await superuser.query(`select title from search_entries where object_id in (${people(words)})`)).rows;
  await superuser.query('begin');
  await superuser.query(`select app.enter('${world.workspaceId}', null, 'system')`);
  await superuser.query(
    `insert into search_entries (workspace_id, kind, object_id, of_id, account_id, audience, title, at, words)
      select $1, 'contact', id, id, $2, 'account', name, now() - g * interval '1 hour', app.as_words('', name, 'A')
      from (select g, gen_random_uuid() as id, case g when 450 then 'Quince' else 'Bolt ' || g end as name from generate_series(1, 450) g) a`,
    [world.workspaceId, world.accountId],
  );
  expect(await titles('q')).toEqual([{ title: 'Quince' }]);
  expect(await titles('b')).toHaveLength(5);
  expect(await readOf('search_entries', people('b'), superuser)).toBeLessThan(100);
  await superuser.query((await definitionOf('app.search_people')).replace('if titles and everything', 'if false'));
  expect(await readOf('search_entries', people('b'), superuser)).toBeGreaterThan(400);
  await superuser.query('rollback');
});

const related = (words: string) => `select article_id from app.related_articles('{${words}}', '{en}', 1)`;
const titleOf = (words: string) => `select title from search_entries where object_id = (${related(words)})`;

test.each([
  ['what is in every title', 'old,delivery', 'Old delivery'],
  ['one rare word among common ones', 'our,old,wombat,seems,ill', 'Old delivery of a wombat'],
  ['two common words that stand together in one alone', 'why,public,crates,wait', 'Crates, a public matter'],
  [
    'three common words, two of which stand together often',
    'broken,glass,crates,arrived',
    'Crates of old broken glass',
  ],
  ['the beginning of a rare word', 'delivery,womb', 'Old delivery of a wombat'],
])('however many articles there are, a sentence of %s finds the best and looks at few', async (_, words, best) => {
  await superuser.query('begin');
  await superuser.query(enter());
  const { rows } = await superuser.query(titleOf(words));
  expect(rows).toEqual([{ title: best }]);
  expect(await readOf('search_entries', related(words), superuser)).toBeLessThan(1200);
  await superuser.query('rollback');
});

test('control: a sentence that goes through every article is noticed, and without the index the rare word is lost', async () => {
  await superuser.query('begin');
  await superuser.query((await definitionOf('app.near_titles')).replace('array[400, 800]', 'array[40000]'));
  await superuser.query(enter());
  expect(await readOf('search_entries', related('our,old,wombat,seems,ill'), superuser)).toBeGreaterThanOrEqual(2000);
  await superuser.query('rollback');
  await superuser.query('begin');
  await superuser.query((await definitionOf('app.near_titles')).replace('if walked % 400 > 0', 'if true'));
  await superuser.query(enter());
  const { rows } = await superuser.query(titleOf('our,old,wombat,seems,ill'));
  expect(rows).not.toEqual([{ title: 'Old delivery of a wombat' }]);
  await superuser.query('rollback');
});

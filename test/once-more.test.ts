import pg from 'pg';
import { beforeEach, expect, test } from 'vitest';
import { as } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal();
const ask = { subject: 'The pump leaks', urgency: 'slows', body: 'Since this morning.' };
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
  await look('drop trigger if exists hindered on tickets');
  await look('drop sequence if exists tries');
  await look('create sequence tries');
  await look('grant usage on sequence tries to public');
});

const look = <Row extends pg.QueryResultRow>(statement: string, values: unknown[] = []) =>
  peek<Row>(portal().database, statement, values);

/** What stands in the way of every new ticket. A sequence counts what is rolled back, too. */
async function hinder(body: string): Promise<void> {
  await look(`create or replace function hinder() returns trigger language plpgsql as $$
    declare try bigint := nextval('public.tries');
    begin ${body} return new; end $$`);
  await look('create trigger hindered before insert on tickets for each row execute function hinder()');
}

const giveUp = (code: string, when: string) =>
  hinder(`if ${when} then raise exception 'given up' using errcode = '${code}'; end if;`);

const tries = async () => Number((await look<{ n: number }>("select nextval('tries') - 1 as n"))[0]!.n);

const kept = () =>
  look<{ tickets: number; events: number; keys: number }>(
    `select (select count(*)::int from tickets where workspace_id = $1) as tickets,
      (select count(*)::int from events where workspace_id = $1 and kind = 'ticket.opened') as events,
      (select count(*)::int from idempotency_keys where workspace_id = $1) as keys`,
    [world.workspaceId],
  ).then(([row]) => row);

test('a form that PostgreSQL gave up for the sake of another is done once more, as a whole, and its sender sees nothing of it', async () => {
  const lock = (n: number) => `perform pg_advisory_xact_lock(4711, ${n});`;
  // The first thing, then as long as the test holds the gate, then the second thing.
  await hinder(`perform set_config('lock_timeout', '60s', true); ${lock(1)} ${lock(2)} ${lock(3)}`);
  const [other, gate] = [0, 1].map(() => new pg.Client({ connectionString: portal().database.superuser }));
  for (const client of [other!, gate!]) {
    await client.connect();
    await client.query("begin; set local deadlock_timeout = '1h'");
  }
  const holds = (client: pg.Client, n: number) => client.query(`select pg_advisory_xact_lock(4711, ${n})`);
  await holds(gate!, 2);
  await holds(other!, 3);
  const waiting = async () =>
    (await look(`select from pg_locks where locktype = 'advisory' and classid = 4711 and not granted`)).length;
  const dana = as(portal(), world.dana);
  const sent = dana.submit('/support/new', '/support', ask);
  await expect.poll(waiting, { timeout: 15_000 }).toBe(1);
  // The other one has the second thing and wants the first.
  const wanted = holds(other!, 1);
  await expect.poll(waiting, { timeout: 15_000 }).toBe(2);
  await gate!.end();
  await wanted;
  await other!.end();
  const { status, location } = await sent;
  expect([status, location]).toEqual([303, '/support/1']);
  expect(await tries()).toBe(2);
  expect(await kept()).toEqual({ tickets: 1, events: 1, keys: 1 });
  expect((await dana.get('/support/1')).text).toContain('Since this morning.');
});

test('what is done once more takes nothing along of the first time: headers, cookies, the page that said so', async () => {
  await giveUp('40001', 'try = 1');
  const first = await as(portal(), world.dana).submit('/support/new', '/support', ask);
  expect([first.status, first.text]).toEqual([303, '']);
  expect(await tries()).toBe(2);
  const control = await as(portal(), world.dana).submit('/support/new', '/support', ask);
  const names = ({ headers }: typeof first) => [...headers.keys()].sort();
  expect(names(first)).toEqual(names(control));
  expect(first.headers.getSetCookie().length).toBe(control.headers.getSetCookie().length);
});

test('of two who make the same row at once the second looks again, and finds it', async () => {
  await giveUp('23505', 'try = 1');
  expect((await as(portal(), world.dana).submit('/support/new', '/support', ask)).status).toBe(303);
  expect(await tries()).toBe(2);
});

test('a form that comes back the second time comes back whole', async () => {
  await giveUp('40P01', 'true');
  const { status, headers, text } = await as(portal(), world.dana).submit('/support/new', '/support', ask);
  expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  expect(text).toContain('Nothing of yours was kept: please send it once more.');
  expect(text).toContain('Since this morning.</textarea>');
  expect(text.match(/<!doctype/gi)).toHaveLength(1);
  expect(await tries()).toBe(2);
  expect(await kept()).toEqual({ tickets: 0, events: 0, keys: 0 });
});

test('with a file, which has moved to its place, nothing is tried again, and the words come back; control: another failure', async () => {
  await giveUp('40P01', 'true');
  const files = { name: 'leak.txt', content: 'drip' };
  const { status, text } = await as(portal(), world.dana).submit('/support/new', '/support', { ...ask, files });
  expect([status, await tries()]).toEqual([503, 1]);
  expect(text).toContain('Since this morning.</textarea>');
  await look('drop trigger hindered on tickets');
  await giveUp('P0001', 'true');
  const other = await as(portal(), world.dana).submit('/support/new', '/support', ask);
  // The count above was itself one.
  expect([other.status, await tries()]).toEqual([500, 3]);
  // Whoever has waited as long as anybody waits does not wait once more.
  await look('drop trigger hindered on tickets');
  await giveUp('55P03', 'true');
  const waited = await as(portal(), world.dana).submit('/support/new', '/support', ask);
  expect([waited.status, await tries()]).toEqual([503, 5]);
  expect(await kept()).toEqual({ tickets: 0, events: 0, keys: 0 });
});

import pg from 'pg';
import { expect, test } from 'vitest';
import { databaseIsAway } from '#platform/db/pool.ts';
import { type Asking, byZero, counting, inTransaction, one, together, two, withPool } from '#test/asking.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';

const portal = usePortal();

for (const prepare of [true, false]) {
  const kept = prepare ? 'prepared' : 'not kept';
  test(`of one turn what comes before a failure is answered and what comes behind is refused with it, where statements are ${kept}`, async () => {
    await withPool(
      portal().database,
      async (pool) => {
        for (let time = 0; time < 3; time++) {
          const connection = await pool.connect();
          expect(
            await together(connection, ['begin', one, byZero, two, 'select 1', one, 'rollback', 'begin', two]),
          ).toEqual([[], [{ one: 1 }], '22012', '22012', '22012', '22012', [], [], [{ two: 2 }]]);
          connection.leaveReading();
        }
      },
      { prepare },
    );
  });

  test(`the turns that were on their way are refused with it, where statements are ${kept}`, async () => {
    await inTransaction(
      portal().database,
      async (connection) => {
        const turns = [together(connection, [one, byZero, two])];
        for (const asking of [[two, one], [byZero]]) {
          await new Promise(process.nextTick);
          turns.push(together(connection, asking));
        }
        expect(await Promise.all(turns)).toEqual([[[{ one: 1 }], '22012', '22012'], ['22012', '22012'], ['22012']]);
        expect(await together(connection, ['rollback', 'begin', two, one])).toEqual([
          [],
          [],
          [{ two: 2 }],
          [{ one: 1 }],
        ]);
      },
      { prepare },
    );
  });
}

test('one that failed when it was first asked is asked again', async () => {
  await inTransaction(portal().database, async (connection) => {
    // Parsed, and failed; not looked at; never parsed.
    const wrong: [string] = ['select missing from nowhere'];
    expect(await together(connection, [byZero, one, wrong])).toEqual(['22012', '22012', '22012']);
    await together(connection, ['rollback', 'begin']);
    expect(await together(connection, [[byZero[0], 1], one, wrong])).toEqual([[{ never: 1 }], [{ one: 1 }], '42P01']);
    await together(connection, ['rollback', 'begin']);
    expect(await together(connection, [wrong, one])).toEqual(['42P01', '42P01']);
  });
});

test('an error leads to who asked', async () => {
  await inTransaction(portal().database, async ({ ask }) => {
    async function whoAsked() {
      await ask(byZero[0], [0]);
    }
    const [, error] = await Promise.all([
      ask(one[0], [1]),
      whoAsked().catch((cause: Error) => cause),
      ask(two[0], [2]).catch(() => 0),
    ]);
    expect((error as Error).stack).toContain('whoAsked');
  });
});

test('a commit that fails, and what failed before it, does not reach into the next transaction', async () => {
  await peek(portal().database, 'create table once (n int unique deferrable initially deferred)');
  await peek(portal().database, 'grant all on once to public');
  await withPool(portal().database, async (pool) => {
    const put: [string, number] = ['insert into once values ($1)', 1];
    const next = async () => {
      const connection = await pool.connect();
      expect(await together(connection, ['begin read only', one, two])).toEqual([[], [{ one: 1 }], [{ two: 2 }]]);
      connection.leaveReading();
    };
    for (const asking of [
      [put, put],
      [put, byZero],
    ] as Asking[]) {
      const connection = await pool.connect();
      await together(connection, ['begin', ...asking]);
      connection.leaveReading();
      await next();
    }
    // Still on its way when the connection is given back.
    const connection = await pool.connect();
    const late = together(connection, ['begin', byZero, one]);
    connection.leaveReading();
    await next();
    expect(await late).toEqual([[], '22012', '22012']);
    // Alone, it is its own transaction, and fails when it is to stay.
    await pool.question(put[0], [2]);
    await expect(pool.question(put[0], [2])).rejects.toMatchObject({ code: '23505' });
    expect(await pool.question('select n from once')).toEqual([{ n: 2 }]);
  });
});

test('a connection that is ended tells all that wait for it so, once', async () => {
  const sleep: [string, number] = ['select pg_sleep($1)', 10];
  await withPool(portal().database, async (pool) => {
    const connection = await pool.connect();
    await connection.ask('begin');
    const told: unknown[] = [];
    const waiting = [sleep, one, two].map(([text, value]) =>
      connection.ask(text, [value]).then(told.push.bind(told), (error: unknown) => told.push(databaseIsAway(error))),
    );
    await new Promise(process.nextTick);
    waiting.push(
      connection.ask(one[0], [1]).then(
        () => 0,
        (error: unknown) => told.push(databaseIsAway(error)),
      ),
    );
    const pid = (connection.client as unknown as { processID: number }).processID;
    await expect
      .poll(() => peek(portal().database, `select from pg_stat_activity where pid = ${pid} and wait_event = 'PgSleep'`))
      .toHaveLength(1);
    await peek(portal().database, `select pg_terminate_backend(${pid})`);
    await Promise.all(waiting);
    expect(told).toEqual([true, true, true, true]);
    connection.release();
    await expect.poll(() => pool.question(one[0], [1]).catch(() => [])).toEqual([{ one: 1 }]);
  });
});

test('one that takes too long ends alone, and a notice is heard in the middle', async () => {
  await inTransaction(portal().database, async (connection) => {
    const said = counting(connection, 'notice');
    const slow: [string, number] = ['select pg_sleep($1)', 5];
    const warned: [string] = ["do 'begin raise warning $$look$$; end'"];
    await connection.ask("set local statement_timeout = '200ms'");
    expect(await together(connection, [one, warned, slow, two])).toEqual([[{ one: 1 }], [], '57014', '57014']);
    expect(said()).toEqual([1]);
    expect(await together(connection, ['rollback', 'begin', two])).toEqual([[], [], [{ two: 2 }]]);
  });
});

test("a value that cannot be sent and one that cannot be read are nobody else's", async () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  pg.types.setTypeParser(pg.types.builtins.MONEY, () => {
    throw new Error('unreadable');
  });
  await inTransaction(portal().database, async (connection) => {
    const [before, unsent, unread, after] = await together(connection, [
      one,
      ['select $1::jsonb', circle],
      ['select $1::int::money', 1],
      two,
    ]);
    expect([before, unread, after]).toEqual([[{ one: 1 }], 'unreadable', [{ two: 2 }]]);
    expect(unsent).toMatch(/circular/);
  });
});

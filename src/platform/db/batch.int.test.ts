import pg from 'pg';
import { expect, test } from 'vitest';
import { databaseIsAway, isOutdated } from '#platform/db/pool.ts';
import { counting, inTransaction, one, together, two, withPool } from '#test/asking.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';

const portal = usePortal();

test('what is asked in one turn is ended once, and described the first time', async () => {
  await inTransaction(portal().database, async (connection) => {
    const said = counting(connection, 'readyForQuery', 'rowDescription', 'parseComplete');
    const rows = [[{ one: 1 }], [{ two: 2 }], [{ one: 3 }]];
    expect(await together(connection, [one, two, [one[0], 3]])).toEqual(rows);
    expect(said()).toEqual([1, 3, 2]);
    expect(await together(connection, [one, two, [one[0], 3]])).toEqual(rows);
    expect(said()).toEqual([1, 0, 0]);
  });
});

test('each is answered as the driver answers it, known or not', async () => {
  const texts: [string, ...unknown[]][] = [
    [
      "select timestamptz '2026-11-30 12:00Z' as at, null as nothing, 7::bigint as n, 1.5::numeric as much, true as yes, $1::text[] as words",
      ['a', null],
    ],
    ['select $1::jsonb as json, $2::bytea as bytes, $3::date as day', { a: [1] }, Buffer.from([0, 255]), '2026-11-30'],
    ['select $1::int as twice, 2 as twice', 1],
    ['select $1::int as twice, null::int as twice', 1],
    ['create temp table kept (n int)'],
    ['insert into kept select generate_series(1, $1::int)', 3],
    ['update kept set n = n + 1 where n > $1 returning n', 1],
    ['delete from kept where n > $1', 100],
    ['select from kept where n > $1', 2],
    ['show datestyle'],
    [''],
    ['drop table kept'],
  ];
  const about = ({ rows, command, rowCount, fields }: Omit<pg.QueryResult, 'oid'>) => ({
    rows,
    command: command || null,
    rowCount,
    fields: fields.map(({ name, dataTypeID, format }) => [name, dataTypeID, format]),
  });
  await inTransaction(
    portal().database,
    async ({ ask }) => {
      const plain = new pg.Client({ connectionString: portal().database.superuser });
      await plain.connect();
      for (let time = 0; time < 2; time++) {
        const expected = [];
        for (const [at, [text, ...values]] of texts.entries())
          expected.push(await plain.query({ text, values, name: `n${at}` }));
        const answers = await Promise.all(texts.map(([text, ...values]) => ask(text, values)));
        expect(answers.map(about)).toEqual(expected.map(about));
      }
      await plain.end();
    },
    { as: 'superuser' },
  );
});

test('a table that is altered between two asks: the old shape is used for nothing', async () => {
  await peek(portal().database, "create table shapes as select 1 as a, 'b' as b");
  await peek(portal().database, 'grant all on shapes to public');
  await withPool(portal().database, async (pool) => {
    const ask = () => pool.question('select * from shapes');
    expect(await ask()).toEqual([{ a: 1, b: 'b' }]);
    for (const [change, rows] of [
      ['alter table shapes add c int', [{ a: 1, b: 'b', c: null }]],
      ['alter table shapes drop b', [{ a: 1, c: null }]],
      ["alter table shapes alter a type text using 'one'", [{ a: 'one', c: null }]],
      ['alter table shapes rename a to first', [{ first: 'one', c: null }]],
    ] as const) {
      await peek(portal().database, change);
      const error = await ask().catch((cause: unknown) => cause);
      expect([isOutdated(error), databaseIsAway(error)]).toEqual([true, true]);
      expect(await ask()).toEqual(rows);
    }
  });
});

test('a pooler that prepares a statement anew, with other columns: neither', async () => {
  await withPool(portal().database, async (pool) => {
    const connection = await pool.connect();
    await connection.ask('begin');
    await together(connection, [one]);
    const { rows } = await connection.ask('select name from pg_prepared_statements where statement = $1', [one[0]]);
    const name = `"${rows[0].name}"`;
    await connection.ask(`deallocate ${name}; prepare ${name} (int) as select $1 as one, 2 as two`);
    const [refused] = await Promise.allSettled([connection.ask(one[0], [1])]);
    expect(isOutdated((refused as PromiseRejectedResult).reason)).toBe(true);
    expect(await together(connection, [two])).toEqual([[{ two: 2 }]]);
    connection.release();
    expect(await pool.question(one[0], [1])).toEqual([{ one: 1 }]);
  });
});

test('large values and large answers pass each other', async () => {
  await inTransaction(portal().database, async (connection) => {
    const large = 'x'.repeat(1_000_000);
    const asking = Array.from({ length: 40 }, (): [string, string] => [
      "select length($1) as n, repeat('y', 1000000) as much",
      large,
    ]);
    const answers = (await together(connection, asking)) as { n: number; much: string }[][];
    expect(answers.map(([row]) => [row?.n, row?.much.length])).toEqual(asking.map(() => [1_000_000, 1_000_000]));
  });
});

test('who is busy with many is not given up as silent', async () => {
  const asking = Array.from({ length: 12 }, (): [string, number] => ['select pg_sleep($1)::text as slept', 0.3]);
  await inTransaction(
    portal().database,
    async (connection) => {
      expect(await together(connection, asking)).toEqual(asking.map(() => [{ slept: '' }]));
    },
    { silence: 2_000 },
  );
});

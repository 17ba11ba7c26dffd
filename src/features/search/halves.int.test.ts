import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usePortal } from '#test/portal.ts';

const portal = usePortal();
let superuser: pg.Client;
beforeAll(async () => {
  superuser = new pg.Client({ connectionString: portal().database.superuser });
  await superuser.connect();
});
afterAll(() => superuser.end());

const cut = async (query: string) =>
  (
    await superuser.query<{ rest: boolean; same: boolean }>(
      `select h.rest is not null as rest, not exists (
        select from unnest(array['a', 'b', 'c', 'd', 'a b', 'a c', 'b c', 'c d', 'a b c', 'b d', 'a b c d', 'abc d']) t,
          to_tsvector('simple', t) v where (v @@ h.one and (h.rest is null or v @@ h.rest)) <> (v @@ $1::tsquery)) as same
      from app.in_halves($1::tsquery) h`,
      [query],
    )
  ).rows[0]!;

test.each(["'a' & 'b'", "('a' | 'b':*) & 'c'", "'a' & ('b' | 'c') & 'd':*", "('a' <-> 'b' | 'c') & 'd'"])(
  'what must all be there is asked for in two: %s',
  async (query) => {
    expect(await cut(query)).toEqual({ rest: true, same: true });
  },
);

test.each([
  "'a'",
  "'a' | 'b'",
  "'a' & 'b' | 'c'",
  "('a' | 'b' & 'c') & 'd'",
  "'a' & ('b' <-> 'c') & 'd'",
  "('a' | ('b' & 'c') | 'd') & 'a'",
])('where it is not plain where to cut, it is asked for as it is: %s', async (query) => {
  expect(await cut(query)).toEqual({ rest: false, same: true });
});

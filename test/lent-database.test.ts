import pg from 'pg';
import { expect, test } from 'vitest';
import { peek, peekOne } from './database.ts';
import { type Lent, lendDatabase } from './lent-database.ts';

const WORKSPACE = `insert into workspaces (id, slug, name, short_name) values (gen_random_uuid(), 'left', 'Left', 'Left')`;
const left = ({ database }: Lent) =>
  peekOne<{ n: number }>(database, 'select count(*)::int as n from workspaces').then((row) => row!.n);

/** A lent database after `work`: whether the next one is the same, and how much is in it. */
async function afterwards(work: (lent: Lent) => Promise<unknown>): Promise<{ same: boolean; left: number }> {
  const first = await lendDatabase();
  await first.pool.question('select 1');
  await work(first);
  await first.giveBack();
  const second = await lendDatabase();
  const found = { same: second.database.app === first.database.app, left: await left(second) };
  await second.giveBack();
  return found;
}

test('what is given back is emptied and lent once more', async () => {
  expect(await afterwards(({ database }) => peek(database, WORKSPACE))).toEqual({ same: true, left: 0 });
});

test('after a wall was changed and put up again, a function changed, or the pool ended, the next one is new', async () => {
  const changed = (statement: string) =>
    afterwards(async ({ database }) => {
      await peek(database, WORKSPACE);
      await peek(database, statement);
    });
  const another = { same: false, left: 0 };
  expect(
    await changed('alter table tickets no force row level security; alter table tickets force row level security'),
  ).toEqual(another);
  expect(await changed('alter function app.read_from_outside(uuid) cost 7')).toEqual(another);
  expect(await afterwards(({ pool }) => pool.end())).toEqual(another);
});

test('what somebody still holds is neither waited for nor lent on', async () => {
  const found = await afterwards(async ({ database }) => {
    const forgotten = new pg.Client({ connectionString: database.superuser, application_name: 'portico' });
    await forgotten.connect();
    forgotten.on('error', () => undefined);
    await forgotten.query('begin; lock table tickets');
  });
  expect(found).toEqual({ same: false, left: 0 });
});

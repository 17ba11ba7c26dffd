import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createPool, databaseIsAway, type Pool } from '#platform/db/pool.ts';
import { asSystem, type Db, inScope } from '#platform/db/scope.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

async function withPool<T>(silence: number, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = createPool(portal().database.app, { max: 2, prepare: true, onError: () => undefined, silence });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

test('a moment is read as one, however the database is set to write it', async () => {
  const { superuser, app } = portal().database;
  await peek({ superuser }, `alter database "${new URL(app).pathname.slice(1)}" set datestyle = 'German, DMY'`);
  await withPool(20_000, async (pool) => {
    expect(await pool.question("select timestamptz '2026-11-30 12:00Z' as at")).toEqual([
      { at: new Date('2026-11-30T12:00:00Z') },
    ]);
  });
});

const sleeps = (pool: Pool, seconds: number): Promise<unknown> => pool.question('select pg_sleep($1)', [seconds]);

test('a database that says nothing for too long is given up as one that is away, and the next question is answered', async () => {
  await withPool(1_000, async (pool) => {
    const error = await sleeps(pool, 14).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Error);
    expect(databaseIsAway(error)).toBe(true);
    const next = () => pool.question('select 1 as one').catch(() => []);
    await expect.poll(next, { timeout: 15_000 }).toEqual([{ one: 1 }]);
  });
});

test('control: one that answers in time is not given up, nor one of whom it is known that it takes long', async () => {
  const { workspaceId } = await newWorld(portal());
  await withPool(20_000, (pool) => sleeps(pool, 0.5));
  await withPool(200, (pool) =>
    inScope(pool, { workspaceId, system: true, unhurried: true }, async (db) => {
      await sql`select pg_sleep(2)`.execute(db);
      return { value: undefined, commit: true };
    }),
  );
});

test('of what is asked at once the failure that came first is told by all, and not that the transaction is over', async () => {
  const { workspaceId } = await newWorld(portal());
  await withPool(20_000, async (pool) => {
    const found: unknown[] = [];
    await asSystem(pool, workspaceId, async (db) => {
      const asked = [sql`select 1 / 0`, sql`select 1`, sql`select 2`].map((one) => one.execute(db));
      for (const one of await Promise.allSettled(asked)) found.push(one.status === 'rejected' && one.reason.code);
    }).catch(() => undefined);
    expect(found).toEqual(['22012', '22012', '22012']);
    // The next one who holds the connection has nothing to do with it.
    expect(await pool.question('select 1 as one')).toEqual([{ one: 1 }]);
  });
});

const openTo = async (db: Db): Promise<string> => {
  const rows = await db.selectFrom('workspaces').select('id').execute();
  return rows.map(({ id }) => id).join();
};

test('who has read all gives their place away before they are done, asks nothing more, and is told of their own failure', async () => {
  const { workspaceId } = await newWorld(portal());
  const pool = createPool(portal().database.app, { max: 1, prepare: true, onError: () => undefined });
  const reads = { workspaceId, system: true, readOnly: true };
  try {
    let mine: Db | undefined;
    const first = inScope(pool, reads, async (db, _, allRead) => {
      mine = db;
      expect(await openTo(db)).toBe(workspaceId);
      await allRead();
      // With one place for all, this one would wait for itself.
      const other = await inScope(pool, reads, async (own) => ({ value: await openTo(own), commit: true }));
      await allRead();
      await expect(openTo(db)).rejects.toThrow(/has ended/);
      if (other === workspaceId) throw new Error('rendering failed');
      return { value: undefined, commit: true };
    });
    await expect(first).rejects.toThrow('rendering failed');
    await expect(openTo(mine!)).rejects.toThrow(/has ended/);
    const next = await inScope(pool, reads, async (db) => ({ value: await openTo(db), commit: true }));
    expect(next).toBe(workspaceId);
    expect(pool.stats()).toEqual({ total: 1, idle: 1, waiting: 0 });
  } finally {
    await pool.end();
  }
});

test('control: who may write keeps their place to the end, whatever they say', async () => {
  const { workspaceId } = await newWorld(portal());
  await withPool(20_000, (pool) =>
    inScope(pool, { workspaceId, system: true }, async (db, _, allRead) => {
      await allRead();
      expect(await openTo(db)).toBe(workspaceId);
      return { value: undefined, commit: true };
    }),
  );
});

import { type Connection, createPool, type Pool } from '#platform/db/pool.ts';
import type { TestDatabase } from './database.ts';

interface How {
  prepare?: boolean;
  silence?: number;
  /** The role that Portico runs as, if none is named. */
  as?: 'app' | 'superuser';
}

/** With a pool of one connection. */
export async function withPool<T>(database: TestDatabase, work: (pool: Pool) => Promise<T>, how: How = {}): Promise<T> {
  const { prepare = true, silence = 20_000, as = 'app' } = how;
  const pool = createPool(database[as], { max: 1, prepare, onError: () => undefined, silence });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

/** In a transaction on a connection of its own, which is not kept. */
export const inTransaction = <T>(
  database: TestDatabase,
  work: (connection: Connection) => Promise<T>,
  how?: How,
): Promise<T> =>
  withPool(
    database,
    async (pool) => {
      const connection = await pool.connect();
      await connection.ask('begin');
      try {
        return await work(connection);
      } finally {
        await connection.ask('rollback').catch(() => undefined);
        connection.release();
      }
    },
    how,
  );

export type Asking = (string | [text: string, ...values: unknown[]])[];

/** What is asked in one turn, and the rows each is answered with, or the code it is refused with. */
export async function together({ ask }: Connection, asking: Asking): Promise<unknown[]> {
  const asked = asking.map((one) => (typeof one === 'string' ? ask(one) : ask(one[0], one.slice(1))));
  return (await Promise.allSettled(asked)).map((one) =>
    one.status === 'fulfilled' ? one.value.rows : (one.reason.code ?? one.reason.message),
  );
}

/** How often PostgreSQL says something of one kind. */
export function counting({ client }: Connection, ...kinds: string[]): () => number[] {
  const counts = new Map(kinds.map((kind) => [kind, 0]));
  for (const kind of kinds) client.connection.on(kind, () => counts.set(kind, counts.get(kind)! + 1));
  return () =>
    kinds.map((kind) => {
      const count = counts.get(kind)!;
      counts.set(kind, 0);
      return count;
    });
}

export const one: [string, number] = ['select $1::int as one', 1];
export const two: [string, number] = ['select $1::int as two', 2];
export const byZero: [string, number] = ['select 1 / $1::int as never', 0];

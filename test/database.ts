import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type DatabaseUrls, prepareRoles } from '#platform/db/roles.ts';

export interface TestDatabase extends DatabaseUrls {
  /** As the superuser, for looking behind the walls and for breaking them. */
  superuser: string;
  drop(): Promise<void>;
}

/** A database of its own, cloned from the migrated template: about a tenth of a second. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const { superuser, owner, template, roles } = inject('database');
  const name = `t_${randomUUID().slice(0, 8)}`;
  await admin(
    superuser,
    `create database ${name} template ${template} strategy file_copy owner ${new URL(owner).username}`,
  );
  const named = (url: string) => {
    const other = new URL(url);
    other.pathname = `/${name}`;
    return other.href;
  };
  const urls = await prepareRoles(named(owner), roles);
  return {
    ...urls,
    superuser: named(superuser),
    drop: async () => {
      await lookers.get(named(superuser))?.end();
      lookers.delete(named(superuser));
      await admin(superuser, `drop database if exists ${name} with (force)`);
    },
  };
}

async function admin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A connection costs thirty times what a look does: they are kept until their database goes. */
const lookers = new Map<string, pg.Pool>();

/** Rows as the superuser sees them, walls or not. What a statement sets for its session others meet: `set local`. */
export async function peek<Row extends pg.QueryResultRow>(
  { superuser }: Pick<TestDatabase, 'superuser'>,
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const pool = lookers.get(superuser) ?? new pg.Pool({ connectionString: superuser, max: 4, idleTimeoutMillis: 0 });
  if (!lookers.has(superuser))
    lookers.set(
      superuser,
      pool.on('error', () => undefined),
    );
  return (await pool.query<Row>(statement, values)).rows;
}

/** The first of them; undefined when there is none. */
export const peekOne = async <Row extends pg.QueryResultRow>(
  database: Pick<TestDatabase, 'superuser'>,
  statement: string,
  values: unknown[] = [],
): Promise<Row | undefined> => (await peek<Row>(database, statement, values))[0];

/** While `work` runs, a function of the database says something else: a guard that is off. */
export async function whileSaying(
  database: Pick<TestDatabase, 'superuser'>,
  { of, from, to }: { of: string; from: RegExp; to: string },
  work: () => Promise<void>,
): Promise<void> {
  const [{ said } = { said: '' }] = await peek<{ said: string }>(
    database,
    'select pg_get_functiondef($1::regproc) as said',
    [of],
  );
  if (!from.test(said)) throw new Error(`${of} does not say ${from}`);
  await peek(database, said.replace(from, to));
  try {
    await work();
  } finally {
    await peek(database, said);
  }
}

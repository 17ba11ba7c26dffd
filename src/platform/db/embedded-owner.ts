import pg from 'pg';
import type { Embedded } from './embedded.ts';

const name = 'portico';

/**
 * The connection string of the embedded server's role that owns the database, made with its database on the first
 * call. It is no superuser, so that what works here works as well with the role that DATABASE_URL names.
 */
export async function prepareEmbeddedOwner(embedded: Pick<Embedded, 'superuserUrl'>): Promise<string> {
  const client = new pg.Client({ connectionString: embedded.superuserUrl, application_name: 'portico setup' });
  await client.connect();
  try {
    const roles = await client.query('select from pg_roles where rolname = $1', [name]);
    if (roles.rowCount === 0) await client.query(`create role ${name} login createrole`);
    const databases = await client.query('select from pg_database where datname = $1', [name]);
    if (databases.rowCount === 0) await client.query(`create database ${name} owner ${name}`);
  } finally {
    await client.end();
  }
  return embeddedOwner(embedded);
}

/** The same, of a database that was made before. */
export function embeddedOwner({ superuserUrl }: Pick<Embedded, 'superuserUrl'>): string {
  const url = new URL(superuserUrl);
  url.username = name;
  url.pathname = `/${name}`;
  return url.href;
}

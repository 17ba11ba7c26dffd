import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { OperatorError } from '../operator-error.ts';

/** Connection strings, one for each of the three roles. Nobody but migrations and the CLI uses `owner`. */
export interface DatabaseUrls {
  owner: string;
  app: string;
  jobs: string;
}

export class DatabaseSetupError extends OperatorError {}

/**
 * Makes the roles Portico runs as and returns their connection strings. The owner (whose URL is given) keeps the tables
 * and runs migrations; `<db>_app` reads and writes under row-level security and owns nothing; `<db>_jobs` reaches the job
 * queue and nothing else. Their passwords are made once and kept in `<dataDir>/database.json`, mode 0600.
 * An operator whose owner may not create roles makes both by hand and passes their URLs.
 */
export async function prepareRoles(
  ownerUrl: string,
  dataDir: string,
  given: { app?: string | undefined; jobs?: string | undefined } = {},
): Promise<DatabaseUrls> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'portico setup' });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; version: number }>(
      "select current_database() as name, current_setting('server_version_num')::int as version",
    );
    const database = rows[0]!;
    if (database.version < 150_000) {
      throw new DatabaseSetupError('PostgreSQL 15 or later is needed. Upgrade the server that DATABASE_URL names.');
    }
    await makeGroup(client, 'portico_runtime');
    await makeGroup(client, 'portico_queue');
    const secrets = await passwords(dataDir);
    const login = (suffix: 'app' | 'jobs') => ({ role: `${database.name}_${suffix}`, password: secrets[suffix] });
    const app = login('app');
    const jobs = login('jobs');
    if (!given.app) await makeLogin(client, app.role, app.password, 'portico_runtime', database.name);
    if (!given.jobs) await makeLogin(client, jobs.role, jobs.password, 'portico_queue', database.name);
    return {
      owner: ownerUrl,
      app: given.app ?? as(ownerUrl, app.role, app.password),
      jobs: given.jobs ?? as(ownerUrl, jobs.role, jobs.password),
    };
  } catch (error) {
    if ((error as { code?: string }).code === '42501') {
      throw new DatabaseSetupError(
        'The role in DATABASE_URL may not create roles. Let it (ALTER ROLE … CREATEROLE), or set DATABASE_APP_URL and DATABASE_JOBS_URL.',
      );
    }
    throw error;
  } finally {
    await client.end();
  }
}

/**
 * The walls hold for a role that may not pass them and cannot take them down: neither a superuser nor one with BYPASSRLS,
 * and not the role that owns the tables, nor a member of it.
 */
export async function demandPlainRole(urls: DatabaseUrls): Promise<void> {
  const owner = await ask<{ role: string }>(urls.owner, 'select current_user as role', []);
  const app = await ask<{ role: string; passes: boolean; owns: boolean }>(
    urls.app,
    `select rolname as role, rolsuper or rolbypassrls as passes, pg_has_role(current_user, $1, 'member') as owns
     from pg_roles where rolname = current_user`,
    [owner.role],
  );
  const [role, rest] = [`The role "${app.role}" in DATABASE_APP_URL`, 'use an ordinary role of its own.'];
  if (app.passes) throw new DatabaseSetupError(`${role} may bypass row-level security: ${rest}`);
  if (app.owns) throw new DatabaseSetupError(`${role} is that of DATABASE_URL, or a member of it: ${rest}`);
}

async function ask<Row extends pg.QueryResultRow>(url: string, text: string, values: unknown[]): Promise<Row> {
  const client = new pg.Client({ connectionString: url, application_name: 'portico setup' });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows[0]!;
  } finally {
    await client.end();
  }
}

async function makeGroup(client: pg.Client, role: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  if (rowCount === 0) await client.query(`create role ${role} nologin noinherit`).catch(ignoreDuplicate);
}

async function makeLogin(client: pg.Client, role: string, password: string, group: string, database: string) {
  const name = client.escapeIdentifier(role);
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  const secret = client.escapeLiteral(password);
  if (rowCount === 0) await client.query(`create role ${name} login inherit password ${secret}`).catch(ignoreDuplicate);
  else await client.query(`alter role ${name} password ${secret}`);
  await client.query(`grant ${group} to ${name}`);
  // The groups are the server's; another installation's login must not get into this database by them.
  await client.query(`revoke connect, temporary on database ${client.escapeIdentifier(database)} from public`);
  await client.query(`grant connect on database ${client.escapeIdentifier(database)} to ${name}`);
}

function ignoreDuplicate(error: { code?: string }): void {
  if (error.code !== '42710' && error.code !== '23505') throw error;
}

async function passwords(dataDir: string): Promise<{ app: string; jobs: string }> {
  const file = path.join(dataDir, 'database.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as { app: string; jobs: string };
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  }
  const made = { app: randomBytes(24).toString('base64url'), jobs: randomBytes(24).toString('base64url') };
  await mkdir(dataDir, { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return made;
}

/** The same server and database, as another role. */
function as(url: string, role: string, password: string): string {
  const other = new URL(url);
  other.username = encodeURIComponent(role);
  other.password = password;
  return other.href;
}

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

interface Passwords {
  app: string;
  jobs: string;
}

/** What DATABASE_APP_URL and DATABASE_JOBS_URL name. */
interface GivenUrls {
  app?: string | undefined;
  jobs?: string | undefined;
}

interface Server {
  name: string;
  version: number;
}

const SERVER = "select current_database() as name, current_setting('server_version_num')::int as version";

function newEnough(server: Server): Server {
  if (server.version >= 150_000) return server;
  throw new DatabaseSetupError('PostgreSQL 15 or later is needed. Upgrade the server that DATABASE_URL names.');
}

/**
 * Makes the roles Portico runs as and returns their connection strings. The owner (whose URL is given) keeps the tables
 * and runs migrations; `<db>_app` reads and writes under row-level security and owns nothing; `<db>_jobs` reaches the job
 * queue and nothing else. Their passwords are made once and kept in `<dataDir>/database.json`, mode 0600.
 * An operator whose owner may not create roles makes both by hand and passes their URLs.
 */
export async function prepareRoles(ownerUrl: string, dataDir: string, given: GivenUrls = {}): Promise<DatabaseUrls> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'portico setup' });
  await client.connect();
  try {
    const database = newEnough((await client.query<Server>(SERVER)).rows[0]!);
    await makeGroup(client, 'portico_runtime');
    await makeGroup(client, 'portico_queue');
    const secrets = (await knownPasswords(dataDir)) ?? (await newPasswords(dataDir));
    const [app, jobs] = [`${database.name}_app`, `${database.name}_jobs`];
    if (!given.app) await makeLogin(client, app, secrets.app, 'portico_runtime', database.name);
    if (!given.jobs) await makeLogin(client, jobs, secrets.jobs, 'portico_queue', database.name);
    return urlsOf(ownerUrl, database.name, secrets, given);
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
 * The roles as `prepareRoles` made them, for commands that must change nothing: also run from another machine they lock nobody out.
 * DatabaseSetupError where their passwords are not known.
 */
export async function knownRoles(ownerUrl: string, dataDir: string, given: GivenUrls = {}): Promise<DatabaseUrls> {
  const { name } = newEnough(await ask<Server>(ownerUrl, SERVER, []));
  const secrets = await knownPasswords(dataDir);
  if (!secrets && !(given.app && given.jobs)) {
    throw new DatabaseSetupError(
      `There is no database.json in ${dataDir}, or a damaged one: run this where Portico runs, once it was started, or set DATABASE_APP_URL and DATABASE_JOBS_URL.`,
    );
  }
  return urlsOf(ownerUrl, name, secrets ?? { app: '', jobs: '' }, given);
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

const fileOf = (dataDir: string): string => path.join(dataDir, 'database.json');

async function knownPasswords(dataDir: string): Promise<Passwords | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(dataDir), 'utf8')) as Passwords;
  } catch (error) {
    // One that is damaged is as good as none: whoever may make roles gives them new passwords.
    if (error instanceof SyntaxError || (error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function newPasswords(dataDir: string): Promise<Passwords> {
  const file = fileOf(dataDir);
  const made = { app: randomBytes(24).toString('base64url'), jobs: randomBytes(24).toString('base64url') };
  await mkdir(dataDir, { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(made), { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  return made;
}

function urlsOf(owner: string, database: string, secrets: Passwords, given: GivenUrls): DatabaseUrls {
  return {
    owner,
    app: given.app ?? as(owner, `${database}_app`, secrets.app),
    jobs: given.jobs ?? as(owner, `${database}_jobs`, secrets.jobs),
  };
}

/** The same server and database, as another role. */
function as(url: string, role: string, password: string): string {
  const other = new URL(url);
  other.username = encodeURIComponent(role);
  other.password = password;
  return other.href;
}

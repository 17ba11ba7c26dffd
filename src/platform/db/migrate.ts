import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { OperatorError } from '../operator-error.ts';
import { stoodInEachOthersWay } from './pool.ts';

const LOCK = 7_213_001;
/** How often one that stood in the way of a Portico that is still serving, and it in this one's, is tried. */
const TRIES = 5;
const NAME = /^\d{4}-[a-z0-9-]+\.sql$/;

export class MigrationError extends OperatorError {}

/**
 * Brings the database to the newest schema: the queue's own tables first, then every file of `folder` in order, each in
 * one transaction with its row in `app_migrations`. A lock makes a second migrator wait. A file that was changed after it
 * ran is an error: migrations are written once. `url` is the owner's; its role must be a member of no runtime role.
 */
export async function migrate(
  url: string,
  options: { folder: string; log?: (line: string) => void },
): Promise<{ applied: string[] }> {
  const client = new pg.Client({ connectionString: url, application_name: 'portico migrate' });
  await client.connect();
  try {
    // However long the other one takes. Tables are another matter: whoever holds one for long is in the way.
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query("set lock_timeout = '30s'");
    await client.query(
      'create table if not exists app_migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
    const { files, done } = await compare(client, options.folder);
    const applied: string[] = [];
    if (files.some((name) => !done.has(name))) await runMigrations({ pgPool: poolOf(url) }).catch(rethrow);
    for (const name of files) {
      const text = await readFile(`${options.folder}/${name}`, 'utf8');
      if (await apply(client, name, text, done.get(name))) {
        applied.push(name);
        options.log?.(`migrated ${name}`);
      }
    }
    if (applied.length > 0 || (await queueIsShut(client))) await client.query(QUEUE_GRANTS);
    return { applied };
  } finally {
    await client.end();
  }
}

/** The migrations of `folder` that have not run. Changes nothing. MigrationError when a newer Portico's have run, or one that was changed since. */
export async function pendingMigrations(url: string, folder: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'portico check' });
  await client.connect();
  try {
    const { files, done } = await compare(client, folder);
    for (const name of files)
      demandUnchanged(name, checksumOf(await readFile(`${folder}/${name}`, 'utf8')), done.get(name));
    return files.filter((name) => !done.has(name));
  } finally {
    await client.end();
  }
}

/** What there is to run, in order, and what has run, with its checksum. */
async function compare(client: pg.Client, folder: string): Promise<{ files: string[]; done: Map<string, string> }> {
  const done = await history(client);
  const files = (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  const newer = [...done.keys()].filter((name) => !files.includes(name));
  if (newer.length === 0) return { files, done };
  throw new MigrationError(
    `The database was migrated by a newer Portico (it has ${newer.join(', ')}). Start that version, or restore a backup.`,
  );
}

/**
 * Jobs are worked by a role of its own, which owns nothing and reaches nothing but the queue. The queue's tables have
 * row-level security without a policy, so that role needs one.
 */
const QUEUE_GRANTS = `
  do $$ declare t regclass; begin
    for t in select c.oid::regclass from pg_class c where c.relnamespace = 'graphile_worker'::regnamespace
      and c.relkind = 'r' and c.relrowsecurity
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'queue') loop
      execute format('create policy queue on %s to portico_queue using (true) with check (true)', t);
    end loop;
  end $$;
  grant usage on schema graphile_worker to portico_queue;
  grant all on all tables in schema graphile_worker to portico_queue;
  grant all on all sequences in schema graphile_worker to portico_queue;
  grant execute on all functions in schema graphile_worker to portico_queue;`;

/** A run that was killed behind its last file: the next one finds nothing to apply, and nobody may reach the queue. */
async function queueIsShut(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ shut: boolean }>(
    "select not has_schema_privilege('portico_queue', 'graphile_worker', 'usage') as shut",
  );
  return rows[0]!.shut;
}

async function history(client: pg.Client): Promise<Map<string, string>> {
  const { rows: found } = await client.query("select from pg_class where oid = to_regclass('app_migrations')");
  if (found.length === 0) return new Map();
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from app_migrations');
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

async function apply(
  client: pg.Client,
  name: string,
  text: string,
  known: string | undefined,
  tries = TRIES,
): Promise<boolean> {
  const checksum = checksumOf(text);
  demandUnchanged(name, checksum, known);
  if (known) return false;
  try {
    await client.query('begin');
    await client.query(text);
    await client.query('insert into app_migrations (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
    return true;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    if (stoodInEachOthersWay(error) && tries > 1) return apply(client, name, text, known, tries - 1);
    throw new MigrationError(`${name} failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const checksumOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function demandUnchanged(name: string, checksum: string, known: string | undefined): void {
  if (known && known !== checksum)
    throw new MigrationError(`${name} was changed after it had run. Put the change in a new migration.`);
}

function rethrow(error: unknown): never {
  throw new MigrationError(`The job queue could not be prepared: ${error instanceof Error ? error.message : error}`);
}

function poolOf(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 2, allowExitOnIdle: true, idleTimeoutMillis: 100 });
  // A lost connection fails the query that waits on it; nothing more is to be done about it.
  const ignore = () => undefined;
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

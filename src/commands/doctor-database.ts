import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Config } from '#platform/config.ts';
import type { Log } from '#platform/log.ts';
import { openDatabase } from './database.ts';
import type { Finding } from './doctor.ts';
import { checkSeals } from './doctor-seals.ts';
import { explain } from './failure.ts';
import { installationRoot } from './root.ts';

const about = 'Database';

/** Whether the database answers, is new enough and has the schema of this Portico. */
export async function checkDatabase(config: Config, log: Log): Promise<Finding[]> {
  if (!config.database.url && !(await stat(join(config.dataDir, 'postgres')).catch(() => undefined))) {
    return [{ state: 'ok', about, seen: 'is made by the first start' }];
  }
  try {
    const database = await openDatabase(config, log, 'join');
    try {
      const { owner } = database.urls;
      const seals = await checkSeals(config, (text) => ask(owner, text));
      return [await version(owner), await schema(owner), ...seals];
    } finally {
      await database.close();
    }
  } catch (error) {
    return [{ state: 'wrong', about, seen: explain(error) }];
  }
}

async function version(url: string): Promise<Finding> {
  const rows = await ask(url, "select current_setting('server_version') as version");
  return { state: 'ok', about, seen: `PostgreSQL ${rows[0]?.version}` };
}

async function schema(url: string): Promise<Finding> {
  const files = (await readdir(join(installationRoot(), 'migrations'))).filter((name) => name.endsWith('.sql'));
  const exists = await ask(url, "select to_regclass('app_migrations') is not null as exists");
  const done = exists[0]?.exists ? await ask(url, 'select name from app_migrations') : [];
  const names = new Set(done.map((row) => row.name));
  const missing = files.filter((name) => !names.has(name)).length;
  if (missing === 0) return { state: 'ok', about: 'Schema', seen: `${files.length} migrations have run` };
  return { state: 'warn', about: 'Schema', seen: `${missing} migrations have not run: portico migrate` };
}

async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

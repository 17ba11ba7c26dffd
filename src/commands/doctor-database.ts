import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Config } from '#platform/config.ts';
import type { DatabaseUrls } from '#platform/db/roles.ts';
import type { Log } from '#platform/log.ts';
import { openDatabase, pendingIn } from './database.ts';
import type { Finding } from './doctor.ts';
import { checkSeals } from './doctor-seals.ts';
import { explain } from './failure.ts';

const about = 'Database';

/** Whether the database answers, is new enough and has the schema of this Portico. */
export async function checkDatabase(config: Config, log: Log): Promise<Finding[]> {
  if (!config.database.url && !(await stat(join(config.dataDir, 'postgres')).catch(() => undefined))) {
    return [{ state: 'ok', about, seen: 'is made by the first start' }];
  }
  try {
    const database = await openDatabase(config, log, 'as found');
    try {
      const { owner } = database.urls;
      const seals = await checkSeals(config, (text) => ask(owner, text));
      return [await version(owner), await schema(database.urls), ...seals];
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

/** As `web` and `worker` demand it; here a start may be what brings it up to date. */
async function schema(urls: DatabaseUrls): Promise<Finding> {
  try {
    const pending = await pendingIn(urls);
    if (pending.length === 0) return { state: 'ok', about: 'Schema', seen: 'every migration has run' };
    return { state: 'warn', about: 'Schema', seen: `migrations not run yet: ${pending.length}; run portico migrate` };
  } catch (error) {
    return { state: 'wrong', about: 'Schema', seen: explain(error) };
  }
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

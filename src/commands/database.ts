import { join } from 'node:path';
import pg from 'pg';
import type { Config } from '#platform/config.ts';
import { type Embedded, openEmbedded, startEmbedded } from '#platform/db/embedded.ts';
import { prepareEmbeddedOwner } from '#platform/db/embedded-owner.ts';
import { migrate } from '#platform/db/migrate.ts';
import { type DatabaseUrls, prepareRoles } from '#platform/db/roles.ts';
import type { Log } from '#platform/log.ts';
import { OperatorError } from '#platform/operator-error.ts';
import { installationRoot } from './root.ts';

export interface Database {
  urls: DatabaseUrls;
  close(mode?: 'fast' | 'immediate'): Promise<void>;
}

/**
 * The database of DATABASE_URL, else the embedded one. With 'own' this process runs the embedded server and keeps
 * others out; with 'join' it uses one that runs already. OperatorError when it cannot be reached.
 */
export async function openDatabase(config: Config, log: Log, manner: 'own' | 'join'): Promise<Database> {
  const { url, appUrl, jobsUrl } = config.database;
  if (url) {
    await probe(url);
    return { urls: await prepareRoles(url, config.dataDir, { app: appUrl, jobs: jobsUrl }), close: async () => {} };
  }
  const embedded: Embedded = await (manner === 'own' ? startEmbedded : openEmbedded)(config.dataDir, log);
  try {
    const owner = await prepareEmbeddedOwner(embedded);
    return { urls: await prepareRoles(owner, config.dataDir), close: (mode) => embedded.stop(mode) };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/** Brings the schema up to date; returns how many migrations ran. */
export async function bringUpToDate(urls: DatabaseUrls, log: Log): Promise<number> {
  const folder = join(installationRoot(), 'migrations');
  const { applied } = await migrate(urls.owner, { folder, log: (line) => log.debug(line) });
  return applied.length;
}

/** Connects once, to say in a line what is wrong with DATABASE_URL. */
export async function probe(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new OperatorError(`DATABASE_URL: ${complaint(url, error as NodeJS.ErrnoException)}`);
  } finally {
    await client.end().catch(() => {});
  }
}

function complaint(url: string, error: NodeJS.ErrnoException): string {
  const { host, pathname } = new URL(url);
  const database = pathname.slice(1);
  switch (error.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host ${host} is not known: check its name.`;
    case '28P01':
    case '28000':
      return `${host} refuses the user or its password: check both.`;
    case '3D000':
      return `there is no database "${database}" on ${host}: create it, or name another.`;
  }
  const silent = /timeout|terminated/i.test(error.message);
  const why = error.code ?? (silent ? 'no answer' : error.message.split('\n')[0]);
  return `${host} cannot be reached (${why}): is PostgreSQL running there, and may this machine connect?`;
}

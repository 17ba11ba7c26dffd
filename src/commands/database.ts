import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import type { Config } from '#platform/config.ts';
import { makeDataDir } from '#platform/data-dir.ts';
import { type Embedded, openEmbedded, startEmbedded } from '#platform/db/embedded.ts';
import { embeddedOwner, prepareEmbeddedOwner } from '#platform/db/embedded-owner.ts';
import { migrate, pendingMigrations } from '#platform/db/migrate.ts';
import { type DatabaseUrls, demandPlainRole, knownRoles, prepareRoles } from '#platform/db/roles.ts';
import type { Log } from '#platform/log.ts';
import { OperatorError } from '#platform/operator-error.ts';
import { installationRoot } from './root.ts';

export interface Database {
  urls: DatabaseUrls;
  close(mode?: 'fast' | 'immediate'): Promise<void>;
}

/** 'own' and 'join' make the roles and set their passwords; 'as found' makes and changes nothing. */
export type Manner = 'own' | 'join' | 'as found';

/**
 * The database of DATABASE_URL, else the embedded one. With 'own' this process runs the embedded server and keeps
 * others out; with 'join' and 'as found' it uses one that runs already. OperatorError when it cannot be reached, when its
 * roles are none that the walls hold for, or when nothing is there to be found.
 */
export async function openDatabase(config: Config, log: Log, manner: Manner): Promise<Database> {
  const { url, appUrl, jobsUrl } = config.database;
  if (url) {
    await probe(url);
    if (appUrl) await probe(appUrl, 'DATABASE_APP_URL');
    return { urls: await rolesOf(url, config, manner, { app: appUrl, jobs: jobsUrl }), close: async () => {} };
  }
  if (manner === 'as found' && !(await stat(join(config.dataDir, 'postgres')).catch(() => undefined))) {
    throw new OperatorError(`There is no database in ${resolve(config.dataDir)} yet: start Portico first.`);
  }
  const embedded: Embedded = await (manner === 'own' ? startEmbedded : openEmbedded)(config.dataDir, log);
  try {
    const owner = manner === 'as found' ? embeddedOwner(embedded) : await prepareEmbeddedOwner(embedded);
    const urls = await rolesOf(owner, config, manner);
    return { urls, close: (mode) => embedded.stop(mode) };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

async function rolesOf(
  owner: string,
  { dataDir }: Config,
  manner: Manner,
  given: Partial<Record<'app' | 'jobs', string | undefined>> = {},
): Promise<DatabaseUrls> {
  if (manner !== 'as found') {
    await makeDataDir(dataDir);
    const urls = await prepareRoles(owner, dataDir, given);
    await demandPlainRole(urls);
    return urls;
  }
  const urls = await knownRoles(owner, dataDir, given);
  if (!given.app) await probe(urls.app, join(dataDir, 'database.json'));
  await demandPlainRole(urls);
  return urls;
}

const migrations = () => join(installationRoot(), 'migrations');

/** Brings the schema up to date; returns how many migrations ran. */
export async function bringUpToDate(urls: DatabaseUrls, log: Log): Promise<number> {
  const { applied } = await migrate(urls.owner, { folder: migrations(), log: (line) => log.debug(line) });
  return applied.length;
}

/** Which migrations have not run. OperatorError when the database is of a newer Portico. */
export const pendingIn = (urls: DatabaseUrls): Promise<string[]> => pendingMigrations(urls.owner, migrations());

/** For what serves a database and does not migrate it: OperatorError unless its schema is this Portico's. */
export async function demandSchema(urls: DatabaseUrls): Promise<void> {
  const pending = await pendingIn(urls);
  if (pending.length === 0) return;
  const which = pending.length === 1 ? pending[0] : `${pending[0]} and ${pending.length - 1} more`;
  throw new OperatorError(`The database is not up to date (not run yet: ${which}): run \`portico migrate\` first.`);
}

/** Connects once, to say in a line what is wrong with an address. */
export async function probe(url: string, variable = 'DATABASE_URL'): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new OperatorError(`${variable}: ${complaint(url, error as NodeJS.ErrnoException)}`);
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

import { resolve } from 'node:path';
import pg from 'pg';
import type { Config } from '#platform/config.ts';
import { hasMasterKey, keyFile } from '#platform/master-key.ts';
import { OperatorError } from '#platform/operator-error.ts';

/**
 * Before a master key is made: OperatorError where the database has seals, which there was one for. A new one would open none of the secrets
 * and files that it kept, and the log would be sealed no more. `url` is the owner's.
 */
export async function demandKnownKey(config: Config, url: string): Promise<void> {
  if (await hasMasterKey(config)) return;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ sealed: boolean }>('select exists (select from seals) as sealed');
    if (rows[0]?.sealed) throw new OperatorError(missingKey(config));
  } finally {
    await client.end();
  }
}

export const missingKey = (config: Pick<Config, 'dataDir'>): string =>
  `The master key of this database is missing: restore ${resolve(keyFile(config))} from your backup, or set MASTER_KEY.`;

import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { settled } from '#platform/behind.ts';
import type { Config } from '#platform/config.ts';
import { createPool } from '#platform/db/pool.ts';
import type { DatabaseUrls } from '#platform/db/roles.ts';
import { createHub } from '#platform/live/hub.ts';
import { createRelay } from '#platform/live/relay.ts';
import type { Log } from '#platform/log.ts';
import { openMasterKey } from '#platform/master-key.ts';
import { openPlaces } from '#platform/places.ts';
import type { Platform } from '#platform/platform.ts';
import { localFileStore } from '#platform/storage/local-store.ts';
import { demandKnownKey } from './known-key.ts';
import { installationRoot } from './root.ts';

export interface OpenPlatform {
  platform: Platform;
  close(): Promise<void>;
}

/** Makes what a process hands down to everything it runs. */
export async function openPlatform(
  config: Config,
  log: Log,
  urls: DatabaseUrls,
  masterKeyIs: 'make' | 'as found' = 'make',
): Promise<OpenPlatform> {
  if (masterKeyIs === 'make') await demandKnownKey(config, urls.owner);
  const masterKey = await openMasterKey(config, masterKeyIs);
  const { pool: max, prepare } = config.database;
  let closing = false;
  // The connections that end because we end them are none that were lost.
  const onError = (error: Error) => {
    if (!closing) log.warn({ err: error }, 'database connection lost');
  };
  // PostgreSQL runs beside us, on the same processors; a server of its own knows best how many it can serve.
  const atOnce = config.database.url ? undefined : 2 * availableParallelism();
  const pool = createPool(urls.app, { max, atOnce, prepare, onError });
  const relay = createRelay(urls.app, log);
  const hub = createHub(relay.relay);
  relay.connect(hub);
  const files = localFileStore(join(config.dataDir, 'files'), masterKey, config.newFiles);
  const close = async () => {
    closing = true;
    hub.stop();
    await relay.stop();
    await settled(pool);
    await pool.end();
  };
  const places = await openPlaces(config.geoipFile, log);
  return { platform: { config, log, pool, hub, files, places, masterKey, build: await buildId() }, close };
}

/** Written by scripts/bootstrap.mjs after each build. */
async function buildId(): Promise<string> {
  const text = await readFile(join(installationRoot(), 'dist/build-id'), 'utf8').catch(() => 'unbuilt');
  return text.trim().slice(0, 16);
}

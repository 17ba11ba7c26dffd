import type { Config } from './config.ts';
import type { Pool } from './db/pool.ts';
import type { Hub } from './live/hub.ts';
import type { Log } from './log.ts';
import type { Places } from './places.ts';
import type { FileStores } from './storage/file-store.ts';

/** What one running process has: made once by main.ts and handed down. */
export interface Platform {
  config: Config;
  log: Log;
  pool: Pool;
  hub: Hub;
  files: FileStores;
  places: Places;
  /** Secrets are derived from it per purpose and workspace (crypto.ts); never used as it is. */
  masterKey: Buffer;
  /** Changes with every build: browsers that see another one load the page anew. */
  build: string;
}

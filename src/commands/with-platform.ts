import { type Config, loadConfig } from '#platform/config.ts';
import { createLog } from '#platform/log.ts';
import type { Platform } from '#platform/platform.ts';
import { bringUpToDate, type Database, openDatabase } from './database.ts';
import { live } from './lifetime.ts';
import { openPlatform } from './open-platform.ts';

/** What a command that does one thing has open besides. */
interface Held {
  config: Config;
  database: Database;
}

/**
 * For a command that does one thing and ends: opens the database that is there, or joins it, brings its schema up to date, and closes
 * everything however the work ended. Returns the exit code.
 */
export function withPlatform(work: (platform: Platform, held: Held) => Promise<void>): Promise<number> {
  const config = loadConfig(process.env);
  const log = createLog({ level: config.logLevel });
  return live(log, async (life) => {
    const database = await life.hold(openDatabase(config, log, 'join'), (held) => held.close());
    await bringUpToDate(database.urls, log);
    const { platform } = await life.hold(openPlatform(config, log, database.urls), (held) => held.close());
    await work(platform, { config, database });
  });
}

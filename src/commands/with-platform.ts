import { type Config, loadConfig } from '#platform/config.ts';
import { createLog } from '#platform/log.ts';
import type { Platform } from '#platform/platform.ts';
import { bringUpToDate, type Database, demandSchema, openDatabase } from './database.ts';
import { live } from './lifetime.ts';
import { openPlatform } from './open-platform.ts';

/** What a command that does one thing has open besides. */
interface Held {
  config: Config;
  database: Database;
}

type Work = (platform: Platform, held: Held) => Promise<void>;

/**
 * For a command that does one thing and ends: opens the database that is there as it is, demands that its schema is this Portico's (an
 * older one may be serving it), and closes everything however the work ended. Returns the exit code.
 */
export const withPlatform = (work: Work): Promise<number> => inPlatform('as found', work);

/** The same for one that may come before the first start: makes what is missing, and brings the schema up to date. */
export const withNewPlatform = (work: Work): Promise<number> => inPlatform('join', work);

/** Whoever stops it while it opens is told that nothing was done: what comes after must not take it for done. */
async function inPlatform(manner: 'as found' | 'join', work: Work): Promise<number> {
  const config = loadConfig(process.env);
  const log = createLog({ level: config.logLevel });
  let done = false;
  const code = await live(log, async (life) => {
    const database = await life.hold(openDatabase(config, log, manner), (held) => held.close());
    await (manner === 'join' ? bringUpToDate(database.urls, log) : demandSchema(database.urls));
    const { platform } = await life.hold(
      openPlatform(config, log, database.urls, manner === 'join' ? 'make' : manner),
      (held) => held.close(),
    );
    await work(platform, { config, database });
    done = true;
  });
  return done ? code : code || 1;
}

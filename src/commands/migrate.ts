import { loadConfig } from '#platform/config.ts';
import { createLog } from '#platform/log.ts';
import type { Command } from './command.ts';
import { bringUpToDate, openDatabase } from './database.ts';
import { say } from './terminal.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Brings the database up to date.',
  about: 'Runs the migrations that have not run yet, each in one transaction. Does nothing when there are none.',
  options: {},
  async run() {
    const config = loadConfig(process.env);
    const log = createLog({ level: config.logLevel });
    const database = await openDatabase(config, log, 'join');
    try {
      const count = await bringUpToDate(database.urls, log);
      say(count === 0 ? 'The database is up to date.' : `${count} ${count === 1 ? 'migration' : 'migrations'} ran.`);
    } finally {
      await database.close();
    }
    return 0;
  },
};

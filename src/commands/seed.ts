import { loadConfig } from '#platform/config.ts';
import { createLog } from '#platform/log.ts';
import { readBeginning, writeBeginning } from './beginning.ts';
import type { Command } from './command.ts';
import { bringUpToDate, openDatabase } from './database.ts';
import { live } from './lifetime.ts';
import { openPlatform } from './open-platform.ts';
import { step } from './terminal.ts';

export const seedCommand: Command = {
  name: 'seed',
  summary: 'Fills in the demo, or a large data set for benchmarks.',
  about: 'Adds data to the database, beside a running Portico or without one. `large` makes 1,000,000 replies.',
  options: { size: { type: 'string', values: ['demo', 'large'], about: 'How much; demo is the default.' } },
  async run(given) {
    const config = loadConfig(process.env);
    const log = createLog({ level: config.logLevel });
    return live(log, async (life) => {
      const database = await life.hold(openDatabase(config, log, 'join'), (held) => held.close());
      await bringUpToDate(database.urls, log);
      const { platform } = await life.hold(openPlatform(config, log, database.urls), (held) => held.close());
      const { seedDemo, seedLarge } = await import('#app/seed/index.ts');
      if (given.size === 'large') {
        await seedLarge(platform, database.urls.owner);
        return;
      }
      await step('Demo data', () => seedDemo(platform, database.urls.owner));
      await writeBeginning(config, { demo: (await readBeginning(config))?.demo ?? true, seeded: true });
    });
  },
};

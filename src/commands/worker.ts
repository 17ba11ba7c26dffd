import { loadConfig } from '#platform/config.ts';
import { createLog } from '#platform/log.ts';
import type { Command } from './command.ts';
import { demandSchema, openDatabase } from './database.ts';
import { live } from './lifetime.ts';
import { openPlatform } from './open-platform.ts';
import { say } from './terminal.ts';

export const workerCommand: Command = {
  name: 'worker',
  summary: 'Starts a worker only, which sends mail and does the other jobs.',
  about: 'Works the job queue until it is told to end. Any number of workers share a queue; see JOBS_CONCURRENCY.',
  options: {},
  async run() {
    const config = loadConfig(process.env);
    const log = createLog({ level: config.logLevel });
    return live(log, async (life) => {
      const database = await life.hold(openDatabase(config, log, 'join'), (held) => held.close());
      await demandSchema(database.urls);
      const { platform } = await life.hold(openPlatform(config, log, database.urls), (held) => held.close());
      const { startWorker } = await import('#app/worker.ts');
      await life.hold(startWorker(platform, database.urls.jobs), (worker) => worker.stop());
      say('The worker is waiting for jobs.');
      await life.untilAsked();
    });
  },
};

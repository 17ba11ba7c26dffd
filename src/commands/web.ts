import { loadConfig, originOf } from '#platform/config.ts';
import { createLog } from '#platform/log.ts';
import { readBeginning } from './beginning.ts';
import type { Command } from './command.ts';
import { demandSchema, openDatabase } from './database.ts';
import { live } from './lifetime.ts';
import { openPlatform } from './open-platform.ts';
import { hintAtSetup } from './setup-hint.ts';
import { say } from './terminal.ts';

export const webCommand: Command = {
  name: 'web',
  summary: 'Starts a web server only.',
  about:
    'For installations of several processes, which share one DATABASE_URL, one MASTER_KEY and the files and seals in DATA_DIR.\nRun `portico migrate` first, and at least one `portico worker`.',
  options: {},
  async run() {
    const settings = loadConfig(process.env);
    const beginning = await readBeginning(settings);
    const config = { ...settings, demo: beginning?.demo ?? settings.demo };
    const log = createLog({ level: config.logLevel });
    return live(log, async (life) => {
      const database = await life.hold(openDatabase(config, log, 'join'), (held) => held.close());
      await demandSchema(database.urls);
      const { platform } = await life.hold(openPlatform(config, log, database.urls), (held) => held.close());
      const [{ createWeb }, { serve }] = await Promise.all([import('#app/web.tsx'), import('#app/serve.ts')]);
      const at = { host: config.host, port: config.port };
      await life.hold(serve(createWeb(platform), platform, at), (server) => server.close());
      say(`Portico is at ${originOf(config, config.origin.host)}`);
      await hintAtSetup(platform);
      await life.untilAsked();
    });
  },
};

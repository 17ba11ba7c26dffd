import { relative } from 'node:path';
import { type Config, loadConfig, originOf } from '#platform/config.ts';
import { createLog, type Log } from '#platform/log.ts';
import type { Platform } from '#platform/platform.ts';
import { reloadPages } from '#platform/ui/reloading.ts';
import { type Beginning, keepBeginning, settleBeginning, writeBeginning } from './beginning.ts';
import type { Command } from './command.ts';
import { bringUpToDate, type Database, openDatabase } from './database.ts';
import { type Lifetime, live } from './lifetime.ts';
import { openPlatform } from './open-platform.ts';
import { demandFreePort } from './port.ts';
import { hintAtSetup } from './setup-hint.ts';
import { say, step } from './terminal.ts';

/** Its last checkpoint may be a large one. */
const postgresPatienceMs = 45_000;

export const startCommand: Command = {
  name: 'start',
  summary: 'Starts everything in one process: database, web server and worker.',
  about: `Starts PostgreSQL in DATA_DIR (unless DATABASE_URL names one), brings it up to date, and serves until it is told to end. The first
start in a new DATA_DIR fills in the demo, unless --empty or DEMO=false says otherwise; with DATABASE_URL only if DEMO=true does.
Settings come from the environment: docs/operating/configuration.md.`,
  options: {
    empty: { type: 'boolean', about: 'Begins a new installation without the demo.' },
    reload: { type: 'boolean', about: 'Pages load anew at each build. For npm run dev.' },
  },
  async run(given) {
    if (given.reload) reloadPages();
    const config = loadConfig(process.env);
    const log = createLog({ level: config.logLevel });
    await demandFreePort(config.host, config.port);
    const beginning = await settleBeginning(config, given.empty === true);
    return live(log, async (life) => {
      const running = { ...config, demo: beginning.demo };
      const platform = await startAll(running, beginning, log, life);
      await announce(running, platform);
      await life.untilAsked();
    });
  },
};

async function startAll(config: Config, beginning: Beginning, log: Log, life: Lifetime): Promise<Platform> {
  // Its code is read while PostgreSQL starts.
  const app = Promise.all([import('#app/web.tsx'), import('#app/serve.ts'), import('#app/worker.ts')]);
  app.catch(() => {}); // heard where it is awaited
  const database = await openAndMigrate(config, log, life);
  await keepBeginning(config, beginning);
  const { platform } = await life.hold(openPlatform(config, log, database.urls), (held) => held.close());
  if (beginning.demo && !beginning.seeded) await fillInDemo(platform, database);
  const [{ createWeb }, { serve }, { startWorker }] = await app;
  await life.hold(startWorker(platform, database.urls.jobs), (worker) => worker.stop());
  const at = { host: config.host, port: config.port };
  await life.hold(serve(createWeb(platform), platform, at), (server) => server.close());
  return platform;
}

async function openAndMigrate(config: Config, log: Log, life: Lifetime): Promise<Database> {
  const place = config.database.url ? 'PostgreSQL' : `PostgreSQL in ${nearby(config.dataDir)}`;
  const database = await life.hold(
    step(place, () => openDatabase(config, log, 'own')),
    (held, hurry) => {
      hurry.addEventListener('abort', () => held.close('immediate'));
      return held.close(hurry.aborted ? 'immediate' : 'fast');
    },
    postgresPatienceMs,
  );
  await step('Database schema', () => bringUpToDate(database.urls, log));
  return database;
}

async function fillInDemo(platform: Platform, database: Database): Promise<void> {
  const { seedDemo } = await import('#app/seed/index.ts');
  await step('Demo data', () => seedDemo(platform, database.urls.owner));
  await writeBeginning(platform.config, { demo: true, seeded: true });
}

async function announce(config: Config, platform: Platform): Promise<void> {
  say();
  if (config.demo) {
    const { demoSignIns } = await import('#app/seed/index.ts');
    for (const { who, host, email, password } of demoSignIns(config)) {
      say(`  ${who.padEnd(10)} ${originOf(config, host).padEnd(34)} ${email.padEnd(28)} ${password}`);
    }
    if (!isLocal(config.host)) say('\n  These passwords are public, and HOST lets other machines in.');
  } else {
    say(`  Portico is at ${originOf(config, config.origin.host)}`);
    await hintAtSetup(platform);
  }
  say('\n  Ctrl-C ends it.\n');
}

function nearby(directory: string): string {
  const path = relative('.', directory);
  return path === '' || path.startsWith('..') ? directory : path;
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

import { ConfigError, loadConfig } from '#platform/config.ts';
import { createLog } from '#platform/log.ts';
import type { Command } from './command.ts';
import { checkDatabase } from './doctor-database.ts';
import { checkMachine } from './doctor-machine.ts';
import { checkMail } from './doctor-mail.ts';
import { checkPlaces } from './doctor-places.ts';
import { say } from './terminal.ts';

export interface Finding {
  state: 'ok' | 'warn' | 'wrong';
  about: string;
  /** What was seen, and what to do when it is not well. */
  seen: string;
}

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Checks settings, directory, database and mail.',
  about: `Changes nothing, in DATA_DIR or in the database, so it may be run from anywhere; the built-in PostgreSQL is started for the moment when
it does not run. Ends with exit code 1 when something is wrong, 0 when there are warnings at most.`,
  options: {},
  async run() {
    const findings: Finding[] = [];
    try {
      const config = loadConfig(process.env);
      findings.push({ state: 'ok', about: 'Settings', seen: 'every variable can be read' });
      findings.push(...(await checkMachine(config)));
      findings.push(...(await checkDatabase(config, createLog({ level: 'silent' }))));
      findings.push(await checkMail(config));
      findings.push(...(await checkPlaces(config, new Date())));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      findings.push(...error.problems.map((seen) => ({ state: 'wrong', about: 'Settings', seen }) as const));
    }
    for (const { state, about, seen } of findings) say(`${state.padEnd(6)} ${about.padEnd(12)} ${seen}`);
    return findings.some(({ state }) => state === 'wrong') ? 1 : 0;
  },
};

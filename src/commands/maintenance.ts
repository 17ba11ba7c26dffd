import { rm, writeFile } from 'node:fs/promises';
import { loadConfig } from '#platform/config.ts';
import { makeDataDir } from '#platform/data-dir.ts';
import { maintenanceFile } from '#platform/maintenance.ts';
import type { Command } from './command.ts';
import { say } from './terminal.ts';

export const maintenanceCommand: Command = {
  name: 'maintenance',
  summary: 'Closes all portals for a while, or opens them again.',
  about:
    'Every portal answers 503 with a page in its own look until `--off`. Takes effect within a second in every process\nthat shares DATA_DIR; nothing has to be restarted, and what runs is finished.',
  options: { off: { type: 'boolean', about: 'Opens the portals again.' } },
  async run(given) {
    const config = loadConfig(process.env);
    const file = maintenanceFile(config.dataDir);
    if (given.off === true) await rm(file, { force: true });
    else {
      await makeDataDir(config.dataDir);
      await writeFile(file, '');
    }
    say(
      given.off === true
        ? 'The portals are open.'
        : 'The portals are closed. Open them with: portico maintenance --off',
    );
    return 0;
  },
};

import { backupProofCommand } from './commands/backup-proof.ts';
import { brandCommand } from './commands/brand.ts';
import { runCommand } from './commands/command.ts';
import { doctorCommand } from './commands/doctor.ts';
import { exportCommand } from './commands/export.ts';
import { exportLogCommand } from './commands/export-log.ts';
import { explain, isUnexpected } from './commands/failure.ts';
import { filesCommand } from './commands/files.ts';
import { importCommand } from './commands/import.ts';
import { keysCommand } from './commands/keys.ts';
import { maintenanceCommand } from './commands/maintenance.ts';
import { migrateCommand } from './commands/migrate.ts';
import { sealCommand } from './commands/seal.ts';
import { seedCommand } from './commands/seed.ts';
import { sessionsCommand } from './commands/sessions.ts';
import { ssoCommand } from './commands/sso.ts';
import { startCommand } from './commands/start.ts';
import { verifyCommand } from './commands/verify.ts';
import { wayBackCommand } from './commands/way-back.ts';
import { webCommand } from './commands/web.ts';
import { workerCommand } from './commands/worker.ts';
import { workspaceCommand } from './commands/workspace.ts';

const commands = [
  startCommand,
  webCommand,
  workerCommand,
  migrateCommand,
  maintenanceCommand,
  workspaceCommand,
  brandCommand,
  sessionsCommand,
  ssoCommand,
  wayBackCommand,
  seedCommand,
  sealCommand,
  verifyCommand,
  exportLogCommand,
  importCommand,
  exportCommand,
  keysCommand,
  filesCommand,
  backupProofCommand,
  doctorCommand,
];

// A reader that went away, as in `portico doctor | head`, is no error.
process.stdout.on('error', () => {});

try {
  process.exitCode = await runCommand(commands, process.argv.slice(2));
} catch (error) {
  console.error(isUnexpected(error) && error instanceof Error ? error.stack : explain(error));
  process.exitCode = 1;
}
// What a dead connection or a slow client still holds open must not keep an ended command alive.
process.exit();

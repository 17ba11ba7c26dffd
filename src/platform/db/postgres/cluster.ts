import { spawn } from 'node:child_process';
import { chmod, chown, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { OperatorError } from '#platform/operator-error.ts';
import type { Binaries } from './binaries.ts';
import type { RunAs } from './run-as.ts';

export const superuser = 'postgres';

/** PostgreSQL gets none of Portico's environment: there are secrets in it. */
export const postgresEnvironment = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };

/**
 * What `-D` is given. As root the server runs as another user, who perhaps may not walk to the directory (a clone
 * under /root); starting in it and naming it by the kernel's own link to it needs no permission on the way.
 */
export function dataArgument(clusterDir: string, runAs: RunAs | undefined): string {
  return runAs && process.platform === 'linux' ? '/proc/self/cwd' : clusterDir;
}

/** Makes the cluster if there is none yet; true if it made one. OperatorError if what is there cannot be used. */
export async function ensureCluster(
  clusterDir: string,
  binaries: Binaries,
  runAs: RunAs | undefined,
): Promise<boolean> {
  const version = await readFile(join(clusterDir, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version !== undefined) {
    demandMajor(clusterDir, version.trim(), binaries.major);
    return false;
  }
  const found = await readdir(clusterDir).catch(() => []);
  if (found.length > 0) {
    throw new OperatorError(`${clusterDir} is no PostgreSQL data directory: move it away, or set another DATA_DIR.`);
  }
  await create(clusterDir, binaries, runAs);
  return true;
}

function demandMajor(clusterDir: string, found: string, major: string): void {
  if (found === major) return;
  throw new OperatorError(
    `${clusterDir} was written by PostgreSQL ${found} and this Portico carries PostgreSQL ${major}: start it with the Portico that wrote it, or set another DATA_DIR.`,
  );
}

/** Beside, then renamed: a cluster whose making was interrupted is never taken for a whole one. */
async function create(clusterDir: string, binaries: Binaries, runAs: RunAs | undefined): Promise<void> {
  const part = `${clusterDir}.new`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { mode: 0o700 });
  await chmod(part, 0o700);
  if (runAs) await chown(part, runAs.uid, runAs.gid);
  await initdb(part, binaries, runAs);
  await rm(clusterDir, { recursive: true, force: true });
  await rename(part, clusterDir);
  const parent = await open(dirname(clusterDir), 'r');
  await parent.sync();
  await parent.close();
}

function initdb(directory: string, binaries: Binaries, runAs: RunAs | undefined): Promise<void> {
  const choices = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  // Whoever reaches the socket, in a directory closed to all but its user and root, could read the files as well.
  const access = [`--username=${superuser}`, '--auth-local=trust', '--auth-host=reject'];
  const settings = Object.entries(initialSettings()).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const args = ['-D', dataArgument(directory, runAs), ...access, ...choices, '--data-checksums', '--no-instructions'];
  const child = spawn(binaries.initdb, [...args, ...settings], {
    cwd: directory,
    uid: runAs?.uid,
    gid: runAs?.gid,
    env: postgresEnvironment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    complaint += chunk;
  });
  return new Promise((resolve, reject) => {
    const failed = (why: string) => reject(new OperatorError(`PostgreSQL could not set up ${directory}: ${why}`));
    child.on('error', (error) => failed(error.message));
    child.on('close', (code) => (code === 0 ? resolve() : failed(reason(complaint) ?? `initdb ended with ${code}`)));
  });
}

function reason(complaint: string): string | undefined {
  const lines = complaint.split('\n').map((line) => line.trim());
  return lines.find((line) => /\b(error|FATAL|PANIC):/.test(line)) ?? lines.find(Boolean);
}

/** Written into postgresql.conf once, for a small machine; an operator may change them there. */
function initialSettings(): Record<string, string> {
  return {
    max_connections: '60',
    shared_buffers: '128MB',
    effective_cache_size: `${Math.round(totalmem() / 2 / 1024 / 1024)}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    random_page_cost: '1.1',
    wal_compression: 'on',
    synchronous_commit: 'on',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // Errors reach the client that made them, and Portico logs those without the data that PostgreSQL would quote.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  };
}

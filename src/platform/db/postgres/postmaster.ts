import { type ChildProcess, spawn } from 'node:child_process';
import { constants, type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError } from '#platform/operator-error.ts';
import type { Binaries } from './binaries.ts';
import { dataArgument, postgresEnvironment } from './cluster.ts';
import { readPidFile } from './leftovers.ts';
import type { RunAs } from './run-as.ts';

export const port = 5432;
const pollMs = 10;

export interface Postmaster {
  pid: number;
  /** Settles when the process has ended, however that came about. */
  ended: Promise<void>;
  /** 'fast' closes connections and writes everything out; 'immediate' leaves recovery to the next start. */
  stop(mode: 'fast' | 'immediate'): Promise<void>;
}

export interface PostmasterSetup {
  clusterDir: string;
  socketDir: string;
  logFile: string;
  binaries: Binaries;
  runAs: RunAs | undefined;
  /** Called every few seconds while the server is not ready yet, as in a long crash recovery. */
  onWaiting(seconds: number): void;
}

/** Starts the server and returns when it takes connections. The directory's lock is held and its leftovers are cleared. */
export async function startPostmaster(setup: PostmasterSetup): Promise<Postmaster> {
  // A killed server leaves these behind, and their process id may be somebody else's by now.
  const socket = join(setup.socketDir, `.s.PGSQL.${port}`);
  await Promise.all([rm(socket, { force: true }), rm(`${socket}.lock`, { force: true })]);
  const log = await openLog(setup.logFile);
  const logStart = (await log.stat()).size;
  const child = spawn(setup.binaries.postgres, serverArguments(setup), {
    cwd: setup.clusterDir,
    uid: setup.runAs?.uid,
    gid: setup.runAs?.gid,
    env: postgresEnvironment,
    // A session of its own: Ctrl-C at the terminal must stop Portico first and PostgreSQL last.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  await log.close();
  const dismiss = child.pid ? watch(child.pid, setup.runAs) : () => {};
  ended.then(dismiss);
  if (!(await becomesReady(child, ended, setup))) throw new OperatorError(await whyNot(setup, logStart));
  return { pid: child.pid!, ended, stop: (mode) => stop(child, ended, mode) };
}

async function openLog(path: string): Promise<FileHandle> {
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
  return open(path, O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY, 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(`${path} cannot be written to (${error.code}): move it away.`);
  });
}

function serverArguments(setup: PostmasterSetup): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: setup.socketDir,
    unix_socket_permissions: '0700',
    port: String(port),
    logging_collector: 'off',
    log_destination: 'stderr',
    cluster_name: 'portico',
  };
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', dataArgument(setup.clusterDir, setup.runAs), ...given];
}

/**
 * A shell that waits for its input to end. That happens when this process dies in whatever way, and then it ends
 * PostgreSQL, so that even `kill -9` leaves no server behind. Told off by a line when PostgreSQL ended by itself.
 */
function watch(pid: number, runAs: RunAs | undefined): () => void {
  const script = 'read -r dismissed || kill -INT "$1"';
  const { uid, gid } = runAs ?? {};
  const watcher = spawn('/bin/sh', ['-c', script, 'portico-watch', String(pid)], {
    uid,
    gid,
    cwd: '/',
    env: postgresEnvironment,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.on('error', () => {});
  watcher.stdin.on('error', () => {});
  return () => watcher.stdin.end('dismissed\n');
}

async function becomesReady(child: ChildProcess, ended: Promise<void>, setup: PostmasterSetup): Promise<boolean> {
  const since = Date.now();
  let reported = 0;
  let over = false;
  ended.then(() => {
    over = true;
  });
  while (!over) {
    const file = await readPidFile(setup.clusterDir);
    if (file?.pid === child.pid && file?.ready) return true;
    const seconds = Math.floor((Date.now() - since) / 1000);
    if (seconds >= reported + 5) {
      reported = seconds;
      setup.onWaiting(seconds);
    }
    await sleep(pollMs);
  }
  return false;
}

async function whyNot(setup: PostmasterSetup, logStart: number): Promise<string> {
  const written = (await readFile(setup.logFile)).subarray(logStart).toString('utf8').split('\n');
  const fatal = written.find((line) => /(FATAL|PANIC):/.test(line)) ?? written.findLast((line) => line.trim() !== '');
  const reason = fatal?.replace(/^.*?(FATAL|PANIC): */, '') ?? 'it said nothing';
  return `PostgreSQL did not start in ${setup.clusterDir}: ${reason} (see ${setup.logFile})`;
}

async function stop(child: ChildProcess, ended: Promise<void>, mode: 'fast' | 'immediate'): Promise<void> {
  const ladder: [NodeJS.Signals, number][] = [
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ];
  if (mode === 'fast') ladder.unshift(['SIGINT', 30_000]);
  for (const [signal, patienceMs] of ladder) {
    child.kill(signal);
    const waiting = new AbortController();
    const late = sleep(patienceMs, 'late', { signal: waiting.signal }).catch(() => 'late');
    const outcome = await Promise.race([ended, late]);
    waiting.abort();
    if (outcome !== 'late') return;
  }
}

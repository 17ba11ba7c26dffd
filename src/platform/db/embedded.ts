import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, mkdtemp, realpath, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeDataDir } from '#platform/data-dir.ts';
import type { Log } from '#platform/log.ts';
import { OperatorError } from '#platform/operator-error.ts';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';
import { findBinaries } from './postgres/binaries.ts';
import { ensureCluster, superuser } from './postgres/cluster.ts';
import { clearLeftovers, readPidFile } from './postgres/leftovers.ts';
import { type Postmaster, type PostmasterSetup, port, startPostmaster } from './postgres/postmaster.ts';
import { chooseRunAs, type RunAs } from './postgres/run-as.ts';

/** A PostgreSQL 18 of our own in DATA_DIR/postgres, reachable by its unix socket only. */
export interface Embedded {
  socketDir: string;
  port: number;
  /** Connects as the superuser to the database `postgres`. */
  superuserUrl: string;
  /** False when another Portico runs the server and this process joined it; then `stop` leaves it running. */
  owned: boolean;
  /** 'fast' (the default) writes everything out; 'immediate' is quicker and leaves recovery to the next start. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
}

const logLimitBytes = 5 * 1024 * 1024;

/**
 * Initialises the cluster on the first run, recovers what a killed process left, and starts the server. While this
 * process lives it restarts a server that died; when this process dies the server ends too. OperatorError when
 * another Portico uses the directory, when its PostgreSQL is of another version, or when the server does not start.
 */
export async function startEmbedded(dataDir: string, log: Log): Promise<Embedded> {
  await makeDataDir(dataDir);
  const lock = await lockDirectory(dataDir);
  if (!lock) {
    throw new OperatorError(`Another Portico is running on ${resolve(dataDir)}: stop it, or set another DATA_DIR.`);
  }
  return startLocked(dataDir, lock, log);
}

/** For commands that may run beside a server: joins the PostgreSQL of a running Portico, or else starts it. */
export async function openEmbedded(dataDir: string, log: Log): Promise<Embedded> {
  await makeDataDir(dataDir);
  const lock = await lockDirectory(dataDir);
  if (lock) return startLocked(dataDir, lock, log);
  const clusterDir = join(await realpath(dataDir), 'postgres');
  for (let tries = 0; tries < 500; tries++) {
    const running = await readPidFile(clusterDir);
    if (running?.ready) return { ...describe(running.socketDir, running.port), owned: false, stop: async () => {} };
    await sleep(20);
  }
  throw new OperatorError(
    `Another Portico holds ${resolve(dataDir)} but its PostgreSQL is not ready: try again later.`,
  );
}

async function startLocked(dataDir: string, lock: DirectoryLock, log: Log): Promise<Embedded> {
  try {
    const setup = await prepare(await realpath(dataDir), log);
    await clearLeftovers(setup.clusterDir);
    return supervise(setup, await startPostmaster(setup), lock, log);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function prepare(dataDir: string, log: Log): Promise<PostmasterSetup> {
  const clusterDir = join(dataDir, 'postgres');
  const logFile = join(dataDir, 'postgres.log');
  const runAs = await chooseRunAs(clusterDir);
  const binaries = await findBinaries(runAs);
  if (await ensureCluster(clusterDir, binaries, runAs)) log.debug('PostgreSQL initialised');
  const logged = await stat(logFile).catch(() => undefined);
  if (logged && logged.size > logLimitBytes) await rename(logFile, `${logFile}.1`);
  const socketDir = await makeSocketDir(dataDir, runAs);
  const onWaiting = (seconds: number) => log.warn(`PostgreSQL is still recovering after ${seconds} s`);
  return { clusterDir, socketDir, logFile, binaries, runAs, onWaiting };
}

/**
 * Not in the data directory: a unix socket's path ends at 107 bytes, and PostgreSQL's user may not be able to walk
 * there. The name is known beforehand, so one that somebody else made first is not used.
 */
async function makeSocketDir(dataDir: string, runAs: RunAs | undefined): Promise<string> {
  const temporary = tmpdir();
  const parent = runAs || !/^[\w./-]{1,60}$/.test(temporary) ? '/tmp' : temporary;
  const name = `portico-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
  let path = join(parent, name);
  await mkdir(path, { mode: 0o700 }).catch(() => {});
  const found = await lstat(path);
  const mine = [process.getuid?.(), runAs?.uid].includes(found.uid);
  if (!found.isDirectory() || !mine) path = await mkdtemp(`${path}-`);
  await chmod(path, 0o700);
  if (runAs) await chown(path, runAs.uid, runAs.gid);
  return path;
}

function supervise(setup: PostmasterSetup, first: Postmaster, lock: DirectoryLock, log: Log): Embedded {
  let current = first;
  const stopping = new AbortController();
  const keepRunning = async () => {
    for (let failures = 0; ; ) {
      await current.ended;
      if (stopping.signal.aborted) return;
      log.error('PostgreSQL ended unexpectedly and is started again');
      try {
        await clearLeftovers(setup.clusterDir);
        current = await startPostmaster(setup);
        failures = 0;
      } catch (error) {
        log.error({ err: error }, 'PostgreSQL does not start');
        await sleep(Math.min(10_000, 250 * 2 ** failures++), undefined, stopping).catch(() => {});
      }
    }
  };
  const kept = keepRunning();
  const end = async (mode: 'fast' | 'immediate') => {
    stopping.abort();
    // A restart may be under way: whatever it starts is ended as well.
    const ending = setInterval(() => current.stop(mode), 100);
    await current.stop(mode);
    await kept;
    clearInterval(ending);
    await rm(setup.socketDir, { recursive: true, force: true });
    await lock.release();
  };
  let ended: Promise<void> | undefined;
  const stop = (mode: 'fast' | 'immediate' = 'fast') => {
    // The second caller is in a hurry, or waits for the first.
    if (ended && mode === 'immediate') current.stop(mode);
    ended ??= end(mode);
    return ended;
  };
  return { ...describe(setup.socketDir, port), owned: true, stop };
}

function describe(socketDir: string, port: number) {
  const superuserUrl = `postgresql://${superuser}@localhost/postgres?host=${encodeURIComponent(socketDir)}&port=${port}`;
  return { socketDir, port, superuserUrl };
}

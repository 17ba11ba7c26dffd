import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError } from '#platform/operator-error.ts';

/**
 * One process at a time may own a data directory. The lock is a listening unix socket in that directory: the kernel
 * closes it however its owner dies, process ids that repeat after a restart cannot fool it, and it is seen by two
 * containers that share the directory, which a file with a process id in it is not.
 */
export interface DirectoryLock {
  release(): Promise<void>;
}

const lockName = 'portico.lock';
const connectTimeoutMs = 1_000;
const patienceMs = 3_000;

/** Takes the lock, or returns undefined when a living process holds it. Throws OperatorError if it cannot be tried. */
export async function lockDirectory(dataDir: string): Promise<DirectoryLock | undefined> {
  const directory = await open(dataDir, 'r');
  const path = socketPath(dataDir, directory);
  const identity = randomUUID();
  try {
    if (await isHeld(path)) return await giveUp(directory);
    await rm(join(dataDir, lockName), { force: true });
    const server = await listen(path, identity);
    // Two starters may both have found a dead socket; the one whose socket was replaced sees a stranger here.
    if ((await whoHolds(path)) !== identity) {
      server.close();
      return await giveUp(directory);
    }
    return { release: () => release(server, directory) };
  } catch (error) {
    await directory.close();
    throw new OperatorError(`Cannot take the lock ${join(dataDir, lockName)}: ${(error as Error).message}`);
  }
}

/** A unix socket's path ends at 107 bytes; the way through the open directory is short however deep that is. */
function socketPath(dataDir: string, directory: FileHandle): string {
  return process.platform === 'linux' ? `/proc/self/fd/${directory.fd}/${lockName}` : join(dataDir, lockName);
}

async function giveUp(directory: FileHandle): Promise<undefined> {
  await directory.close();
  return undefined;
}

function listen(path: string, identity: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(identity);
  });
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve(server));
  });
}

/** A living holder answers. One that was killed this moment may still be connected to, and is gone when asked again. */
async function isHeld(path: string): Promise<boolean> {
  for (const end = Date.now() + patienceMs; ; await sleep(50)) {
    const holder = await whoHolds(path);
    if (holder === undefined) return false;
    if (holder !== '' || Date.now() > end) return true;
  }
}

/** The holder's identity, '' when somebody holds it and does not answer, undefined when nobody does. */
function whoHolds(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    let answer = '';
    socket.setTimeout(connectTimeoutMs, () => socket.destroy());
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? undefined : '');
    });
    socket.on('close', () => resolve(answer));
  });
}

function release(server: Server, directory: FileHandle): Promise<void> {
  return new Promise((resolve) => {
    // Closing also unlinks the socket file, through the directory, which therefore closes last.
    server.close(() => resolve(directory.close()));
  });
}

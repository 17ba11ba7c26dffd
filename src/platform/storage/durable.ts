import { type FileHandle, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const PRIVATE_DIRECTORY = 0o700;
const PRIVATE_FILE = 0o600;

/** Makes a new file, lets `write` fill it and brings it to the disk; whatever fails, the file is gone. */
export async function writeNew<T>(path: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
  const make = () => open(path, 'wx', PRIVATE_FILE);
  const file = await make().catch(async (cause: NodeJS.ErrnoException) => {
    ignoreAbsent(cause);
    // The first in its directory.
    await mkdir(dirname(path), { recursive: true, mode: PRIVATE_DIRECTORY });
    return make();
  });
  try {
    const result = await write(file);
    await file.sync();
    await file.close();
    return result;
  } catch (error) {
    // The first error is the one to tell; closing can fail for the same reason (a full disk).
    await file.close().catch(() => {});
    await rm(path, { force: true });
    throw error;
  }
}

/** A rename within one file system that survives a power cut, making the directories of the new place. */
export async function moveDurably(from: string, to: string): Promise<void> {
  const directory = dirname(to);
  const firstMade = await mkdir(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
  await rename(from, to);
  await syncDirectory(directory);
  if (!firstMade) return;
  for (let parent = dirname(directory); parent.length >= dirname(firstMade).length; parent = dirname(parent)) {
    await syncDirectory(parent);
    if (parent === dirname(parent)) return;
  }
}

/** A new name is on the disk only after its directory has been written too. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

export interface Found {
  path: string;
  name: string;
}

/** Files directly in a directory, last written to before the time. A directory or file that vanishes is no error. */
export async function* filesBefore(directory: string, time: Date): AsyncIterable<Found> {
  for await (const { path, name } of entriesOf(directory)) {
    const found = await stat(path).catch(ignoreAbsent);
    if (found?.isFile() && found.mtime < time) yield { path, name };
  }
}

export async function* entriesOf(directory: string): AsyncIterable<Found> {
  const entries = await opendir(directory).catch(ignoreAbsent);
  if (!entries) return;
  for await (const { name } of entries) yield { path: join(directory, name), name };
}

function ignoreAbsent(cause: NodeJS.ErrnoException): undefined {
  if (cause.code !== 'ENOENT') throw cause;
}

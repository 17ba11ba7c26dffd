import { mkdir, mkdtemp, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { OperatorError } from './operator-error.ts';

/** Makes DATA_DIR if it is not there, or says in a line why nothing can be kept in it. */
export async function makeDataDir(dataDir: string): Promise<void> {
  const path = resolve(dataDir);
  try {
    await makeDirectory(path);
    // Tried: to root everything is writable, also where nothing can be.
    await rmdir(await mkdtemp(join(path, '.tried-')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || code === 'ENOTDIR') {
      throw new OperatorError(
        `DATA_DIR ${path} is no directory and cannot become one (${code}): set another DATA_DIR.`,
      );
    }
    throw new OperatorError(
      `DATA_DIR ${path} cannot be written to (${code}): start Portico as its owner, or set another DATA_DIR.`,
    );
  }
}

/** With its parents; not by `recursive`, which tries for ever where a directory cannot be made, as in /proc. */
async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && dirname(path) !== path) {
      await makeDirectory(dirname(path));
      await mkdir(path).catch(unlessThere(path));
    } else await unlessThere(path)(error);
  }
}

/** What is there already is good, also when somebody else has just made it, or when only its parent may not be written. */
const unlessThere = (path: string) => async (error: unknown) => {
  if (!(await stat(path).catch(() => undefined))?.isDirectory()) throw error;
};

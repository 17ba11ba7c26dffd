import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { run } from './processes.mjs';

/** The first of these programs that is on the path. */
export function onPath(names) {
  const directories = (process.env.PATH ?? '').split(path.delimiter);
  return directories.flatMap((directory) => names.map((name) => path.join(directory, name))).find(runnable);
}

export function runnable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

let looked = false;

/**
 * Has Debian's packages installed, where that is possible and allowed; whoever asked looks for what came. `lookAnew`: apt is asked
 * what there is today, once, which takes longer than to do with what is there already. dpkg does one thing at a time: so does its caller.
 */
export async function byApt(packages, { lookAnew }) {
  if (process.platform !== 'linux' || process.getuid() !== 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (lookAnew && !looked) await run('apt-get', ['update', '-qq'], { quiet: true, env });
  looked ||= lookAnew;
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { quiet: true, env });
}

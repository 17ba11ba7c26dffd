import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, pinnedNode, root, run, timed } from './processes.mjs';

const lock = path.join(root, 'package-lock.json');
const marker = path.join(root, 'node_modules/.portico-installed');

/** Installs exactly what package-lock.json names, unless that has been done. */
export async function ensureInstalled() {
  const wanted = createHash('sha256')
    .update(readFileSync(lock))
    .update(process.platform + process.arch)
    .digest('hex');
  if (existsSync(pinnedNode)) {
    if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
    if (installedByHand()) return writeFileSync(marker, wanted);
  }
  const { code, output } = await timed('Installing packages (a minute or two, once)', install);
  if (code !== 0) fail(`The packages could not be installed:\n${beginning(output)}`);
  if (!existsSync(pinnedNode))
    fail('The package "node" did not bring its Node: npm install --no-save --ignore-scripts=false');
  writeFileSync(marker, wanted);
}

/** npm writes its own copy of the lock file last of all. */
function installedByHand() {
  const copy = statSync(path.join(root, 'node_modules/.package-lock.json'), { throwIfNoEntry: false });
  return copy !== undefined && !existsSync(marker) && copy.mtimeMs >= statSync(lock).mtimeMs;
}

function install() {
  // Not `npm ci`: it refuses a lock file that lacks other platforms' optional packages, as ours may, because registries
  // do not all carry them. With --no-save the lock file is followed and left as it is.
  // The build needs the development packages whatever NODE_ENV says; two packages unpack themselves by a script.
  const args = [
    'install',
    '--no-save',
    '--include=dev',
    '--ignore-scripts=false',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('.js')) return run(process.execPath, [npm, ...args], { quiet: true });
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { quiet: true });
}

function beginning(output) {
  return output.trim().split('\n').slice(0, 15).join('\n');
}

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, pinnedNode, root, run, timed } from './processes.mjs';

const lock = path.join(root, 'package-lock.json');
const packages = path.join(root, 'node_modules');
const marker = path.join(packages, '.portico-installed');
/** Stands from the beginning of an installation to its end, with the pid of its npm. */
const unfinished = path.join(packages, '.portico-installing');

/** Installs exactly what package-lock.json names, unless that has been done. */
export async function ensureInstalled() {
  const wanted = createHash('sha256')
    .update(readFileSync(lock))
    .update(process.platform + process.arch)
    .digest('hex');
  await othersEnd();
  // npm takes a package that was half unpacked for a whole one, and goes on with it for ever.
  if (existsSync(unfinished)) rmSync(packages, { recursive: true, force: true });
  if (existsSync(pinnedNode)) {
    if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
    if (installedByHand()) return writeFileSync(marker, wanted);
  }
  const { code, output } = await timed('Installing packages (a minute or two, once)', install);
  if (code === 0) rmSync(unfinished, { force: true });
  else fail(`The packages could not be installed:\n${beginning(output)}`);
  if (!existsSync(pinnedNode))
    fail('The package "node" did not bring its Node: npm install --no-save --ignore-scripts=false');
  writeFileSync(marker, wanted);
}

/** Two npm at one folder break it: one that another start began, or left behind, has its time. */
async function othersEnd() {
  for (let said = false; isNpm(pidOf(unfinished)); said = true) {
    if (!said) console.log('  Another installation is under way here: waiting for its end …');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const pidOf = (file) => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0);

function isNpm(pid) {
  if (!pid) return false;
  if (process.platform === 'win32') return false;
  return /npm/.test(commandOf(pid));
}

function commandOf(pid) {
  if (!existsSync('/proc/self/cmdline'))
    return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It is not there, or ends while it is looked at.
    return '';
  }
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
  mkdirSync(packages, { recursive: true });
  const how = { quiet: true, begun: (pid) => writeFileSync(unfinished, String(pid)) };
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('.js')) return run(process.execPath, [npm, ...args], how);
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, how);
}

function beginning(output) {
  return output.trim().split('\n').slice(0, 15).join('\n');
}

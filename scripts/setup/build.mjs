import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fail, pinnedNode, root, run, timed } from './processes.mjs';

export const idFile = path.join(root, 'dist/build-id');
const vite = path.join(root, 'node_modules/vite/bin/vite.js');

/** Builds browser files and server, unless what is in dist came from exactly these sources. */
export async function ensureBuilt() {
  if (isWhole(root) && isBuilt(readFileSync(idFile, 'utf8'))) return;
  const closed = path.join(root, existsSync(path.join(root, 'dist')) ? 'dist' : '.');
  if (!isWritable(closed))
    fail(`${closed} cannot be written to by this user, and the build in it is older than its sources.`);
  await timed('Building', () => build(sourceHash()));
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether what a start begins with is there: a cleaner or a broken copy may have left the rest of a build. */
export const isWhole = (folder) =>
  ['build-id', 'manifest.json', 'server/main.js'].every((name) => existsSync(path.join(folder, 'dist', name)));

/** Whether a build with this id is of the sources as they are. */
export const isBuilt = (id) => id === sourceHash();

async function build(id) {
  rmSync(idFile, { force: true });
  for (const directory of ['dist/assets', 'dist/server/assets']) removeOld(path.join(root, directory));
  const results = await Promise.all([viteBuild(), viteBuild('--ssr')]);
  const failed = results.find(({ code }) => code !== 0);
  if (failed) fail(`The build failed:\n${failed.output.trim()}`);
  mkdirSync(path.dirname(idFile), { recursive: true });
  writeFileSync(idFile, id);
}

const KEEP_MS = 7 * 86_400_000;

/** Parts of builds that nothing runs any more: open pages and running servers ask for theirs for a while. */
function removeOld(directory) {
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory)) {
    const file = path.join(directory, name);
    if (statSync(file).mtimeMs < Date.now() - KEEP_MS) rmSync(file, { recursive: true, force: true });
  }
}

function viteBuild(...more) {
  const env = { ...process.env, NODE_ENV: 'production' };
  return run(pinnedNode, [vite, 'build', '--logLevel', 'warn', ...more], { quiet: true, env });
}

/** Of a build for whoever develops, which is larger and not compressed: never taken for the one that serves. */
export const developmentId = () => `dev-${sourceHash()}`;

/** Contents, not times: a checkout or a copy of the tree changes those and not what would be built. */
export function sourceHash() {
  const hash = createHash('sha256');
  const own = ['package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts'];
  for (const file of [...own, ...filesIn('src')])
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(root, file)));
  return hash.digest('hex').slice(0, 32);
}

function filesIn(directory) {
  const entries = readdirSync(path.join(root, directory), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const file = `${directory}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(file);
    return /\.test\.tsx?$/.test(entry.name) ? [] : [file];
  });
}

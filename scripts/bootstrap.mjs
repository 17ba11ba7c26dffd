/**
 * Gets from a fresh clone, with any Node from 20 on, to a running Portico: installs, builds when the sources changed,
 * and becomes the pinned Node with the server. Plain JavaScript without packages, because there may be none yet.
 */
import { ensureBuilt } from './setup/build.mjs';
import { develop } from './setup/dev.mjs';
import { help } from './setup/help.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { become, fail, root } from './setup/processes.mjs';

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) fail(`Node ${process.versions.node} is too old to install Portico: use Node 20 or later.`);

const [first, ...rest] = process.argv.slice(2);
if (help(first, rest)) process.exit(0);
await ensureInstalled();
if (first === '--dev') {
  // Watching begins with a build of its own.
  develop(rest);
} else {
  await ensureBuilt();
  if (first === '--bench') become([`${root}/bench/main.ts`, ...rest]);
  else if (first !== '--build') become([`${root}/dist/server/main.js`, ...process.argv.slice(2)]);
}

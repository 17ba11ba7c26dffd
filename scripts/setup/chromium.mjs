import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { pinnedNode, root, run } from './processes.mjs';

/** Chromium without what draws windows on a screen: the same pages for two thirds of the processor. */
const shell = 'chromium-headless-shell';
const whole = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of a Chromium for the browser tests, installed if need be; undefined, with the reason said, if there is none. */
export async function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const there = onPath(whole);
  return (
    onPath([shell]) ??
    (await byApt(shell, { lookAnew: !there })) ??
    there ??
    (await byApt('chromium', { lookAnew: false })) ??
    (await byPlaywright()) ??
    sayWhy()
  );
}

function onPath(names) {
  const directories = (process.env.PATH ?? '').split(path.delimiter);
  return directories.flatMap((directory) => names.map((name) => path.join(directory, name))).find(runnable);
}

function runnable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `lookAnew`: apt is asked what there is today, which takes longer than a Chromium that is there already would cost. */
async function byApt(name, { lookAnew }) {
  if (process.platform !== 'linux' || process.getuid() !== 0) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (lookAnew) await run('apt-get', ['update', '-qq'], { quiet: true, env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { quiet: true, env });
  return onPath([name]);
}

async function byPlaywright() {
  const cli = path.join(root, 'node_modules/playwright-core/cli.js');
  await run(pinnedNode, [cli, 'install', 'chromium'], { quiet: true });
  const ask = "import('playwright-core').then((p) => process.stdout.write(p.chromium.executablePath()))";
  const { output } = await run(pinnedNode, ['-e', ask], { quiet: true });
  return runnable(output) ? output : undefined;
}

function sayWhy() {
  console.error('No Chromium for the browser tests: install one (apt-get install chromium), or name it in CHROMIUM.');
  return undefined;
}

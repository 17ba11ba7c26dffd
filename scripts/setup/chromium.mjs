import path from 'node:path';
import { byApt, onPath, runnable } from './apt.mjs';
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
    (await fromDebian(shell, { lookAnew: !there })) ??
    there ??
    (await fromDebian('chromium', { lookAnew: false })) ??
    (await byPlaywright()) ??
    sayWhy()
  );
}

async function fromDebian(name, how) {
  await byApt([name], how);
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

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
let npm: string;
const at = (...parts: string[]) => path.join(folder, ...parts);

/** A checkout with nothing in it but what installs, and an npm that does what the test says. */
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-install-'));
  cpSync(path.join(import.meta.dirname, 'setup'), at('scripts/setup'), { recursive: true });
  writeFileSync(at('package-lock.json'), '{}');
  writeFileSync(
    at('start.mjs'),
    "import { ensureInstalled } from './scripts/setup/install.mjs';\nawait ensureInstalled();\n",
  );
  npm = at('npm-stub.js');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What npm does when it is asked for: brings Node, and counts. */
const whole = `const fs = require('fs'); fs.mkdirSync('node_modules/.bin', { recursive: true });
  fs.writeFileSync('node_modules/.bin/node', ''); fs.appendFileSync('npm-ran', 'x');`;
/** Longer than any test waits; and what a test that failed left behind ends by itself. */
const endless = "require('fs').writeFileSync('npm-began', String(process.pid)); setTimeout(() => {}, 60_000);";

const start = (script: string): ChildProcess => {
  writeFileSync(npm, script);
  return spawn(process.execPath, ['start.mjs'], {
    cwd: folder,
    env: { ...process.env, npm_execpath: npm },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
};
const ended = async (child: ChildProcess) => (await once(child, 'exit'))[0] as number | null;
/** One that has ended and that nobody has asked how has a pid, and no command any more: in a container that may be for ever. */
const isThere = (pid: number) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
};
const begun = async (): Promise<number> => {
  // A file that is there may have nothing in it yet, and 0 would be everybody.
  const pid = () => (existsSync(at('npm-began')) ? Number(readFileSync(at('npm-began'), 'utf8')) : 0);
  await expect.poll(pid, { timeout: 15_000 }).toBeGreaterThan(1);
  return pid();
};
const halfUnpacked = () => {
  mkdirSync(at('node_modules/half'), { recursive: true });
  writeFileSync(at('node_modules/half/package.json'), '{}');
};

test('an installation that was broken off is begun anew; control: one that ended is not', async () => {
  const first = start(endless);
  const pid = await begun();
  halfUnpacked();
  first.kill('SIGKILL');
  await ended(first);
  process.kill(pid, 'SIGKILL');
  expect(await ended(start(whole))).toBe(0);
  expect([existsSync(at('node_modules/half')), existsSync(at('node_modules/.portico-installing'))]).toEqual([
    false,
    false,
  ]);
  halfUnpacked();
  expect(await ended(start(whole))).toBe(0);
  expect([existsSync(at('node_modules/half')), readFileSync(at('npm-ran'), 'utf8')]).toEqual([true, 'x']);
});

test('whoever ends a start ends its npm with it', async () => {
  const first = start(endless);
  const pid = await begun();
  expect(isThere(pid)).toBe(true);
  first.kill('SIGINT');
  expect(await ended(first)).toBe(130);
  await expect.poll(() => isThere(pid), { timeout: 15_000 }).toBe(false);
});

test('once its npm has ended, a start ends in its own way', async () => {
  const own =
    "process.on('SIGTERM', () => process.exit(7)); process.stdout.write('begun'); setTimeout(() => {}, 60_000);";
  appendFileSync(at('start.mjs'), own);
  const first = start(whole);
  let said = '';
  first.stdout?.on('data', (piece) => {
    said += piece;
  });
  await expect.poll(() => said, { timeout: 15_000 }).toContain('begun');
  first.kill('SIGTERM');
  expect(await ended(first)).toBe(7);
});

test('a start waits for the npm of another one', async () => {
  const first = start(endless);
  const pid = await begun();
  const second = start(whole);
  let said = '';
  second.stdout?.on('data', (piece) => {
    said += piece;
  });
  await expect.poll(() => said, { timeout: 15_000 }).toContain('Another installation is under way here');
  first.kill('SIGKILL');
  await ended(first);
  expect([second.exitCode, existsSync(at('npm-ran'))]).toEqual([null, false]);
  process.kill(pid, 'SIGKILL');
  expect(await ended(second)).toBe(0);
  expect(readFileSync(at('npm-ran'), 'utf8')).toBe('x');
});

import { spawn } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');

/** The Node that package.json pins; the one that runs this file may be older. */
export const pinnedNode = path.join(root, 'node_modules/.bin/node');

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Says what is wrong and ends. */
export function fail(message) {
  console.error(message);
  process.exit(1);
}

/**
 * Runs a program and resolves to { code, output }; with `quiet` its output is only collected. With `begun`, which is told its pid,
 * it ends with this process at once, and whatever it has started with it.
 */
export function run(program, args, { quiet = false, env = process.env, begun } = {}) {
  const detached = begun !== undefined && process.platform !== 'win32';
  const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit';
  const child = spawn(program, args, { cwd: root, env, stdio, detached });
  if (begun && child.pid) {
    begun(child.pid);
    endTogether(child, detached);
  }
  let output = '';
  for (const stream of quiet ? [child.stdout, child.stderr] : []) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

// Until it has ended by itself: what comes after it has its own way to end, and its pid may be another's by then.
function endTogether(child, detached) {
  const end = (signal) => {
    process.kill(detached ? -child.pid : child.pid, 'SIGKILL');
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  for (const signal of SIGNALS) process.once(signal, end);
  child.once('exit', () => {
    for (const signal of SIGNALS) process.off(signal, end);
  });
}

/**
 * Becomes the pinned Node running `args`. Where this Node cannot replace itself, it stays as a parent that passes on
 * signals and ends as its child ends.
 */
export function become(args, env = process.env) {
  if (typeof process.execve === 'function' && process.platform !== 'win32') {
    process.execve(pinnedNode, [pinnedNode, ...args], definedOnly(env));
  }
  const child = spawn(pinnedNode, args, { stdio: 'inherit', env });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 1000).unref();
  child.on('error', (error) => fail(`${pinnedNode} does not run: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

function definedOnly(env) {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}

/** Says what is being done, does it, and says how long it took. */
export async function timed(what, work) {
  const since = Date.now();
  if (process.stdout.isTTY) process.stdout.write(`  ${what} …`);
  else process.stdout.write(`  ${what} …\n`);
  const result = await work();
  const seconds = `${((Date.now() - since) / 1000).toFixed(1)} s`;
  process.stdout.write(`${process.stdout.isTTY ? '\r' : ''}  ${what.padEnd(44)} ${seconds.padStart(8)}\n`);
  return result;
}

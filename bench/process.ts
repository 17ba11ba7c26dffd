import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { node, root } from './places.ts';

export interface Running {
  pid: number;
  /** What it has written so far. */
  output(): string;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
}

const all = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of all) child.kill('SIGKILL');
});

/** Runs a program of ours with the pinned Node. */
export function run(args: string[], env: NodeJS.ProcessEnv, loud = false): Running {
  const child = spawn(node, args, { cwd: root, env, stdio: ['ignore', 'pipe', loud ? 'inherit' : 'pipe'] });
  all.add(child);
  let text = '';
  const take = (chunk: Buffer) => {
    text += chunk;
    if (loud) process.stdout.write(chunk);
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  let asked = false;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => {
    all.delete(child);
    if (!asked) console.error(`${args[0]} ended by itself with ${child.exitCode ?? child.signalCode}:\n${text}`);
  });
  return {
    pid: child.pid ?? 0,
    output: () => text,
    async stop() {
      asked = true;
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The same, until it ends by itself; throws with its words when it fails. */
export function finish(args: string[], env: NodeJS.ProcessEnv, loud = false): Promise<void> {
  const child = spawn(node, args, { cwd: root, env, stdio: loud ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
  all.add(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      all.delete(child);
      if (code === 0) resolve();
      else reject(new Error(`${args.join(' ')} ended with ${code}\n${text}`));
    });
  });
}

/** Waits for `ready` to be true of what a process has written. */
export async function says(running: Running, ready: RegExp, seconds = 60): Promise<RegExpExecArray> {
  for (let waited = 0; waited < seconds * 100; waited++) {
    const found = ready.exec(running.output());
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`it did not get ready:\n${running.output()}`);
}

/** Megabytes of memory in use; undefined where there is no /proc. */
export const memory = (pid: number): number | undefined => status(pid, 'VmRSS');

/** The most since `resetPeak`. */
export const peakMemory = (pid: number): number | undefined => status(pid, 'VmHWM');

export function resetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Then the peak is that of the whole run.
  }
}

const TICKS_PER_MS = 0.1;

/** Milliseconds of processor time a process has used, its threads included; undefined where there is no /proc. */
export function cpuTime(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_MS;
  } catch {
    return undefined;
  }
}

const QUIET_SHARE = 0.1;
const MOST_SECONDS = 120;

/** Waits until processes have done what they were left with, such as the jobs that replies make. */
export async function quiet(pids: number[]): Promise<void> {
  const used = () => pids.reduce((sum, pid) => sum + (cpuTime(pid) ?? 0), 0);
  for (let second = 0; second < MOST_SECONDS; second++) {
    const before = used();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    if (used() - before < QUIET_SHARE * 1_000) return;
  }
}

function status(pid: number, field: string): number | undefined {
  try {
    const kilobytes = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Math.round((Number(kilobytes) / 1024) * 10) / 10;
  } catch {
    return undefined;
  }
}

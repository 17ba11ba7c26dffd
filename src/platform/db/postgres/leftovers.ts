import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 10;

/** What a running server says of itself in postmaster.pid. */
export interface PidFile {
  pid: number;
  port: number;
  socketDir: string;
  ready: boolean;
}

export async function readPidFile(clusterDir: string): Promise<PidFile | undefined> {
  const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  if (!lines[0]) return undefined;
  return { pid: Number(lines[0]), port: Number(lines[3]), socketDir: lines[4] ?? '', ready: lines[7] === 'ready' };
}

/**
 * To be called with the directory's lock held, when any server still running there is one whose Portico died. Ends
 * it, and takes away the postmaster.pid of one that was killed: PostgreSQL itself would refuse to start when that
 * number now belongs to another process, as it usually does after a container was restarted.
 */
export async function clearLeftovers(clusterDir: string): Promise<void> {
  const left = await readPidFile(clusterDir);
  if (!left || process.platform !== 'linux') return;
  const directory = await realpath(clusterDir);
  if ((await serversIn(directory)).includes(left.pid)) process.kill(left.pid, 'SIGINT');
  const gone = async (patienceMs: number) => {
    const end = Date.now() + patienceMs;
    while ((await serversIn(directory)).length > 0) {
      if (Date.now() > end) return false;
      await sleep(pollMs);
    }
    return true;
  };
  if (!(await gone(30_000))) {
    for (const pid of await serversIn(directory)) process.kill(pid, 'SIGKILL');
    await gone(5_000);
  }
  await rm(join(clusterDir, 'postmaster.pid'), { force: true });
}

/** Every process of a server has its data directory as its working directory; the dead but unreaped have none. */
async function serversIn(directory: string): Promise<number[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const here = await Promise.all(
    processes.map(async (pid) => {
      if ((await readlink(`/proc/${pid}/cwd`).catch(() => '')) !== directory) return false;
      return (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim() === 'postgres';
    }),
  );
  return processes.filter((_, at) => here[at]).map(Number);
}

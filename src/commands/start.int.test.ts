import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installationRoot } from './root.ts';

const program = join(installationRoot(), 'dist/server/main.js');
const coldStartMs = 3_000;
let parent: string;
let dataDir: string;
let port: number;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'portico-start-'));
  await chmod(parent, 0o755);
  dataDir = join(parent, 'data');
  port = await freePort();
});
afterAll(() => rm(parent, { recursive: true, force: true }));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

function start(args: string[] = [], settings: Record<string, string> = {}) {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    LOG_LEVEL: 'error',
    PORT: String(port),
    DATA_DIR: dataDir,
  };
  const child = spawn(process.execPath, [program, 'start', ...args], { env: { ...env, ...settings } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk));
  const ended = once(child, 'close') as Promise<[number | null]>;
  return { child, ended, said: () => said };
}

async function answer(child: ChildProcess): Promise<Response> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (response) return response;
    if (child.exitCode !== null) throw new Error('it ended before it answered');
    await sleep(20);
  }
}

async function postmaster(): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
}

function runs(pid: number): Promise<boolean> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').then(
    (text) => text !== '',
    () => false,
  );
}

describe.skipIf(!existsSync(program))('portico start', () => {
  test('begins an installation, serves it, and SIGTERM leaves nothing running', async () => {
    const { child, ended, said } = start(['--empty']);
    expect((await answer(child)).status).toBe(200);
    const pid = await postmaster();
    child.kill('SIGTERM');
    expect((await ended)[0], said()).toBe(0);
    expect(await runs(pid)).toBe(false);
  });

  test('answers within three seconds when it has been started before', async () => {
    const since = Date.now();
    const { child, ended } = start();
    await answer(child);
    expect(Date.now() - since).toBeLessThan(coldStartMs);
    child.kill('SIGINT');
    await ended;
  });

  test('after kill -9 the next start recovers by itself', async () => {
    const killed = start();
    await answer(killed.child);
    killed.child.kill('SIGKILL');
    const { child, ended } = start();
    expect((await answer(child)).status).toBe(200);
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  });

  test('a second one on the same port or the same directory ends with one line and 1', async () => {
    const first = start();
    await answer(first.child);
    const samePort = start();
    expect((await samePort.ended)[0]).toBe(1);
    expect(samePort.said()).toMatch(/^Port \d+ is taken: .*\n$/);
    const sameDirectory = start([], { PORT: String(await freePort()) });
    expect((await sameDirectory.ended)[0]).toBe(1);
    expect(sameDirectory.said()).toMatch(/^Another Portico is running on .*\n$/m);
    first.child.kill('SIGTERM');
    await first.ended;
  });

  test('SIGTERM while it starts leaves nothing running either', async () => {
    const { child, ended, said } = start();
    while (!existsSync(join(dataDir, 'postgres/postmaster.pid'))) await sleep(5);
    const pid = await postmaster();
    child.kill('SIGTERM');
    expect((await ended)[0], said()).toBe(0);
    expect(await runs(pid)).toBe(false);
  });
});

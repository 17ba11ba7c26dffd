import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '#test/free-port.ts';
import { installationRoot } from './root.ts';

const program = join(installationRoot(), 'dist/server/main.js');
let parent: string;
let dataDir: string;
let port: number;

beforeAll(async () => {
  if (!existsSync(program)) throw new Error('npm run build first: this starts what is built');
  parent = await mkdtemp(join(tmpdir(), 'portico-start-'));
  await chmod(parent, 0o755);
  dataDir = join(parent, 'data');
  port = await freePort();
});
afterAll(() => rm(parent, { recursive: true, force: true }));

/** As what most people run it. Root's tests become one, unless only root may read this clone. */
function ordinaryUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const nobody = { uid: 65_534, gid: 65_534 };
  const reads = ['-e', `require('node:fs').accessSync(${JSON.stringify(program)})`];
  return spawnSync(process.execPath, reads, { ...nobody, stdio: 'ignore' }).status === 0 ? nobody : undefined;
}

function start(args: string[] = [], settings: Record<string, string> = {}, user = {}) {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    LOG_LEVEL: 'error',
    PORT: String(port),
    DATA_DIR: dataDir,
  };
  const child = spawn(process.execPath, [program, 'start', ...args], { env: { ...env, ...settings }, ...user });
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

async function postmaster(directory = dataDir): Promise<number> {
  return Number((await readFile(join(directory, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
}

function runs(pid: number): Promise<boolean> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').then(
    (text) => text !== '',
    () => false,
  );
}

/** A mail server that takes its time: the job that sends a mail is under way until somebody lets it finish. */
async function slowMailServer() {
  const taken = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const received: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _session, answered) {
      stream.on('data', (chunk: Buffer) => received.push(String(chunk)));
      stream.on('end', () => {
        taken.resolve();
        void finish.promise.then(() => answered());
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port: at } = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${at}`,
    received,
    taken: taken.promise,
    finish: finish.resolve,
    close: () => server.close(),
  };
}

const site = () => `http://localhost:${port}`;

const send = (to: string, fields: Record<string, string>) =>
  fetch(`${site()}${to}`, {
    method: 'POST',
    headers: { origin: site() },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });

/** A form whose sender has stopped in the middle; its answer comes after `finish`. */
async function halfSent(to: string, fields: Record<string, string>) {
  const body = String(new URLSearchParams(fields));
  const type = 'application/x-www-form-urlencoded';
  const headers = { origin: site(), expect: '100-continue', 'content-length': body.length, 'content-type': type };
  const sending = request(`${site()}${to}`, { method: 'POST', headers });
  sending.flushHeaders();
  // The server has read what came before it and waits for the rest.
  await once(sending, 'continue');
  sending.write(body.slice(0, 20));
  return async () => {
    sending.end(body.slice(20));
    const [answer] = (await once(sending, 'response')) as [{ statusCode: number; resume(): void }];
    answer.resume();
    return answer.statusCode;
  };
}

describe('portico start', () => {
  test('begins an installation, serves it, and SIGTERM leaves nothing running', async () => {
    const { child, ended, said } = start(['--empty']);
    expect((await answer(child)).status).toBe(200);
    const pid = await postmaster();
    child.kill('SIGTERM');
    expect((await ended)[0], said()).toBe(0);
    expect(await runs(pid)).toBe(false);
  });

  test('answers when it has been started before, and Ctrl-C ends it', async () => {
    const { child, ended, said } = start();
    expect((await answer(child)).status).toBe(200);
    child.kill('SIGINT');
    expect((await ended)[0], said()).toBe(0);
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

  test('SIGTERM lets a request and a job that are under way finish, and takes no more; as an ordinary user', async () => {
    const user = ordinaryUser();
    const own = join(parent, 'own');
    await mkdir(own);
    if (user) await chown(own, user.uid, user.gid);
    const mails = await slowMailServer();
    const settings = { DATA_DIR: own, SMTP_URL: mails.url, MAIL_FROM: 'Portico <no-reply@localhost>' };
    const { child, ended, said } = start(['--empty'], settings, user);
    await answer(child);
    const pid = await postmaster(own);
    expect((await stat(`/proc/${pid}`)).uid).toBe(user?.uid ?? (await stat(join(own, 'postgres'))).uid);

    while (!said().includes('Setup code')) await sleep(10);
    const owner = { name: 'Ada Kestrel', email: 'ada@kestrel.example', password: 'a long enough one' };
    const [, code = ''] = /Setup code: (\S+)/.exec(said()) ?? [];
    expect((await send('/', { ...owner, setup_code: code, business: 'Kestrel', color: '#0f766e' })).status).toBe(303);
    const form = async () => {
      const page = await (await fetch(`${site()}/sign-in`)).text();
      return { _token: /name="_token" value="([^"]+)"/.exec(page)?.[1] ?? '', email: owner.email };
    };
    expect((await send('/sign-in/link', await form())).status).toBe(303);
    await mails.taken;
    const finishRequest = await halfSent('/sign-in/password', { ...(await form()), password: 'not this one' });

    child.kill('SIGTERM');
    while (await fetch(`${site()}/healthz`).catch(() => undefined)) await sleep(20);
    expect(await finishRequest()).toBe(422);
    // The job is still waited for.
    await sleep(150);
    expect(child.exitCode).toBeNull();
    mails.finish();
    const since = Date.now();
    expect((await ended)[0], said()).toBe(0);
    // Not for the connection as well, which a browser keeps for the next request: that would be ten seconds.
    expect(Date.now() - since).toBeLessThan(8_000);
    expect(await runs(pid)).toBe(false);
    expect(mails.received.join('')).toMatch(/^To: ada@kestrel\.example/m);
    mails.close();
  });
});

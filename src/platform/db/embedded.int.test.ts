import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '#platform/log.ts';
import { openEmbedded, startEmbedded } from './embedded.ts';
import { prepareEmbeddedOwner } from './embedded-owner.ts';

const log = createLog({ level: 'silent' });
let root: string;
let dataDir: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'portico-embedded-'));
  // As root PostgreSQL runs as another user, who has to get in.
  await chmod(root, 0o755);
  dataDir = join(root, 'data');
  const first = await startEmbedded(dataDir, log);
  await first.stop();
});

afterAll(() => rm(root, { recursive: true, force: true }));

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function postmasterPid(): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
}

function runs(pid: number): Promise<boolean> {
  // A dead process that nobody has reaped yet still has a number, and an empty command line.
  return readFile(`/proc/${pid}/cmdline`, 'utf8').then(
    (text) => text !== '',
    () => false,
  );
}

/** Another process that starts the server and then lies still. */
async function startElsewhere() {
  const script = `
    const { startEmbedded } = await import('#platform/db/embedded.ts');
    const { createLog } = await import('#platform/log.ts');
    await startEmbedded(process.argv[1], createLog({ level: 'silent' }));
    console.log('ready');
    setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child;
}

test('the server keeps what was written, checks its pages and listens on a socket only', async () => {
  const one = await startEmbedded(dataDir, log);
  await query(one.superuserUrl, 'create table kept as select 41 + 1 as answer');
  await one.stop();
  const two = await startEmbedded(dataDir, log);
  try {
    expect(await query(two.superuserUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
    const settings = "select current_setting('data_checksums') as sums, current_setting('listen_addresses') as tcp";
    expect(await query(two.superuserUrl, settings)).toEqual([{ sums: 'on', tcp: '' }]);
    expect(await query(two.superuserUrl, "select lower('ÄÖ') as low")).toEqual([{ low: 'äö' }]);
  } finally {
    await two.stop();
  }
});

test('stopping leaves no process behind, and may be asked for twice', async () => {
  const server = await startEmbedded(dataDir, log);
  const pid = await postmasterPid();
  expect(await runs(pid)).toBe(true);
  await Promise.all([server.stop(), server.stop()]);
  expect(await runs(pid)).toBe(false);
});

test('a second Portico on the same directory gets one clear error, and a command may join', async () => {
  const server = await startEmbedded(dataDir, log);
  try {
    await expect(startEmbedded(dataDir, log)).rejects.toThrow(/^Another Portico is running on .*: stop it/);
    const joined = await openEmbedded(dataDir, log);
    expect(joined.owned).toBe(false);
    expect(await query(joined.superuserUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    await joined.stop();
    expect(await query(server.superuserUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  } finally {
    await server.stop();
  }
});

test('after kill -9 of its Portico the server ends by itself and the next start works', async () => {
  const other = await startElsewhere();
  const pid = await postmasterPid();
  other.kill('SIGKILL');
  for (let tries = 0; tries < 200 && (await runs(pid)); tries++) await sleep(25);
  expect(await runs(pid)).toBe(false);
  const server = await startEmbedded(dataDir, log);
  await server.stop();
});

test('after kill -9 of Portico and its server at once the next start recovers', async () => {
  const other = await startElsewhere();
  const pid = await postmasterPid();
  other.kill('SIGKILL');
  process.kill(pid, 'SIGKILL');
  const server = await startEmbedded(dataDir, log);
  expect(await query(server.superuserUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  await server.stop();
});

test('a process id in postmaster.pid that belongs to somebody else by now does not hinder the start', async () => {
  await writeFile(
    join(dataDir, 'postgres/postmaster.pid'),
    `${process.pid}\n${dataDir}\n0\n5432\n/tmp\n\n1 1\nready\n`,
  );
  const server = await startEmbedded(dataDir, log);
  await server.stop();
});

test('a server that is killed is started again on the same socket', async () => {
  const server = await startEmbedded(dataDir, log);
  try {
    const pid = await postmasterPid();
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => query(server.superuserUrl, 'select 1 as one').catch(() => [])).toEqual([{ one: 1 }]);
    expect(await postmasterPid()).not.toBe(pid);
  } finally {
    await server.stop();
  }
});

test('a cluster of another version is named, and not touched', async () => {
  const version = join(dataDir, 'postgres/PG_VERSION');
  const original = await readFile(version, 'utf8');
  await writeFile(version, '16\n');
  try {
    await expect(startEmbedded(dataDir, log)).rejects.toThrow(/was written by PostgreSQL 16 and this Portico carries/);
  } finally {
    await writeFile(version, original);
  }
});

test('a directory of other things is not taken for a cluster', async () => {
  const other = join(root, 'other');
  await mkdir(join(other, 'postgres'), { recursive: true });
  await writeFile(join(other, 'postgres/letter.txt'), 'dear');
  await expect(startEmbedded(other, log)).rejects.toThrow(/is no PostgreSQL data directory|belongs to root/);
});

test('the owner of the database is no superuser', async () => {
  const server = await startEmbedded(dataDir, log);
  try {
    const owner = await prepareEmbeddedOwner(server);
    expect(await prepareEmbeddedOwner(server)).toBe(owner);
    const me =
      'select current_user as name, current_database() as database, rolsuper from pg_roles where rolname = user';
    expect(await query(owner, me)).toEqual([{ name: 'portico', database: 'portico', rolsuper: false }]);
  } finally {
    await server.stop();
  }
});

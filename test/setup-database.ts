import { execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '#platform/db/embedded.ts';
import { prepareEmbeddedOwner } from '#platform/db/embedded-owner.ts';
import { migrate } from '#platform/db/migrate.ts';
import { prepareRoles } from '#platform/db/roles.ts';
import { createLog } from '#platform/log.ts';

declare module 'vitest' {
  interface ProvidedContext {
    database: { superuser: string; owner: string; template: string; roles: string };
  }
}

/**
 * One real PostgreSQL for all integration tests: the embedded one, or another version's programs when
 * TEST_POSTGRES_BIN names their folder. Its migrated database is the template each worker clones.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(roomiest(), 'portico-tests-'));
  const server = process.env.TEST_POSTGRES_BIN
    ? await startOther(process.env.TEST_POSTGRES_BIN, folder)
    : await startEmbedded(folder, createLog({ level: 'warn' }));
  const owner = await prepareEmbeddedOwner(server);
  await prepareRoles(owner, folder);
  await migrate(owner, { folder: path.resolve(import.meta.dirname, '../migrations') });
  await forClones(server.superuserUrl, owner);
  const template = new URL(owner).pathname.slice(1);
  project.provide('database', { superuser: server.superuserUrl, owner, template, roles: folder });
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** In memory where there is plenty: cloning a database writes hundreds of files, and took four times as long on a disk. */
function roomiest(): string {
  const plenty = 8 * 2 ** 30;
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    if (bavail * bsize > plenty && freemem() > plenty) return '/dev/shm';
  } catch {
    // Not every system has it.
  }
  return tmpdir();
}

/** Clones belong to the owner; tests throw their data away, so nothing waits for the disk. */
async function forClones(superuser: string, owner: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuser });
  await client.connect();
  await client.query('alter system set fsync = off');
  await client.query('alter system set synchronous_commit = off');
  await client.query('select pg_reload_conf()');
  await client.query(`alter role ${client.escapeIdentifier(new URL(owner).username)} createdb`);
  await client.end();
}

async function startOther(bin: string, folder: string) {
  const root = process.getuid?.() === 0;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const as = root ? { uid: id('-u'), gid: id('-g') } : {};
  if (root) chownSync(folder, as.uid!, as.gid!);
  const data = path.join(folder, 'postgres');
  const quiet = { ...as, cwd: folder, stdio: 'ignore' as const };
  execFileSync(
    path.join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'],
    quiet,
  );
  const flags = ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'max_connections=100'];
  const child = spawn(path.join(bin, 'postgres'), flags, quiet);
  const superuserUrl = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;
  await answers(superuserUrl);
  const stop = () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGINT');
    });
  return { superuserUrl, stop };
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('PostgreSQL did not start');
}

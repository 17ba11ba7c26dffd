/**
 * Writes src/platform/db/schema.gen.ts: node scripts/write-schema.ts [<owner url> [--check]]. Without a URL a PostgreSQL of its own is started
 * and migrated for it.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const [given, flag] = process.argv.slice(2);
const file = path.join(root, 'src/platform/db/schema.gen.ts');
const before = flag === '--check' ? readFileSync(file, 'utf8') : '';
const types = { int8: 'number', citext: 'string', tsvector: 'string' };
if (given) write(given);
else await fromItsOwn();

async function fromItsOwn(): Promise<void> {
  const [{ startEmbedded }, { prepareEmbeddedOwner }, { migrate }, { prepareRoles }, { createLog }] = await Promise.all(
    [
      import('#platform/db/embedded.ts'),
      import('#platform/db/embedded-owner.ts'),
      import('#platform/db/migrate.ts'),
      import('#platform/db/roles.ts'),
      import('#platform/log.ts'),
    ],
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'portico-schema-'));
  const server = await startEmbedded(folder, createLog({ level: 'warn' }));
  try {
    const owner = await prepareEmbeddedOwner(server);
    await prepareRoles(owner, folder);
    await migrate(owner, { folder: path.join(root, 'migrations') });
    write(owner);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(url: string): void {
  execFileSync(
    path.join(root, 'node_modules/.bin/kysely-codegen'),
    [
      '--dialect',
      'postgres',
      '--url',
      url,
      '--out-file',
      file,
      '--default-schema',
      'public',
      '--include-pattern',
      'public.*',
    ]
      .concat(['--exclude-pattern', 'public.app_migrations', '--type-mapping', JSON.stringify(types)])
      .concat(flag === '--check' ? ['--verify'] : []),
    { stdio: 'inherit' },
  );
  if (flag === '--check' && before !== readFileSync(file, 'utf8')) process.exit(1);
}

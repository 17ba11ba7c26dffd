/** Writes src/platform/db/schema.gen.ts from a migrated database: node scripts/write-schema.ts <owner url> [--check] */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const [url, flag] = process.argv.slice(2);
const file = path.join(root, 'src/platform/db/schema.gen.ts');
if (!url) {
  console.error('Usage: node scripts/write-schema.ts <database url> [--check]');
  process.exit(1);
}
const before = flag === '--check' ? readFileSync(file, 'utf8') : '';
const types = { int8: 'number', citext: 'string', tsvector: 'string' };
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

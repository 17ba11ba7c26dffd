import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cloneDatabase } from '../database.ts';

// A clone: while somebody looks at the template, nothing can be cloned from it.
test('the generated types say what the migrated database has', async () => {
  const script = path.resolve(import.meta.dirname, '../../scripts/write-schema.ts');
  const database = await cloneDatabase();
  const check = () => execFileSync(process.execPath, [script, database.owner, '--check'], { stdio: 'pipe' });
  expect(check, 'run scripts/write-schema.ts with the URL of a migrated database').not.toThrow();
  await database.drop();
});

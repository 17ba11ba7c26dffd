import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, inject, test } from 'vitest';

test('the generated types say what the migrated database has', () => {
  const script = path.resolve(import.meta.dirname, '../../scripts/write-schema.ts');
  const check = () => execFileSync(process.execPath, [script, inject('database').owner, '--check'], { stdio: 'pipe' });
  expect(check, 'run scripts/write-schema.ts with the URL of a migrated database').not.toThrow();
});

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where this Portico is installed: the directory with migrations/ in it, above the source as above the bundle. */
export function installationRoot(): string {
  let directory = import.meta.dirname;
  while (!existsSync(join(directory, 'migrations')) && dirname(directory) !== directory) directory = dirname(directory);
  return directory;
}

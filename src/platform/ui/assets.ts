import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The directory the build writes to: `dist` beside the package's package.json, wherever this code runs from. */
export const distDirectory = join(packageDirectory(import.meta.dirname), 'dist');

const manifestFile = join(distDirectory, 'manifest.json');

let names: Record<string, string> = {};
let readAt = 0;
let writtenAt = -1;

/** The address of a built file by its plain name: `asset('main.js')` is '/assets/main-Bq3x.js'. */
export function asset(name: string): string {
  refresh();
  return `/assets/${names[name] ?? name}`;
}

// A rebuild shows without a restart, at the cost of one stat every quarter second.
function refresh(): void {
  const now = Date.now();
  if (now - readAt < 250) return;
  readAt = now;
  const written = statSync(manifestFile, { throwIfNoEntry: false })?.mtimeMs;
  if (written === undefined || written === writtenAt) return;
  names = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, string>;
  writtenAt = written;
}

function packageDirectory(from: string): string {
  let directory = from;
  while (!existsSync(join(directory, 'package.json')) && dirname(directory) !== directory)
    directory = dirname(directory);
  return directory;
}

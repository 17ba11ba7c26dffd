import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { benchDir, root, settings } from './places.ts';
import { finish } from './process.ts';

const server = path.join(root, 'dist/server/main.js');
const timing = path.join(benchDir, 'large-seed-seconds');

/** Makes the benchmark's database unless it is there, made by the same migrations and the same seed. */
export async function ensureData(): Promise<void> {
  const marker = path.join(benchDir, 'data.sha256');
  const made = existsSync(marker) ? readFileSync(marker, 'utf8') : '';
  const wanted = recipe();
  if (made === wanted) return;
  // Only what is ours: somebody may have named a folder that holds other things.
  for (const own of [marker, path.join(benchDir, 'data')]) rmSync(own, { recursive: true, force: true });
  mkdirSync(benchDir, { recursive: true });
  console.log(`Making the data in ${benchDir}, once:`);
  const since = Date.now();
  await finish([server, 'seed', '--size', 'large'], settings(3000), true);
  writeFileSync(timing, String(Math.round((Date.now() - since) / 1000)));
  await finish([server, 'seed', '--size', 'medium'], settings(3000), true);
  for (const size of ['medium', 'large'])
    await finish([server, 'seed', '--size', size, '--articles'], settings(3000), true);
  writeFileSync(marker, wanted);
}

/** How long the large seed took when it was made, an empty database included. */
export const seedSeconds = (): number => Number(readFileSync(timing, 'utf8'));

function recipe(): string {
  const hash = createHash('sha256');
  for (const folder of ['migrations', 'src/app/seed/large']) {
    for (const file of readdirSync(path.join(root, folder)).sort())
      hash.update(readFileSync(path.join(root, folder, file)));
  }
  return hash.digest('hex');
}

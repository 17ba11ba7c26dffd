import { createReadStream } from 'node:fs';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ZipFile, zipOf } from '#platform/http/zip.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { ByteSource } from '#platform/storage/file-store.ts';

/** A file as it is; a folder as a zip of what is in it. Links in it are not followed, and stand in the report. */
export async function contentAt(path: string): Promise<{ source: ByteSource; name: string }> {
  const there = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(`${path}: ${error.code === 'ENOENT' ? 'there is no such file or folder' : error.message}.`);
  });
  const name = path.split('/').filter(Boolean).at(-1) ?? 'articles';
  if (there.isFile()) return { source: createReadStream(path) as ByteSource, name };
  if (there.isDirectory()) return { source: zipOf(filesIn(path, '')), name: `${name}.zip` };
  throw new OperatorError(`${path}: it is neither a file nor a folder.`);
}

async function* filesIn(root: string, below: string): AsyncGenerator<ZipFile> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) yield* filesIn(root, path);
    else if (entry.isFile()) yield { path, content: await readFile(join(root, path)) };
    else if (entry.isSymbolicLink()) yield { path, content: Buffer.from(await readlink(join(root, path))), link: true };
  }
}

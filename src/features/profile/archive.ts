import type { Ctx } from '#platform/http/context.ts';
import { type ZipFile, zipOf } from '#platform/http/zip.ts';
import type { OwnFile } from '#platform/own-data.ts';
import { StorageError } from '#platform/storage/errors.ts';
import type { FileStore } from '#platform/storage/file-store.ts';
import { portableFileName } from '#platform/storage/names.ts';
import { say } from './messages.ts';

/** All files of an archive together. */
export const MOST_BYTES = 2_000_000_000;

/** A zip with the document, the files one after another, and a list of them that says which were left out and why. */
export const archiveOf = (
  ctx: Pick<Ctx, 'platform' | 'workspace' | 'reader'>,
  document: AsyncIterable<string>,
  files: AsyncIterable<OwnFile>,
): AsyncGenerator<Uint8Array> => zipOf(entriesOf(ctx, document, files));

async function* entriesOf(
  { platform, workspace, reader }: Pick<Ctx, 'platform' | 'workspace' | 'reader'>,
  document: AsyncIterable<string>,
  files: AsyncIterable<OwnFile>,
): AsyncGenerator<ZipFile> {
  yield { path: 'data.json', content: encoded(document) };
  const store = platform.files.of(workspace.id);
  const list: object[] = [];
  let all = 0;
  for await (const { id, name, key, bytes } of files) {
    const content = all + bytes > MOST_BYTES ? 'much' : await contentOf(store, key);
    if (typeof content === 'string') {
      list.push({ id, name, left_out: say(reader, `data.left.${content}`) });
      continue;
    }
    all += bytes;
    const path = `files/${String(list.length + 1).padStart(4, '0')} ${portableFileName(name)}`;
    yield { path, content };
    list.push({ id, name, path });
  }
  yield { path: 'files.json', content: new TextEncoder().encode(`${JSON.stringify(list, null, 1)}\n`) };
}

async function* encoded(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of pieces) yield encoder.encode(piece);
}

/** One that is not there, or is not what it was, keeps nobody from the others. */
async function contentOf(store: FileStore, key: string): Promise<AsyncIterable<Uint8Array> | 'missing'> {
  try {
    return (await store.open(key)) as unknown as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (error instanceof StorageError) return 'missing';
    throw error;
  }
}

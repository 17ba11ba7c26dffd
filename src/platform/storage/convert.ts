import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { moveDurably, writeNew } from '#platform/storage/durable.ts';
import { encryptedWriter } from '#platform/storage/encrypted-writer.ts';
import { StorageError } from '#platform/storage/errors.ts';
import type { Binding } from '#platform/storage/file-key.ts';
import type { Form } from '#platform/storage/file-store.ts';
import { ENCRYPTED, type OpenContent, openEncrypted, openPlain } from '#platform/storage/stored-content.ts';

const PIECE = 64 * 1024;

/** Where one content lies, and where a new one may be written before it takes its place. */
export interface Lying {
  /** Without the suffix of encrypted ones. */
  path: string;
  part: string;
  masterKey: Uint8Array;
  binding: Binding;
}

/**
 * Writes a content anew in the other form: beside the old one, brought to the disk, moved into its place whole, and only then the
 * old one goes. Killed anywhere in between, at least one of the two is there and whole, and the next run goes on.
 * What is not the content of this sha256 is left as it is: `damaged`.
 */
export async function convertContent(lying: Lying, to: Form, sha256: string): Promise<'done' | 'already' | 'missing'> {
  const { path, masterKey, binding } = lying;
  const encrypted = () => openEncrypted(path + ENCRYPTED, masterKey, binding);
  const plain = () => openPlain(path);
  const [target, before] = to === 'encrypted' ? [encrypted, plain] : [plain, encrypted];
  const [targetPath, beforePath] = to === 'encrypted' ? [path + ENCRYPTED, path] : [path, path + ENCRYPTED];
  const source = await before().catch(ignoreAbsent);
  if (!source) return (await isThere(target)) ? 'already' : 'missing';
  try {
    // Both are there when a run was stopped between its last two steps. A sound target needs no second writing.
    if (!(await isSound(target, sha256))) {
      await writeNew(lying.part, (file) => copy(source, file, lying, to, sha256));
      await moveDurably(lying.part, targetPath);
    }
  } finally {
    await source.close();
  }
  await rm(beforePath, { force: true });
  return 'done';
}

type NewFile = Parameters<Parameters<typeof writeNew>[1]>[0];

async function copy(source: OpenContent, file: NewFile, lying: Lying, to: Form, sha256: string): Promise<void> {
  const sink = to === 'encrypted' ? await encryptedWriter(file, lying.masterKey, lying.binding) : file;
  if ((await hashOf(source, (piece) => sink.writeFile(piece))) !== sha256) {
    throw new StorageError('damaged', 'the stored content is not the one that was received');
  }
  if ('end' in sink) await sink.end();
}

async function hashOf(content: OpenContent, each?: (piece: Uint8Array) => Promise<void>): Promise<string> {
  const hash = createHash('sha256');
  await content.prove(0, content.bytes);
  for (let at = 0; at < content.bytes; ) {
    const piece = await content.read(at, Math.min(PIECE, content.bytes - at));
    hash.update(piece);
    await each?.(piece);
    at += piece.byteLength;
  }
  return hash.digest('hex');
}

async function isSound(target: () => Promise<OpenContent>, sha256: string): Promise<boolean> {
  const content = await target().catch(() => undefined);
  if (!content) return false;
  try {
    return (await hashOf(content)) === sha256;
  } catch {
    return false;
  } finally {
    await content.close();
  }
}

async function isThere(target: () => Promise<OpenContent>): Promise<boolean> {
  const content = await target().catch(ignoreAbsent);
  await content?.close();
  return content !== undefined;
}

function ignoreAbsent(cause: NodeJS.ErrnoException): undefined {
  if (cause.code !== 'ENOENT') throw cause;
}

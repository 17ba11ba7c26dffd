import { type FileHandle, open } from 'node:fs/promises';
import { CHUNK_BYTES, decryptChunk, type Extent, extentOf, placeOf } from '#platform/storage/encrypted-format.ts';
import { StorageError } from '#platform/storage/errors.ts';
import { type Binding, readFileKey } from '#platform/storage/file-key.ts';

/** A content that is open for reading, clear or encrypted; positions are those of the clear content. */
export interface OpenContent {
  bytes: number;
  /** At least one and at most so many bytes from there. Throws `damaged` when there are none. */
  read(position: number, length: number): Promise<Uint8Array>;
  /** Throws `damaged` when the beginning of this stretch, or the end of the content, is not what was written. */
  prove(start: number, after: number): Promise<void>;
  close(): Promise<void>;
}

/** Behind the key of an encrypted content. In the name and not in the content, which is whatever somebody uploads. */
export const ENCRYPTED = '.enc';

/** How much is proven before the first byte is sent: small contents as a whole. */
const PROVEN_CHUNKS = 16;

export async function openPlain(path: string): Promise<OpenContent> {
  const file = await open(path, 'r');
  return closing(file, async () => ({
    bytes: (await file.stat()).size,
    read: (position, length) => readSome(file, position, length),
    // Nothing says what was written.
    prove: async () => {},
    close: () => file.close(),
  }));
}

export async function openEncrypted(path: string, masterKey: Uint8Array, binding: Binding): Promise<OpenContent> {
  const file = await open(path, 'r');
  return closing(file, async () => {
    const extent = extentOf((await file.stat()).size);
    const fileKey = await readFileKey(file, masterKey, binding);
    const chunk = (index: number) => readChunk(file, fileKey, index, extent);
    return {
      bytes: extent.bytes,
      async read(position, length) {
        const index = Math.min(Math.floor(position / CHUNK_BYTES), extent.chunks - 1);
        const from = position - index * CHUNK_BYTES;
        return (await chunk(index)).subarray(from, from + length);
      },
      async prove(start, after) {
        const first = Math.min(Math.floor(start / CHUNK_BYTES), extent.chunks - 1);
        const last = Math.max(first, Math.ceil(after / CHUNK_BYTES) - 1);
        for (let index = first; index <= Math.min(last, first + PROVEN_CHUNKS - 1); index += 1) await chunk(index);
        // Its flag says that the content ends there, so nothing was cut off behind it.
        if (last > first + PROVEN_CHUNKS - 1 || last < extent.chunks - 1) await chunk(extent.chunks - 1);
      },
      close: () => file.close(),
    };
  });
}

/**
 * In whichever form it is there. One that is being converted may have just taken the other's place: the encrypted one is
 * asked for a second time.
 */
export async function openEither(path: string, masterKey: Uint8Array, binding: Binding): Promise<OpenContent> {
  const encrypted = () => openEncrypted(path + ENCRYPTED, masterKey, binding);
  return encrypted().catch((cause) =>
    unlessAbsent(cause, () => openPlain(path).catch((c) => unlessAbsent(c, encrypted))),
  );
}

function unlessAbsent<T>(cause: NodeJS.ErrnoException, next: () => Promise<T>): Promise<T> {
  if (cause.code !== 'ENOENT') throw cause;
  return next();
}

/** Whatever fails on the way, the file does not stay open. */
async function closing(file: FileHandle, make: () => Promise<OpenContent>): Promise<OpenContent> {
  try {
    return await make();
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readChunk(file: FileHandle, fileKey: Uint8Array, index: number, extent: Extent): Promise<Buffer> {
  const { at, length } = placeOf(index, extent);
  const stored = Buffer.allocUnsafe(length);
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await file.read(stored, filled, length - filled, at + filled);
    if (bytesRead === 0) throw new StorageError('damaged', 'the file became shorter while it was read');
    filled += bytesRead;
  }
  return decryptChunk(fileKey, index, index === extent.chunks - 1, stored);
}

async function readSome(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(length), 0, length, position);
  if (bytesRead === 0 && length > 0) throw new StorageError('damaged', 'the file became shorter while it was read');
  return buffer.subarray(0, bytesRead);
}

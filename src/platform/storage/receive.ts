import { createHash } from 'node:crypto';
import type { Sink } from '#platform/storage/encrypted-writer.ts';
import { StorageError } from '#platform/storage/errors.ts';
import type { ByteSource } from '#platform/storage/file-store.ts';
import { HEAD_BYTES } from '#platform/storage/sniff.ts';

export interface Received {
  bytes: number;
  sha256: string;
  /** The first bytes, enough to tell the type. */
  head: Uint8Array;
}

/** Writes a source through to where it is kept, chunk by chunk, counting and hashing; memory stays at one chunk. */
export async function receive(source: ByteSource, sink: Sink, limit: number): Promise<Received> {
  const hash = createHash('sha256');
  const head = Buffer.alloc(HEAD_BYTES);
  let bytes = 0;
  for await (const chunk of source) {
    if (bytes + chunk.byteLength > limit) throw new StorageError('limit', `longer than ${limit} bytes`);
    if (bytes < HEAD_BYTES) head.set(chunk.subarray(0, HEAD_BYTES - bytes), bytes);
    bytes += chunk.byteLength;
    hash.update(chunk);
    // writeFile on a handle goes on from the current position and repeats short writes.
    await sink.writeFile(chunk);
  }
  return { bytes, sha256: hash.digest('hex'), head: head.subarray(0, Math.min(bytes, HEAD_BYTES)) };
}

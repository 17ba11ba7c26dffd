import { createCipheriv, createDecipheriv } from 'node:crypto';
import { StorageError } from '#platform/storage/errors.ts';

/**
 * An encrypted content on the disk: a header with the file's key (file-key.ts), then chunks of 64 KiB, each under AES-256-GCM
 * with its tag behind it. The nonce is the chunk's number and whether it is the last one (the STREAM construction), so that
 * chunks can be read from anywhere, and none can be left out, moved or added unnoticed. There is always a last chunk, if
 * only an empty one.
 */
export const CHUNK_BYTES = 64 * 1024;
export const HEADER_BYTES = 1024;
const TAG_BYTES = 16;
const STORED_CHUNK = CHUNK_BYTES + TAG_BYTES;
const NONCE_BYTES = 12;
const MAX_CHUNKS = 2 ** 32;

export interface Extent {
  /** Of the clear content. */
  bytes: number;
  chunks: number;
}

/** What a stored size means. Throws `damaged` for a size that no content has. */
export function extentOf(storedBytes: number): Extent {
  const body = storedBytes - HEADER_BYTES;
  const chunks = Math.ceil(body / STORED_CHUNK);
  const bytes = body - chunks * TAG_BYTES;
  const last = body - (chunks - 1) * STORED_CHUNK;
  if (chunks < 1 || last < TAG_BYTES || (last === TAG_BYTES && chunks > 1)) {
    throw new StorageError('damaged', `no encrypted content is ${storedBytes} bytes long`);
  }
  return { bytes, chunks };
}

/** Where a chunk lies in the stored file, and how long it is there. */
export function placeOf(index: number, { bytes, chunks }: Extent): { at: number; length: number } {
  const clear = index === chunks - 1 ? bytes - index * CHUNK_BYTES : CHUNK_BYTES;
  return { at: HEADER_BYTES + index * STORED_CHUNK, length: clear + TAG_BYTES };
}

export function encryptChunk(key: Uint8Array, index: number, last: boolean, clear: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce(index, last));
  return Buffer.concat([cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
}

/** Throws `damaged` when one bit of it is another, or when it is not this chunk of this file. */
export function decryptChunk(key: Uint8Array, index: number, last: boolean, stored: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(index, last), { authTagLength: TAG_BYTES });
  try {
    decipher.setAuthTag(stored.subarray(-TAG_BYTES));
    const clear = decipher.update(stored.subarray(0, -TAG_BYTES));
    decipher.final();
    return clear;
  } catch (cause) {
    throw new StorageError('damaged', `chunk ${index} of the file was changed`, { cause });
  }
}

/** Never the same twice under one key: the key is the file's own, and a chunk is written once. */
function nonce(index: number, last: boolean): Buffer {
  if (index >= MAX_CHUNKS) throw new StorageError('limit', 'longer than an encrypted content can be');
  const bytes = Buffer.alloc(NONCE_BYTES);
  bytes.writeUInt32BE(index, NONCE_BYTES - 5);
  bytes[NONCE_BYTES - 1] = last ? 1 : 0;
  return bytes;
}

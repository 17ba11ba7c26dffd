import type { FileHandle } from 'node:fs/promises';
import { CHUNK_BYTES, encryptChunk } from '#platform/storage/encrypted-format.ts';
import { type Binding, headerFor, newFileKey } from '#platform/storage/file-key.ts';

/** What a content is written through, piece by piece. */
export interface Sink {
  writeFile(piece: Uint8Array): Promise<void>;
}

/** Encrypts what comes in pieces of any length, holding one chunk at most. The content is whole only after `end`. */
export async function encryptedWriter(
  file: FileHandle,
  masterKey: Uint8Array,
  binding: Binding,
): Promise<Sink & { end(): Promise<void> }> {
  const fileKey = newFileKey();
  const held = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let filled = 0;
  let index = 0;
  const flush = async (last: boolean) => {
    const chunk = encryptChunk(fileKey, index, last, held.subarray(0, filled));
    // The header goes with the first chunk: most contents are no longer than that.
    await file.writeFile(index === 0 ? Buffer.concat([headerFor(masterKey, binding, fileKey), chunk]) : chunk);
    index += 1;
    filled = 0;
  };
  return {
    async writeFile(piece) {
      for (let at = 0; at < piece.byteLength; ) {
        // A full chunk waits for the next byte: only then it is known not to be the last one.
        if (filled === CHUNK_BYTES) await flush(false);
        const part = piece.subarray(at, at + CHUNK_BYTES - filled);
        held.set(part, filled);
        filled += part.byteLength;
        at += part.byteLength;
      }
    },
    end: () => flush(true),
  };
}

import { type FileHandle, open, stat } from 'node:fs/promises';
import { StorageError } from '#platform/storage/errors.ts';
import type { ByteRange } from '#platform/storage/file-store.ts';

const CHUNK = 64 * 1024;

/** Checks that the bytes are there, and reads them when somebody asks: a stream nobody reads holds no file open. */
export async function openContent(path: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>> {
  const { size } = await stat(path);
  const start = range?.start ?? 0;
  const after = range ? range.end + 1 : size;
  if (start < 0 || start > after || after > size) {
    throw new StorageError('damaged', `${size} bytes stored, bytes ${start} to ${after - 1} wanted`);
  }
  return chunksOf(path, start, after);
}

function chunksOf(path: string, start: number, after: number): ReadableStream<Uint8Array> {
  let file: FileHandle | undefined;
  let position = start;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          file ??= await open(path, 'r');
          const chunk = await readChunk(file, position, Math.min(CHUNK, after - position));
          position += chunk.byteLength;
          if (chunk.byteLength > 0) controller.enqueue(chunk);
          if (position < after) return;
          await file.close();
          controller.close();
        } catch (error) {
          await file?.close();
          throw error;
        }
      },
      cancel: () => file?.close(),
    },
    // Nothing is read ahead of the network: a slow reader costs one chunk.
    { highWaterMark: 0 },
  );
}

async function readChunk(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(length), 0, length, position);
  if (bytesRead === 0 && length > 0) throw new StorageError('damaged', 'the file became shorter while it was read');
  return buffer.subarray(0, bytesRead);
}

import { StorageError } from '#platform/storage/errors.ts';
import type { ByteRange } from '#platform/storage/file-store.ts';
import type { OpenContent } from '#platform/storage/stored-content.ts';

const PIECE = 64 * 1024;

/** Checks that the bytes are there, and reads them when somebody asks: a stream nobody reads holds no file open. */
export async function readContent(
  opened: () => Promise<OpenContent>,
  range?: ByteRange,
): Promise<ReadableStream<Uint8Array>> {
  const content = await opened();
  try {
    const start = range?.start ?? 0;
    const after = range ? range.end + 1 : content.bytes;
    if (start < 0 || start > after || after > content.bytes) {
      throw new StorageError('damaged', `${content.bytes} bytes stored, bytes ${start} to ${after - 1} wanted`);
    }
    await content.prove(start, after);
    return piecesOf(opened, start, after);
  } finally {
    await content.close();
  }
}

function piecesOf(opened: () => Promise<OpenContent>, start: number, after: number): ReadableStream<Uint8Array> {
  let content: OpenContent | undefined;
  let position = start;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          content ??= await opened();
          if (position < after) {
            const piece = await content.read(position, Math.min(PIECE, after - position));
            position += piece.byteLength;
            controller.enqueue(piece);
          }
          if (position < after) return;
          await content.close();
          controller.close();
        } catch (error) {
          await content?.close();
          throw error;
        }
      },
      cancel: () => content?.close(),
    },
    // Nothing is read ahead of the network: a slow reader costs one piece.
    { highWaterMark: 0 },
  );
}

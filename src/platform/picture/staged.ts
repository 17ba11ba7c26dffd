import type { FileStore, StagedFile } from '#platform/storage/file-store.ts';
import { cleanPicture, MAX_PICTURE_BYTES } from './clean.ts';
import { type Picture, PictureError } from './picture.ts';

/** The picture in an upload, or why it is none we take. A staged file is read as a kept one; nothing of it stays. */
export async function stagedPicture(
  files: FileStore,
  staged: StagedFile,
  widest?: number,
): Promise<Picture | PictureError> {
  if (staged.bytes > MAX_PICTURE_BYTES) return new PictureError('is too large', 'bytes');
  const { key } = await files.keep(staged);
  try {
    const parts: Uint8Array[] = [];
    for await (const part of await files.open(key)) parts.push(part);
    return cleanPicture(Buffer.concat(parts), widest);
  } catch (error) {
    if (error instanceof PictureError) return error;
    throw error;
  } finally {
    await files.remove(key);
  }
}

import { cleanAvif } from './avif.ts';
import { cleanGif } from './gif.ts';
import { cleanJpeg } from './jpeg.ts';
import { type Bare, PictureError } from './picture.ts';
import { cleanPng } from './png.ts';
import { cleanWebp } from './webp.ts';

/**
 * A picture of any size that is published, moving ones as well: what draws it, its colours and which way up it is, and nothing of where it was
 * taken, when and by whom. Null when it is none that a browser shows, or a damaged one.
 */
export function barePicture(content: Uint8Array): Bare | null {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const clean = cleanerFor(bytes.toString('latin1', 0, 64));
  if (!clean) return null;
  try {
    const picture = clean(bytes);
    return picture.width > 0 && picture.height > 0 ? picture : null;
  } catch (error) {
    if (error instanceof PictureError) return null;
    throw error;
  }
}

function cleanerFor(begins: string): ((bytes: Buffer) => Bare) | undefined {
  if (begins.startsWith('\x89PNG\r\n\x1a\n')) return (bytes) => cleanPng(bytes, 'moving');
  if (begins.startsWith('\xff\xd8\xff')) return (bytes) => cleanJpeg(bytes, 'broken');
  if (/^GIF8[79]a/.test(begins)) return cleanGif;
  if (/^RIFF[\s\S]{4}WEBP/.test(begins)) return (bytes) => cleanWebp(bytes, 'moving');
  // Its kinds stand in the first box, whichever is first among them.
  if (begins.startsWith('ftyp', 4) && /avi[fs]/.test(begins)) return cleanAvif;
  return undefined;
}

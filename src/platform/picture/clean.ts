import { cleanJpeg } from './jpeg.ts';
import { type Picture, PictureError } from './picture.ts';
import { cleanPng } from './png.ts';
import { cleanSvg } from './svg.ts';
import { cleanWebp } from './webp.ts';

export const MAX_PICTURE_BYTES = 512 * 1024;
const SIDES = { least: 32, most: 2048 };
/** A mark stands in a square beside the name; what is wider would be a line of ants there. */
const MOST_STRETCH = 2;

/**
 * Takes a logo from somebody: its kind is what its content says, whatever its name, and only what draws it is kept. Throws
 * a PictureError.
 */
export function cleanPicture(content: Uint8Array): Picture {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes.length === 0) throw new PictureError('is empty');
  if (bytes.length > MAX_PICTURE_BYTES) {
    throw new PictureError(`has more than the ${MAX_PICTURE_BYTES / 1024} KB that a logo may have`);
  }
  const picture = cleanerFor(bytes)(bytes);
  demandShape(picture);
  return picture;
}

function cleanerFor(bytes: Buffer): (bytes: Buffer) => Picture {
  const begins = bytes.toString('latin1', 0, 12);
  if (begins.startsWith('\x89PNG\r\n\x1a\n')) return cleanPng;
  if (begins.startsWith('\xff\xd8\xff')) return cleanJpeg;
  if (/^RIFF[\s\S]{4}WEBP/.test(begins)) return cleanWebp;
  if (/<(?:\w+:)?svg[\s>/]/.test(bytes.toString('latin1'))) return cleanSvg;
  throw new PictureError('is not a picture in one of the formats SVG, PNG, WebP and JPEG');
}

function demandShape({ type, width, height }: Picture): void {
  const size = `${width} by ${height}`;
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  if (!(short > 0) || !Number.isFinite(long)) throw new PictureError('has no size');
  if (type !== 'image/svg+xml' && (short < SIDES.least || long > SIDES.most)) {
    throw new PictureError(`has ${size} pixels: each side must have from ${SIDES.least} to ${SIDES.most}`);
  }
  if (long > short * MOST_STRETCH) {
    throw new PictureError(
      `has ${size}: the name is written beside it, so take the mark without the words, at most twice as long as high`,
    );
  }
}

import { cleanJpeg } from './jpeg.ts';
import { type Picture, PictureError } from './picture.ts';
import { cleanPng } from './png.ts';
import { cleanSvg } from './svg.ts';
import { cleanWebp } from './webp.ts';

export const MAX_PICTURE_BYTES = 512 * 1024;
export const SIDES = { least: 32, most: 2048 };
/** How many times as high as wide a picture may be. */
const TALLEST = 2;
/** How wide such a word mark may be: beyond it is a line of ants in a head 28 pixels high and 13rem wide. */
export const WIDEST_WORDS = 8;

/**
 * Takes a logo from somebody: its kind is what its content says, whatever its name, and only what draws it is kept. Throws
 * a PictureError.
 */
export function cleanPicture(content: Uint8Array, widest = WIDEST_WORDS): Picture {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes.length === 0) throw new PictureError('is empty');
  if (bytes.length > MAX_PICTURE_BYTES) {
    throw new PictureError(`has more than the ${MAX_PICTURE_BYTES / 1024} KB that a logo may have`, 'bytes');
  }
  const picture = cleanerFor(bytes)(bytes);
  demandShape(picture, widest);
  return picture;
}

function cleanerFor(bytes: Buffer): (bytes: Buffer) => Picture {
  const begins = bytes.toString('latin1', 0, 12);
  if (begins.startsWith('\x89PNG\r\n\x1a\n')) return cleanPng;
  if (begins.startsWith('\xff\xd8\xff')) return cleanJpeg;
  if (/^RIFF[\s\S]{4}WEBP/.test(begins)) return cleanWebp;
  if (/<(?:\w+:)?svg[\s>/]/.test(bytes.toString('latin1'))) return cleanSvg;
  throw new PictureError('is not a picture in one of the formats SVG, PNG, WebP and JPEG', 'format');
}

function demandShape({ type, width, height }: Picture, widest: number): void {
  const size = `${width} by ${height}`;
  if (!(Math.min(width, height) > 0) || !Number.isFinite(Math.max(width, height)))
    throw new PictureError('has no size');
  if (type !== 'image/svg+xml' && (Math.min(width, height) < SIDES.least || Math.max(width, height) > SIDES.most)) {
    throw new PictureError(`has ${size} pixels: each side must have from ${SIDES.least} to ${SIDES.most}`, 'pixels');
  }
  if (width > height * widest)
    throw new PictureError(`has ${size}: it may be at most ${widest} times as wide as high`, 'wide');
  if (height > width * TALLEST) throw new PictureError(`has ${size}: it may be at most twice as high as wide`, 'tall');
}

import { nothingButOrientation, orientationOf, seen } from './orientation.ts';
import { type Bare, MOST_PARTS, PictureError } from './picture.ts';

const [SOI, EOI, START_OF_SCAN] = [0xd8, 0xd9, 0xda];
/** Frames a browser shows: baseline, extended and progressive. */
const FRAMES = [0xc0, 0xc1, 0xc2];
const TABLES = [0xdb, 0xc4, 0xdd];
const JFIF = 0xe0;
const EXIF = 0xe1;
const PROFILE = 0xe2;
const ADOBE = 0xee;

/**
 * Keeps what draws the picture, its colours and which way up it is. The rest of Exif (which may say where somebody was), comments and thumbnails
 * go, and the second picture that a phone hangs behind. A broken one is one that browsers show as far as it goes: with an end that is missing,
 * or with bytes between its segments that belong to none.
 */
export function cleanJpeg(bytes: Buffer, kind: 'whole' | 'broken' = 'whole'): Bare & { type: 'image/jpeg' } {
  const broken = kind === 'broken';
  const parts: Buffer[] = [Buffer.from([0xff, SOI])];
  let size: { width: number; height: number } | undefined;
  let scanned = false;
  let orientation = 1;
  for (let [at, count] = [2, 0]; ; count++) {
    if (count === MOST_PARTS) throw damaged();
    // A marker may have any number of these before it.
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
    if (broken) at = nextMarker(bytes, at);
    if (broken && scanned && at + 4 > bytes.length) break;
    const marker = markerAt(bytes, at);
    if (marker === EOI || (broken && marker === SOI)) break;
    const after = at + 2 + word(bytes, at + 2);
    if (broken && scanned && after > bytes.length) break;
    if (after > bytes.length || after < at + 4) throw damaged();
    const segment = bytes.subarray(at, after);
    if (FRAMES.includes(marker)) {
      if (size || segment.length < 9) throw damaged();
      size = { height: segment.readUInt16BE(5), width: segment.readUInt16BE(7) };
    }
    if (isKept(marker, segment)) parts.push(segment);
    if (marker === EXIF && orientation === 1 && segment.toString('latin1', 4, 10) === 'Exif\0\0') {
      orientation = orientationOf(segment.subarray(10));
      if (orientation > 1) parts.push(exif(orientation));
    }
    at = after;
    if (marker !== START_OF_SCAN) continue;
    if (!size) throw damaged();
    at = nextMarker(bytes, after);
    if (at + 2 > bytes.length && !broken) throw damaged();
    parts.push(bytes.subarray(after, at));
    scanned = true;
  }
  if (!size || !scanned) throw damaged();
  const content = Buffer.concat([...parts, Buffer.from([0xff, EOI])]);
  return seen({ type: 'image/jpeg', content, ...size }, orientation);
}

function exif(orientation: number): Buffer {
  const tiff = nothingButOrientation(orientation);
  return Buffer.concat([Buffer.from([0xff, EXIF, 0, tiff.length + 8]), Buffer.from('Exif\0\0', 'latin1'), tiff]);
}

function isKept(marker: number, segment: Buffer): boolean {
  if (marker === PROFILE) return segment.toString('latin1', 4, 15) === 'ICC_PROFILE';
  return [...FRAMES, ...TABLES, START_OF_SCAN, JFIF, ADOBE].includes(marker);
}

function markerAt(bytes: Buffer, at: number): number {
  if (at + 2 > bytes.length || bytes[at] !== 0xff) throw damaged();
  return bytes[at + 1]!;
}

/** Where the next marker stands, an FF that is neither stuffed nor a restart; or the end of the file. */
function nextMarker(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) return at;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

function word(bytes: Buffer, at: number): number {
  if (at + 2 > bytes.length) throw damaged();
  return bytes.readUInt16BE(at);
}

const damaged = () => new PictureError('is a damaged JPEG');

import { nothingButOrientation, orientationOf, seen } from './orientation.ts';
import { type Bare, MOST_PARTS, PictureError } from './picture.ts';

/** What draws it; of a moving one every frame (`ANMF`). */
const KEPT = new Set(['VP8X', 'ICCP', 'ALPH', 'VP8 ', 'VP8L', 'ANIM', 'ANMF']);
/** Bits of VP8X: what the file has more of. */
const [ANIMATION, XMP, EXIF] = [0x02, 0x04, 0x08];

interface Chunk {
  name: string;
  data: Buffer;
}

/** A WebP without what was written about it, but for which way up it is. */
export function cleanWebp(bytes: Buffer, kind: 'still' | 'moving' = 'still'): Bare & { type: 'image/webp' } {
  const chunks = chunksOf(bytes);
  const firsts = new Map(chunks.toReversed().map((chunk) => [chunk.name, chunk]));
  const first = (name: string) => firsts.get(name)?.data;
  const extended = first('VP8X');
  if (extended && extended.length < 10) throw damaged();
  const moves = Boolean(extended && extended[0]! & ANIMATION);
  if (moves && kind === 'still') throw new PictureError('moves: a logo stands still');
  const size = moves && first('ANMF') ? canvas(extended!) : stillSize(first('VP8 '), first('VP8L'));
  const exif = extended && first('EXIF');
  const orientation = exif ? orientationOf(tiffIn(exif)) : 1;
  const kept = chunks.filter((chunk) => {
    const { name } = chunk;
    if (!KEPT.has(name) || (name.startsWith('AN') && !moves)) return false;
    return name === 'ANMF' || firsts.get(name) === chunk;
  });
  const parts = kept.map((chunk) => (chunk.name === 'VP8X' ? flagged(chunk.data, orientation > 1) : chunk));
  if (orientation > 1) parts.push({ name: 'EXIF', data: nothingButOrientation(orientation) });
  return seen({ type: 'image/webp', content: written(parts), ...size }, orientation);
}

function chunksOf(bytes: Buffer): Chunk[] {
  const end = bytes.length < 12 ? Number.POSITIVE_INFINITY : 8 + bytes.readUInt32LE(4);
  if (end > bytes.length) throw new PictureError('is a WebP that ends too early');
  const chunks: Chunk[] = [];
  for (let at = 12; at < end; ) {
    if (at + 8 > end || chunks.length === MOST_PARTS) throw damaged();
    const length = bytes.readUInt32LE(at + 4);
    if (at + 8 + length > end) throw damaged();
    chunks.push({ name: bytes.toString('latin1', at, at + 4), data: bytes.subarray(at + 8, at + 8 + length) });
    at += 8 + length + (length % 2);
  }
  return chunks;
}

/** Some programs write it as a JPEG has it. */
const tiffIn = (exif: Buffer): Buffer => (exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif);

function flagged(extended: Buffer, oriented: boolean): Chunk {
  const data = Buffer.from(extended);
  data[0] = (extended[0]! & ~(XMP | EXIF)) | (oriented ? EXIF : 0);
  return { name: 'VP8X', data };
}

const canvas = (extended: Buffer) => ({ width: extended.readUIntLE(4, 3) + 1, height: extended.readUIntLE(7, 3) + 1 });

/** What the picture itself says; the canvas around it has no other size in a still one. */
function stillSize(lossy: Buffer | undefined, lossless: Buffer | undefined): { width: number; height: number } {
  if (lossy && lossy.length >= 10 && lossy.toString('hex', 3, 6) === '9d012a') {
    return { width: lossy.readUInt16LE(6) & 0x3fff, height: lossy.readUInt16LE(8) & 0x3fff };
  }
  if (lossless && lossless.length >= 5 && lossless[0] === 0x2f) {
    const bits = lossless.readUInt32LE(1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  throw damaged();
}

function written(chunks: readonly Chunk[]): Buffer {
  const parts = chunks.flatMap(({ name, data }) => {
    const head = Buffer.alloc(8);
    head.write(name, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return [head, data, Buffer.alloc(data.length % 2)];
  });
  const body = Buffer.concat([Buffer.from('WEBP'), ...parts]);
  const head = Buffer.from('RIFF....');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

const damaged = () => new PictureError('is a damaged WebP');

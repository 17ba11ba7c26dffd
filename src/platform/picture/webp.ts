import { type Picture, PictureError } from './picture.ts';

const KEPT = new Set(['VP8X', 'ICCP', 'ALPH', 'VP8 ', 'VP8L']);
/** Bits of VP8X: what the file has more of. */
const [ANIMATION, XMP, EXIF] = [0x02, 0x04, 0x08];

/** A still WebP without what was written about it. */
export function cleanWebp(bytes: Buffer): Picture {
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length) throw new PictureError('is a WebP that ends too early');
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at < end; ) {
    if (at + 8 > end) throw damaged();
    const name = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    if (at + 8 + length > end) throw damaged();
    if (KEPT.has(name) && !chunks.has(name)) chunks.set(name, bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  const still = stillSize(chunks);
  const extended = chunks.get('VP8X');
  if (extended) {
    if (extended.length < 10) throw damaged();
    if (extended[0]! & ANIMATION) throw new PictureError('moves: a logo stands still');
    const plain = Buffer.from(extended);
    plain[0] = extended[0]! & ~(XMP | EXIF);
    chunks.set('VP8X', plain);
  }
  return { type: 'image/webp', content: written(chunks), ...still };
}

/** What the picture itself says; the canvas around it has no other size in a still one. */
function stillSize(chunks: ReadonlyMap<string, Buffer>): { width: number; height: number } {
  const lossy = chunks.get('VP8 ');
  const lossless = chunks.get('VP8L');
  if (lossy && lossy.length >= 10 && lossy.toString('hex', 3, 6) === '9d012a') {
    return { width: lossy.readUInt16LE(6) & 0x3fff, height: lossy.readUInt16LE(8) & 0x3fff };
  }
  if (lossless && lossless.length >= 5 && lossless[0] === 0x2f) {
    const bits = lossless.readUInt32LE(1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  throw damaged();
}

function written(chunks: ReadonlyMap<string, Buffer>): Buffer {
  const parts = [...chunks].flatMap(([name, data]) => {
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

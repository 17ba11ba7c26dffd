import { crc32 } from 'node:zlib';
import { nothingButOrientation, orientationOf, seen } from './orientation.ts';
import { type Bare, MOST_PARTS, PictureError } from './picture.ts';

/** What draws the picture. Texts, times, Exif, later frames and whatever somebody invented stay behind. */
const KEPT = new Set(
  ['IHDR', 'PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT', 'bKGD', 'pHYs', 'IDAT', 'IEND'], //
);
const FRAMES = new Set(['acTL', 'fcTL', 'fdAT']);

export function cleanPng(bytes: Buffer, kind: 'still' | 'moving' = 'still'): Bare & { type: 'image/png' } {
  const parts = [bytes.subarray(0, 8)];
  const names = new Set<string>();
  let orientation = 1;
  for (let [at, count] = [8, 0]; !names.has('IEND'); count++) {
    if (at + 12 > bytes.length) throw new PictureError('is a PNG that ends too early');
    const after = at + 12 + bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (after > bytes.length) throw new PictureError('is a PNG that ends too early');
    const whole = crc32(bytes.subarray(at + 4, after - 4)) === bytes.readUInt32BE(after - 4);
    // A picture can do without what has a small letter first, and browsers show it without that.
    if ((!whole && /^[A-Z]/.test(name)) || (at === 8) !== (name === 'IHDR') || count === MOST_PARTS) {
      throw new PictureError('is a damaged PNG');
    }
    if (whole && (KEPT.has(name) || (kind === 'moving' && FRAMES.has(name)))) parts.push(bytes.subarray(at, after));
    if (whole && name === 'eXIf' && orientation === 1) {
      orientation = orientationOf(bytes.subarray(at + 8, after - 4));
      if (orientation > 1) parts.push(chunk(name, nothingButOrientation(orientation)));
    }
    names.add(name);
    at = after;
  }
  const header = parts[1]!;
  if (header.length !== 25 || !names.has('IDAT')) throw new PictureError('is a damaged PNG');
  const size = { width: header.readUInt32BE(8), height: header.readUInt32BE(12) };
  return seen({ type: 'image/png', content: Buffer.concat(parts), ...size }, orientation);
}

function chunk(name: string, data: Buffer): Buffer {
  const whole = Buffer.alloc(12 + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(name, 4, 'latin1');
  data.copy(whole, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, -4)), whole.length - 4);
  return whole;
}

import { crc32 } from 'node:zlib';
import { type Picture, PictureError } from './picture.ts';

/** What draws the picture. Texts, times, Exif, later frames and whatever somebody invented stay behind. */
const KEPT = new Set(
  ['IHDR', 'PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT', 'bKGD', 'pHYs', 'IDAT', 'IEND'], //
);

export function cleanPng(bytes: Buffer): Picture {
  const parts = [bytes.subarray(0, 8)];
  const seen = new Set<string>();
  for (let at = 8; !seen.has('IEND'); ) {
    if (at + 12 > bytes.length) throw new PictureError('is a PNG that ends too early');
    const after = at + 12 + bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (after > bytes.length) throw new PictureError('is a PNG that ends too early');
    if (
      crc32(bytes.subarray(at + 4, after - 4)) !== bytes.readUInt32BE(after - 4) ||
      (at === 8) !== (name === 'IHDR')
    ) {
      throw new PictureError('is a damaged PNG');
    }
    if (KEPT.has(name)) parts.push(bytes.subarray(at, after));
    seen.add(name);
    at = after;
  }
  const header = parts[1]!;
  if (header.length !== 25 || !seen.has('IDAT')) throw new PictureError('is a damaged PNG');
  return {
    type: 'image/png',
    content: Buffer.concat(parts),
    width: header.readUInt32BE(8),
    height: header.readUInt32BE(12),
  };
}

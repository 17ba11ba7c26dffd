/**
 * Which way up a camera was held, from what Exif wrote: 1 to 8, and 1 for as it stands. It is the one thing of Exif that draws; the rest says
 * where, when and by whom.
 */
export function orientationOf(tiff: Buffer): number {
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return 1;
  const u16 = (at: number) => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (order === 'II' ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const from = u32(4);
  if (from + 2 > tiff.length) return 1;
  for (let at = from + 2; at + 12 <= Math.min(tiff.length, from + 2 + u16(from) * 12); at += 12) {
    if (u16(at) !== ORIENTATION) continue;
    const value = u16(at + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

const ORIENTATION = 0x0112;

/** An Exif that says nothing else. */
export const nothingButOrientation = (value: number): Buffer =>
  Buffer.from([0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0]);

/** The size as it is seen: from 5 on the picture lies on its side. */
export const seen = <P extends { width: number; height: number }>(picture: P, orientation: number): P =>
  orientation < 5 ? picture : { ...picture, width: picture.height, height: picture.width };

import { type Bare, MOST_PARTS, PictureError } from './picture.ts';

const [EXTENSION, FRAME, END] = [0x21, 0x2c, 0x3b];
const [CONTROL, APPLICATION] = [0xf9, 0xff];
/** How often it is repeated, and its colours. XMP stands in one of these, too. */
const APPLICATIONS = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012']);

/** A GIF without its comments and what programs wrote into it. */
export function cleanGif(bytes: Buffer): Bare {
  if (bytes.length < 13) throw damaged();
  const parts: Buffer[] = [];
  let frames = 0;
  const size = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  let at = 13 + colours(bytes[10]!);
  parts.push(bytes.subarray(0, at));
  // Many end without saying so, and are shown.
  for (let count = 0; at < bytes.length && bytes[at] !== END; count++) {
    if (count === MOST_PARTS) throw damaged();
    const from = at;
    if (bytes[at] === EXTENSION) {
      at = afterBlocks(bytes, at + 2);
      if (isKept(bytes.subarray(from, at))) parts.push(bytes.subarray(from, at));
    } else if (bytes[at] === FRAME && at + 10 < bytes.length) {
      at = afterBlocks(bytes, at + 11 + colours(bytes[at + 9]!));
      parts.push(bytes.subarray(from, at));
      frames++;
    } else throw damaged();
  }
  if (frames === 0) throw damaged();
  return { type: 'image/gif', content: Buffer.concat([...parts, Buffer.from([END])]), ...size };
}

const isKept = (extension: Buffer): boolean =>
  extension[1] === CONTROL || (extension[1] === APPLICATION && APPLICATIONS.has(extension.toString('latin1', 3, 14)));

/** How long the table of colours is that these bits speak of. */
const colours = (bits: number): number => (bits & 0x80 ? 3 * 2 ** ((bits & 7) + 1) : 0);

function afterBlocks(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at]!;
  if (at >= bytes.length) throw damaged();
  return at + 1;
}

const damaged = () => new PictureError('is a damaged GIF');

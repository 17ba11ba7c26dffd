import { crc32, deflateSync } from 'node:zlib';

type Color = readonly [red: number, green: number, blue: number];

/** x, y, width, height in pixels, and the number of a colour. */
export type Block = readonly [number, number, number, number, number];

/** A PNG of coloured rectangles, the later ones over the earlier ones: enough to look like a screenshot from afar. */
export function picture(width: number, height: number, colors: readonly Color[], blocks: readonly Block[]): Buffer {
  const row = width + 1;
  const pixels = Buffer.alloc(row * height);
  for (const [x, y, across, down, color] of blocks) {
    for (let line = y; line < Math.min(y + down, height); line++) {
      pixels.fill(color, line * row + 1 + x, line * row + 1 + Math.min(x + across, width));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits that name a colour of the palette.
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(colors.flat())),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cleanPicture } from './clean.ts';
import { PictureError } from './picture.ts';

// 40 by 32 pixels each, as a browser wrote them.
const jpeg =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAgACgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAEF/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AmAaqgAAAAAAAAAP/2Q==';
const lossy = 'UklGRkIAAABXRUJQVlA4IDYAAAAwAwCdASooACAAPxGGu1csKSYjpWgBgCIJZwDJTA8KmggAAP7cUf+rvsf89XhNK5S+77w7mAA=';
const lossless = 'UklGRh4AAABXRUJQVlA4TBEAAAAvJ8AHAAdQo6IVvf+BiOh/AAA=';
const alpha =
  'UklGRnYAAABXRUJQVlA4WAoAAAAQAAAAJwAAHwAAQUxQSBQAAAABDzD/ERFCSED4v9YDD+SI/gdYa1ZQOCA8AAAAcAMAnQEqKAAgAD8RdLNRrCakorAaqAGAIgljANG8PTIPfjoAAP7xR7MfD7ejaOvk7Lx9oEAXL7nIpCAA';
const png = 'iVBORw0KGgoAAAANSUhEUgAAACgAAAAgCAAAAABFxmXcAAAAFElEQVR4nGNgGAWjYBSMglGADQAABSAAAcNgGewAAAAASUVORK5CYII=';

const kinds = { png, jpeg, lossy, lossless, alpha };
const file = (text: string) => Buffer.from(text, 'base64');
const clean = (bytes: Uint8Array) => cleanPicture(bytes);
const SECRET = 'GPS 48.1372 11.5756';

function chunk(name: string, data: string | Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), Buffer.from(data)]);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(named.length - 4, 0);
  numbers.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([numbers.subarray(0, 4), named, numbers.subarray(4)]);
}

function segment(marker: number, data: string): Buffer {
  const head = Buffer.from([0xff, marker, 0, data.length + 2]);
  return Buffer.concat([head, Buffer.from(data, 'latin1')]);
}

/** A WebP with chunks behind those it has. */
function webp(base: string, ...more: [string, string][]): Buffer {
  const parts = more.map(([name, data]) => {
    const head = Buffer.alloc(8);
    head.write(name);
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, Buffer.from(data), Buffer.alloc(data.length % 2)]);
  });
  const all = Buffer.concat([file(base), ...parts]);
  all.writeUInt32LE(all.length - 8, 4);
  return all;
}

const inserted = (base: string, at: number, what: Buffer) =>
  Buffer.concat([file(base).subarray(0, at), what, file(base).subarray(at)]);

describe('a logo of pixels', () => {
  it.each(Object.entries(kinds))('%s is told by its content, and stays as it was', (kind, text) => {
    const { type, content, width, height } = clean(file(text));
    expect({ width, height }).toEqual({ width: 40, height: 32 });
    expect(type).toBe(kind === 'png' || kind === 'jpeg' ? `image/${kind}` : 'image/webp');
    expect(content.equals(file(text))).toBe(true);
  });

  it('loses what was written about it, and what hangs behind it', () => {
    const extended = webp(alpha, ['EXIF', SECRET], ['XMP ', SECRET]);
    extended[20] = extended[20]! | 0x0c;
    const told: [string, Buffer][] = [
      [png, inserted(png, 33, Buffer.concat([chunk('tEXt', SECRET), chunk('eXIf', SECRET), chunk('acTL', SECRET)]))],
      [png, Buffer.concat([file(png), Buffer.from(`<script>${SECRET}</script>`)])],
      [jpeg, inserted(jpeg, 2, Buffer.concat([segment(0xe1, `Exif\0\0${SECRET}`), segment(0xfe, SECRET)]))],
      [jpeg, Buffer.concat([file(jpeg), Buffer.from(`PK${SECRET}`)])],
      [lossy, webp(lossy, ['EXIF', SECRET], ['JUNK', SECRET])],
      [alpha, extended],
    ];
    for (const [plain, given] of told) {
      expect(given.toString('latin1')).toContain(SECRET);
      expect(clean(given).content.equals(file(plain))).toBe(true);
    }
  });

  it('is refused when it is cut off anywhere', () => {
    for (const text of Object.values(kinds)) {
      const whole = file(text);
      for (let length = 0; length < whole.length; length++) {
        expect(() => clean(whole.subarray(0, length)), `${length} of ${whole.length}`).toThrow(PictureError);
      }
    }
  });

  it('with any byte changed it is a picture or a PictureError, and nothing worse', () => {
    for (const text of Object.values(kinds)) {
      for (let at = 0; at < file(text).length; at++) {
        for (const value of [0, 0x7f, 0xff]) {
          const changed = file(text);
          changed[at] = value;
          try {
            expect(clean(changed).width).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toBeInstanceOf(PictureError);
          }
        }
      }
    }
  });

  const sized = (width: number, height: number) => {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header.set([8, 0, 0, 0, 0], 8);
    return Buffer.concat([file(png).subarray(0, 8), chunk('IHDR', header), file(png).subarray(33)]);
  };

  it('has a size that makes sense for a logo, and so have its bytes', () => {
    expect(clean(sized(2048, 1024)).width).toBe(2048);
    for (const [width, height] of [
      [50_000, 50_000],
      [2049, 2049],
      [16, 16],
      [0, 40],
      [900, 100],
    ] as const) {
      expect(() => clean(sized(width, height)), `${width} by ${height}`).toThrow(PictureError);
    }
    const heavy = inserted(png, 33, chunk('IDAT', Buffer.alloc(512 * 1024)));
    expect(() => clean(heavy)).toThrow('more than the 512 KB that a logo may have');
  });

  it.each([
    ['nothing', ''],
    ['words', 'a logo, honestly'],
    ['a GIF', 'GIF89a\x01\0\x01\0'],
    ['HTML that says it is a PNG', '<html><script>alert(1)</script>'],
    ['a PDF', '%PDF-1.7'],
  ])('%s is none', (_what, text) => {
    expect(() => clean(Buffer.from(text, 'latin1'))).toThrow(PictureError);
  });
});
